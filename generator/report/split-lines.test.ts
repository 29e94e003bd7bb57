import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitLines } from "./printed-lines.js";

async function split(...chunks: readonly Uint8Array[]): Promise<readonly string[]> {
  async function* give() {
    for (const chunk of chunks) {
      const lent = Buffer.from(chunk);
      yield lent;
      // Whoever asks for the next one has it no longer.
      lent.fill(0x21);
    }
  }
  const lines: string[] = [];
  for await (const line of splitLines(give())) lines.push(line);
  return lines;
}

describe("splitLines", () => {
  it("gives the same lines however the octets come", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: "binary" }).map((text) => text.replaceAll("\n", " "))),
        fc.integer({ min: 1, max: 9 }),
        async (lines, length) => {
          const octets = Buffer.from(lines.map((line) => `${line}\n`).join(""));
          const chunks = Array.from({ length: Math.ceil(octets.length / length) }, (_, at) =>
            octets.subarray(at * length, (at + 1) * length),
          );
          expect(await split(...chunks)).toEqual(lines);
        },
      ),
    );
  });

  it.each([
    ["", []],
    ["a", ["a"]],
    ["a\nb", ["a", "b"]],
    ["\n\na\n", ["", "", "a"]],
  ])("splits %j", async (text, lines) => {
    expect(await split(Buffer.from(text))).toEqual(lines);
  });

  it("refuses a line that is too long, before it has all of it", async () => {
    const half = Buffer.alloc(600_000, 0x20);
    await expect(split(Buffer.from("a\n"), half, half, half)).rejects.toMatchObject({
      line: 2,
      message: expect.stringContaining("the line has more than 1048576 characters"),
    });
  });
});
