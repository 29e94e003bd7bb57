import { spawnSync } from "node:child_process";
import { createReadStream, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import type * as Library from "../generator/browser.js";
import { decode, explain } from "../generator/index.js";
import { findUnprintable } from "../generator/model/text.js";
import type { Answer, Request, Result } from "../generator/page/messages.js";
import { makeFolder, ROOT, runCli } from "./support/cli.js";
import { explainEach } from "./support/explained-files.js";
import { lacks, without } from "./support/tools.js";

const LIBRARY = join(ROOT, "build/browser.js");
const PAGE = join(ROOT, "build/rstdiag.html");
const SAMPLES = ["samples", "samples/laboratory"].flatMap((folder) =>
  readdirSync(join(ROOT, folder))
    .filter((name) => /\.(?:pcap|pcapng)$/.test(name))
    .map((name) => `${folder}/${name}`),
);

/** What no browser has. */
const OF_NODE =
  /\bnode:|\bBuffer\b|\bprocess\.|\brequire\(|\b__(?:dir|file)name\b|\bsetImmediate\b/g;
/** All that the page's reader takes of a browser besides the language. */
const OF_BROWSERS = {
  Blob,
  crypto,
  DecompressionStream,
  performance,
  ReadableStream,
  setTimeout,
  TextDecoder,
  TextEncoder,
  // What a decoder throws must be of the kind that its caller knows.
  TypeError,
};

function workerOf(page: string): string {
  return /<script type="text\/plain" id="worker">([\s\S]*?)<\/script>/.exec(page)?.[1] ?? "";
}

/** Runs the page's reader where nothing of Node is. */
async function readIn(worker: string, name: string): Promise<Result> {
  const file = new File([readFileSync(resolve(ROOT, name))], name);
  return new Promise((resolve) => {
    let answer: (event: { readonly data: Request }) => void = () => {};
    runInNewContext(worker, {
      ...OF_BROWSERS,
      addEventListener: (_type: string, listener: typeof answer) => {
        answer = listener;
      },
      postMessage: (said: Answer) => {
        if (said.kind === "result") resolve(said);
      },
    });
    answer({ data: { kind: "read", file } });
  });
}

describe("what the build makes for browsers", () => {
  it.each([LIBRARY, PAGE])("has nothing of Node: %s", (path) => {
    const code = readFileSync(path, "utf8");
    expect(code.match(OF_NODE) ?? []).toEqual([]);
    expect(code).not.toMatch(/^(?:import|export) .*from /m);
  });

  it("is one page that loads nothing, without a character that is not seen", () => {
    const page = readFileSync(PAGE, "utf8");
    expect(page).toContain("default-src 'none'; style-src 'sha256-");
    expect(page.match(/ (?:src|href|style)=/g) ?? []).toEqual([]);
    expect(page.match(/<\/?script\b/g)).toHaveLength(4);
    expect(findUnprintable(page.replace(/[\n\t]/g, ""))).toBeUndefined();
  });

  it("reads each sample as the command does, where nothing of Node is", async () => {
    const worker = workerOf(readFileSync(PAGE, "utf8"));
    const printed = explainEach(SAMPLES);
    expect(printed.size).toBeGreaterThan(200);
    for (const name of SAMPLES) {
      const { jsonLines } = await readIn(worker, name);
      expect(await jsonLines.text(), name).toBe(printed.get(name) ?? "");
    }
  });

  it.skipIf(lacks("tcpdump"))(
    `reads texts as the command does, with names of services too${without("tcpdump")}`,
    async () => {
      const worker = workerOf(readFileSync(PAGE, "utf8"));
      const folder = makeFolder();
      for (const name of SAMPLES.filter((one) => !one.startsWith("samples/laboratory"))) {
        const { stdout } = spawnSync("tcpdump", ["-vr", join(ROOT, name)], { encoding: "utf8" });
        const text = join(folder, `${basename(name)}.txt`);
        writeFileSync(text, stdout);
        const printed = runCli(["explain", "--json", text]).stdout;
        const lines = printed.replaceAll(`"file":${JSON.stringify(text)},`, "");
        const { jsonLines } = await readIn(worker, text);
        expect(await jsonLines.text(), name).toBe(lines);
      }
    },
  );

  it("is a library that gives what Node's gives", async () => {
    const library: typeof Library = await import(pathToFileURL(LIBRARY).href);
    const name = join(ROOT, "samples/specification-examples.pcapng");
    const file = new File([readFileSync(name)], "specification-examples.pcapng");
    expect(await takeAll(library.explain(file))).toEqual(
      await takeAll(explain(createReadStream(name))),
    );
    expect(await takeAll(library.decode(file))).toEqual(
      await takeAll(decode(createReadStream(name))),
    );
    expect(await takeAll(library.decode(createReadStream(name)))).toHaveLength(3 + 1);
  });
});

/** All that a function of the library gives, its end last. */
async function takeAll(all: AsyncGenerator<unknown, unknown>): Promise<readonly unknown[]> {
  const taken: unknown[] = [];
  for (let next = await all.next(); ; next = await all.next()) {
    taken.push(next.value);
    if (next.done) return taken;
  }
}
