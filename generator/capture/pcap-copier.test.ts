import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  annotate,
  blocksOf,
  byteOrders,
  NO_COMMENTS,
  someComments,
} from "../../test/support/annotated.js";
import { readWhole } from "../../test/support/frames.js";
import { writePcap } from "../samples/write-pcap.js";

describe("a copy of pcap", () => {
  const nanoseconds = fc.bigInt({ min: 0n, max: 4_294_967_295_999_999_999n });
  const packet = fc.record({
    timeNanoseconds: nanoseconds,
    octets: fc.uint8Array({ maxLength: 40 }),
    originalLength: fc.integer({ min: 40, max: 70_000 }),
  });
  const pcaps = fc.record({
    byteOrder: byteOrders,
    resolution: fc.constantFrom("microseconds" as const, "nanoseconds" as const),
    linkType: fc.constantFrom(1, 101, 276),
    snapLength: fc.constantFrom(0, 96, 262_144),
    packets: fc.array(packet, { maxLength: 5 }),
  });

  it("makes pcapng with the same packets at the same times, and comments", async () => {
    await fc.assert(
      fc.asyncProperty(pcaps, someComments, async (capture, comments) => {
        const file = writePcap(capture);
        const before = await readWhole(file);
        const { copy, error } = await annotate(file, comments, 11);
        const after = await readWhole(copy);
        expect([error, after.error]).toEqual([undefined, undefined]);
        expect(after.frames).toEqual(
          before.frames.map((frame) => ({
            ...frame,
            comment: comments.get(frame.number)?.join("\n"),
          })),
        );
      }),
    );
  });

  it("keeps a fraction of a whole second or more, and the snapshot length", async () => {
    const file = Buffer.from(
      writePcap({
        byteOrder: "big",
        resolution: "microseconds",
        linkType: 1,
        snapLength: 96,
        packets: [{ timeNanoseconds: 5_000_000_000n, octets: new Uint8Array(2) }],
      }),
    );
    file.writeUInt32BE(2_500_000, 28);
    const { copy } = await annotate(file, NO_COMMENTS);
    const { frames } = await readWhole(copy);
    expect(frames[0]?.time).toBe("1970-01-01T00:00:07.500000Z");
    expect(blocksOf(copy)[1]).toMatch(/^01000000.{8}01000000600000000900010006000000/);
  });

  it("keeps what the header says of a frame check sequence", async () => {
    const header = (field: string) =>
      Buffer.from(`d4c3b2a10200040000000000000000000000040${field}`, "hex");
    const known = await annotate(header("001000024"), NO_COMMENTS);
    expect(blocksOf(known.copy)[1]).toContain("0d00010004000000");
    const unknown = await annotate(header("001000020"), NO_COMMENTS);
    expect(blocksOf(unknown.copy)[1]).not.toContain("0d000100");
  });

  it("reads the modified format, whose records have a longer header", async () => {
    const header = "a1b2cd34000200040000000000000000000000ff00000001";
    const record = "00000001000000020000000200000002000000010800040000".slice(0, 48);
    const file = Buffer.from(`${header}${record}aabb`, "hex");
    const { copy, counts } = await annotate(file, new Map([[1, ["a"]]]));
    expect(counts).toMatchObject({ frames: 1, comments: 1 });
    expect((await readWhole(copy)).frames).toMatchObject([{ octets: "aabb", comment: "a" }]);
  });
});
