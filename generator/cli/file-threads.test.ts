import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { makePrivateFolder } from "../verify/private-folder.js";
import {
  type FromThread,
  type ThreadData,
  ThreadError,
  ThreadOutput,
  ThreadPool,
} from "./file-threads.js";

const DATA: ThreadData = {
  world: { env: {}, isRoot: false, isRootGroup: false, platform: "linux", cwd: "/" },
  module: "",
  settings: {},
  isTTY: false,
};

/** Starts threads that do what `body` says with a `file`, and end with it. */
function start(files: readonly string[], count: number, body: string) {
  const folder = makePrivateFolder("pool");
  const path = join(folder, "thread.mjs");
  writeFileSync(
    path,
    `import { parentPort, threadId } from "node:worker_threads";
     const send = (message) => parentPort.postMessage(message);
     parentPort.on("message", async ({ kind, file }) => {
       if (kind === "finish") parentPort.close();
       if (kind === "read") { ${body} }
     });`,
  );
  const read: number[] = [];
  const onProgress = (octets: number) => read.push(octets);
  const pool = new ThreadPool(files, count, {
    script: pathToFileURL(path),
    data: DATA,
    onProgress,
  });
  onTestFinished(async () => {
    await pool.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { pool, read };
}

async function collect(pool: ThreadPool, at: number): Promise<readonly FromThread[]> {
  const messages: FromThread[] = [];
  for await (const message of pool.messages(at)) {
    if (message.kind !== "progress") messages.push(message);
  }
  return messages;
}

const SAY =
  'send({ kind: "text", to: "stdout", text: file }); send({ kind: "end", isWhole: true });';

describe("ThreadPool", () => {
  it("gives what each of many files says, with fewer threads", async () => {
    const files = Array.from({ length: 9 }, (_, at) => `file ${at}`);
    const { pool, read } = start(files, 2, `send({ kind: "progress", octets: 5 }); ${SAY}`);
    for (const [at, file] of files.entries()) {
      expect(await collect(pool, at)).toEqual([
        { kind: "text", to: "stdout", text: file },
        { kind: "end", isWhole: true },
      ]);
    }
    expect(read).toEqual(files.map(() => 5));
  });

  it("says which file a thread died with, and keeps what came before", async () => {
    const { pool } = start(["good", "bad"], 1, `if (file === "bad") process.exit(7); ${SAY}`);
    expect(await collect(pool, 0)).toHaveLength(2);
    await expect(collect(pool, 1)).rejects.toThrow(new ThreadError("bad: its thread died"));
  });

  it("does not hide an internal error", async () => {
    const { pool } = start(["one"], 1, 'throw new TypeError("mine");');
    const error: unknown = await collect(pool, 0).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ message: "mine" });
    expect(error).not.toBeInstanceOf(ThreadError);
  });
});

const LINE = "x".repeat(1023);

function openOutput() {
  const sent: FromThread[] = [];
  const output = new ThreadOutput((message) => sent.push(message), false);
  const texts = () => sent.flatMap((message) => (message.kind === "text" ? message.text : []));
  return { sent, output, texts };
}

describe("ThreadOutput", () => {
  it("keeps the order of both outputs", async () => {
    const { sent, output } = openOutput();
    output.stdout.write("one\n");
    output.stdout.write("two\n");
    output.stderr.write("three\n");
    output.stdout.write("four\n");
    await output.finish();
    expect(sent).toEqual([
      { kind: "text", to: "stdout", text: "one\ntwo\n" },
      { kind: "text", to: "stderr", text: "three\n" },
      { kind: "text", to: "stdout", text: "four\n" },
    ]);
  });

  it("takes no more until what it holds was printed, and then all of it", async () => {
    const { output, texts } = openOutput();
    let written = 0;
    while (!output.stdout.writableNeedDrain) {
      output.stdout.write(`${LINE}\n`);
      written += LINE.length + 1;
      expect(written).toBeLessThan(20 * 1024 * 1024);
    }
    const sent = texts().join("").length;
    expect(sent).toBeGreaterThan(16 * 1024 * 1024);
    output.stdout.write("last\n");
    const drained = once(output.stdout, "drain");
    output.printed(sent);
    await drained;
    await output.finish();
    expect(texts().join("").endsWith(`${LINE}\nlast\n`)).toBe(true);
    expect(texts().join("")).toHaveLength(written + "last\n".length);
  });
});
