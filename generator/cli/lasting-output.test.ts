import { once } from "node:events";
import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { LastingOutput } from "./lasting-output.js";

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
