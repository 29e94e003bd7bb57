import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  FileTurn,
  type FromThread,
  type ThreadData,
  ThreadError,
  ThreadPool,
} from "./file-threads.js";

const DATA: ThreadData = {
  world: { env: {}, isRoot: false, isRootGroup: false, platform: "linux", cwd: "/" },
  module: "",
  settings: {},
  terminal: { isTTY: false },
};

/** Starts threads that do what `body` says with a `file`, and end with it. */
function start(files: readonly string[], count: number, body: string) {
  const folder = mkdtempSync(join(tmpdir(), "rstdiag-pool-"));
  const path = join(folder, "thread.mjs");
  writeFileSync(
    path,
    `import { parentPort, threadId } from "node:worker_threads";
     const send = (message) => parentPort.postMessage(message);
     parentPort.on("message", async ({ kind, file }) => { if (kind === "read") { ${body} } });`,
  );
  const turns = files.map((file) => new FileTurn(file));
  const read: number[] = [];
  const onProgress = (octets: number) => read.push(octets);
  const pool = new ThreadPool(turns, count, {
    script: pathToFileURL(path),
    data: DATA,
    onProgress,
  });
  onTestFinished(async () => {
    await pool.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { turns, read };
}

async function collect(turn: FileTurn): Promise<readonly FromThread[]> {
  const messages: FromThread[] = [];
  for await (const message of turn.messages()) messages.push(message);
  return messages;
}

const SAY =
  'send({ kind: "text", to: "stdout", text: file }); send({ kind: "end", isWhole: true });';

describe("ThreadPool", () => {
  it("gives what each of many files says, with fewer threads", async () => {
    const files = Array.from({ length: 9 }, (_, at) => `file ${at}`);
    const { turns, read } = start(files, 2, `send({ kind: "progress", octets: 5 }); ${SAY}`);
    for (const turn of turns) {
      expect(await collect(turn)).toEqual([
        { kind: "text", to: "stdout", text: turn.file },
        { kind: "end", isWhole: true },
      ]);
    }
    expect(read).toEqual(files.map(() => 5));
  });

  it("says which file a thread died with, and keeps what came before", async () => {
    const { turns } = start(["good", "bad"], 1, `if (file === "bad") process.exit(7); ${SAY}`);
    const [good, bad] = turns;
    if (!good || !bad) throw new Error("two turns are there");
    expect(await collect(good)).toHaveLength(2);
    await expect(collect(bad)).rejects.toThrow(
      new ThreadError("bad: its thread died, it ended with exit code 7"),
    );
  });

  it("does not hide an internal error", async () => {
    const { turns } = start(["one"], 1, 'throw new TypeError("mine");');
    const [turn] = turns;
    if (!turn) throw new Error("a turn is there");
    await expect(collect(turn)).rejects.toThrow("mine");
    await expect(collect(turn)).rejects.not.toBeInstanceOf(ThreadError);
  });
});
