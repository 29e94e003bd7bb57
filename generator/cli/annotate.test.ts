import { once } from "node:events";
import { appendFileSync, copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { makeFolder, ROOT } from "../../test/support/cli.js";
import { contextForTest } from "../../test/support/context.js";
import { annotate, LastingOutput } from "./annotate.js";

/** What is refused where something happens while the capture is read for the first time. */
async function annotateWhile(folder: string, happen: () => void): Promise<unknown> {
  copyFileSync(join(ROOT, "samples/laboratory/idle-timeout.client.pcap"), join(folder, "a.pcap"));
  const context = contextForTest({ cwd: folder });
  const explain = async () => {
    happen();
    return true;
  };
  return annotate(context, ["a.pcap"], { annotate: "b.pcapng" }, explain).catch(
    (error: unknown) => error,
  );
}

describe("annotate", () => {
  it("writes nothing where the capture grows meanwhile", async () => {
    const folder = makeFolder();
    const grow = () => appendFileSync(join(folder, "a.pcap"), Buffer.alloc(16));
    expect(await annotateWhile(folder, grow)).toMatchObject({
      lines: [
        "b.pcapng was not written: a.pcap changed while it was read; try again when it is complete",
      ],
    });
    expect(readdirSync(folder)).toEqual(["a.pcap"]);
  });

  it("replaces no file that somebody makes meanwhile", async () => {
    const folder = makeFolder();
    const path = join(folder, "b.pcapng");
    expect(await annotateWhile(folder, () => writeFileSync(path, "mine"))).toMatchObject({
      path,
      why: "already exists; replace it with --force",
    });
    expect(readFileSync(path, "utf8")).toBe("mine");
    expect(readdirSync(folder)).toEqual(["a.pcap", "b.pcapng"]);
  });
});

/** An output of which somebody reads so many pieces. */
function readBy(count: number) {
  const taken: string[] = [];
  const output = new Writable({
    highWaterMark: 1,
    write: (chunk: Buffer, _encoding, done) => {
      if (taken.length === count) done(new Error("EPIPE"));
      else {
        taken.push(chunk.toString());
        done();
      }
    },
  });
  output.on("error", () => {});
  return { taken, output };
}

describe("LastingOutput", () => {
  it.each([
    [10, ["a", "b", "c"]],
    [1, ["a"]],
    [0, []],
  ])("takes all, also where %i pieces are read", async (count, wanted) => {
    const { taken, output } = readBy(count);
    const lasting = new LastingOutput(output);
    for (const text of ["a", "b", "c"]) lasting.write(text);
    lasting.end();
    await once(lasting, "finish");
    expect(taken).toEqual(wanted);
  });

  it("makes its writer wait for who reads, and no longer than that", async () => {
    const { output } = readBy(1);
    const lasting = new LastingOutput(output);
    for (let at = 0; at < 100_000; at += 1) lasting.write("text");
    expect(lasting.writableNeedDrain).toBe(true);
    await once(lasting, "drain");
    expect(lasting.writableNeedDrain).toBe(false);
  });
});
