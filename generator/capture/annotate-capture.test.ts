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
import { writePcapng } from "../samples/write-pcapng.js";
import type { ByteOrder } from "./byte-order.js";
import { BLOCK_LIMIT, encodeBlock, encodeOptions } from "./pcapng-block.js";

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

const octets = (maxLength: number) => fc.uint8Array({ maxLength });
const BLOCK_TYPES = [4, 5, 9, 10, 0x0bad, 0x40000bad, 0x7777, 0x80000001];

/** Blocks of any kind that no reader of packets minds, with any body. */
const others = (byteOrder: ByteOrder) =>
  fc
    .tuple(fc.constantFrom(...BLOCK_TYPES), octets(30))
    .map(([type, body]) => encodeBlock(byteOrder, type, padded(body)));

function padded(body: Uint8Array): Buffer {
  return Buffer.concat([body, Buffer.alloc(-body.length & 3)]);
}

const option = fc.tuple(fc.constantFrom(1, 2, 3, 4, 2988, 0x7fff), octets(20));

interface PacketShape {
  readonly data: Uint8Array;
  readonly options: readonly (readonly [number, Uint8Array])[];
  /** What stands behind the options: nothing, their end, or more than that. */
  readonly ending: number;
}

/** An Enhanced Packet Block of interface 0, or an obsolete Packet Block. */
function packetBlock(byteOrder: ByteOrder, type: number, shape: PacketShape): Uint8Array {
  const { data, options, ending } = shape;
  const fields = Buffer.alloc(20);
  const write = (value: number, at: number) =>
    byteOrder === "little" ? fields.writeUInt32LE(value, at) : fields.writeUInt32BE(value, at);
  write(data.length, 12);
  write(data.length + 7, 16);
  const list = [encodeOptions(byteOrder, options), Buffer.alloc(ending)];
  return encodeBlock(byteOrder, type, Buffer.concat([fields, padded(data), ...list]));
}

const packets = (byteOrder: ByteOrder) =>
  fc
    .tuple(
      fc.constantFrom(6, 2),
      fc.record({
        data: octets(40),
        options: fc.array(option, { maxLength: 3 }),
        ending: fc.constantFrom(0, 4, 8),
      }),
    )
    .map(([type, shape]) => packetBlock(byteOrder, type, shape));

function sectionHeader(byteOrder: ByteOrder, sectionLength = -1n): Buffer {
  const written = writePcapng({ sections: [{ byteOrder, interfaces: [], packets: [] }] });
  const header = Buffer.from(written);
  if (byteOrder === "little") header.writeBigInt64LE(sectionLength, 16);
  else header.writeBigInt64BE(sectionLength, 16);
  return header;
}

function ethernet(byteOrder: ByteOrder): Uint8Array {
  const body = Buffer.alloc(8);
  body[byteOrder === "little" ? 0 : 1] = 1;
  return encodeBlock(byteOrder, 1, body);
}

/** A section in its blocks, of which the last one has been there since the first packet. */
const sections = byteOrders.chain((byteOrder) =>
  fc
    .array(fc.oneof(others(byteOrder), packets(byteOrder)), { maxLength: 6 })
    .map((blocks) => [sectionHeader(byteOrder), ethernet(byteOrder), ...blocks]),
);
const files = fc
  .array(sections, { minLength: 1, maxLength: 3 })
  .map((list) => Buffer.concat(list.flat()));

describe("a copy of pcapng", () => {
  it("copies octet for octet what gets no comment", async () => {
    await fc.assert(
      fc.asyncProperty(files, fc.integer({ min: 1, max: 400 }), async (file, chunkLength) => {
        const { copy, counts, error } = await annotate(file, NO_COMMENTS, chunkLength);
        expect(error).toBeUndefined();
        expect(copy.equals(file)).toBe(true);
        expect(counts).toMatchObject({ comments: 0, commented: 0, withoutRoom: 0 });
      }),
    );
  });

  it("adds comments behind those that are there, and changes nothing else of a packet", async () => {
    await fc.assert(
      fc.asyncProperty(files, someComments, async (file, comments) => {
        const before = await readWhole(file);
        const { copy, counts, error } = await annotate(file, comments);
        const after = await readWhole(copy);
        expect([error, after.error]).toEqual([undefined, undefined]);
        expect(after.frames).toEqual(
          before.frames.map((frame) => {
            const all = [...(frame.comment === undefined ? [] : [frame.comment])];
            all.push(...(comments.get(frame.number) ?? []));
            return { ...frame, comment: all.length === 0 ? undefined : all.join("\n") };
          }),
        );
        const added = before.frames.flatMap(({ number }) => comments.get(number) ?? []);
        expect(counts).toMatchObject({ frames: before.frames.length, comments: added.length });
      }),
    );
  });

  it("leaves each other block as it is, in its place", async () => {
    await fc.assert(
      fc.asyncProperty(files, someComments, async (file, comments) => {
        const before = blocksOf(file);
        const after = blocksOf((await annotate(file, comments)).copy);
        expect(after).toHaveLength(before.length);
        let frame = 0;
        for (const [at, block] of before.entries()) {
          const isPacket = /^(?:0[26]000000|0000000[26])/.test(block);
          if (isPacket) frame += 1;
          if (!isPacket || !comments.has(frame)) expect(after[at]).toBe(block);
        }
      }),
    );
  });

  it("makes the same copy of chunks of any length", async () => {
    await fc.assert(
      fc.asyncProperty(files, someComments, fc.integer({ min: 1, max: 90 }), async (...args) => {
        const [file, comments, chunkLength] = args;
        const whole = await annotate(file, comments);
        expect((await annotate(file, comments, chunkLength)).copy.equals(whole.copy)).toBe(true);
      }),
    );
  });

  it("writes the options as the specification has them", async () => {
    const shape = { data: Uint8Array.of(0xaa), options: [], ending: 0 };
    const head = [sectionHeader("big"), ethernet("big")];
    const file = Buffer.concat([...head, packetBlock("big", 6, shape)]);
    const { copy } = await annotate(file, new Map([[1, ["hello", "you"]]]));
    expect(blocksOf(copy)[2]).toBe(
      [
        "00000006 0000003c 00000000 00000000 00000000 00000001 00000008 aa000000",
        "0001 0005 68656c6c6f000000 0001 0003 796f7500 0000 0000 0000003c",
      ]
        .join("")
        .replaceAll(" ", ""),
    );
  });

  it.each(["little", "big"] as const)(
    "says no length of a section that gets longer, %s endian",
    async (byteOrder) => {
      const shape = { data: new Uint8Array(4), options: [], ending: 0 };
      const packet = packetBlock(byteOrder, 6, shape);
      const rest = Buffer.concat([ethernet(byteOrder), packet]);
      const file = Buffer.concat([sectionHeader(byteOrder, BigInt(rest.length)), rest]);
      expect((await annotate(file, NO_COMMENTS)).copy.equals(file)).toBe(true);
      const { copy } = await annotate(file, new Map([[1, ["a"]]]));
      expect(blocksOf(copy)[0]).toBe(sectionHeader(byteOrder).toString("hex"));
    },
  );

  it("leaves a Simple Packet Block, which has no options, and counts it", async () => {
    const simple = encodeBlock("little", 3, Buffer.from("04000000aabbccdd", "hex"));
    const file = Buffer.concat([sectionHeader("little"), ethernet("little"), simple, simple]);
    const { copy, counts } = await annotate(file, new Map([[2, ["a"]]]));
    expect(copy.equals(file)).toBe(true);
    expect(counts).toEqual({ frames: 2, comments: 0, commented: 0, withoutRoom: 1 });
  });

  it("leaves a block that would get longer than any may be, and counts it", async () => {
    const shape = { data: new Uint8Array(BLOCK_LIMIT - 36), options: [], ending: 0 };
    const packet = packetBlock("little", 6, shape);
    const file = Buffer.concat([sectionHeader("little"), ethernet("little"), packet]);
    const { copy, counts, error } = await annotate(file, new Map([[1, ["a"]]]));
    expect(error).toBeUndefined();
    expect(copy.equals(file)).toBe(true);
    expect(counts).toMatchObject({ frames: 1, comments: 0, withoutRoom: 1 });
  });

  it("copies whole blocks before the place where a file was cut", async () => {
    await fc.assert(
      fc.asyncProperty(files, someComments, fc.nat(), async (file, comments, place) => {
        const length = (place % file.length) + 1;
        const whole = (await annotate(file, comments)).copy;
        const { copy, error } = await annotate(file.subarray(0, length), comments, 13);
        expect(copy.equals(whole.subarray(0, copy.length))).toBe(true);
        expect((await readWhole(copy)).error?.message ?? "").toMatch(/^$|empty/);
        if (error !== undefined) expect(error.message).toMatch(/: the file ends inside /);
      }),
    );
  });

  it("ends, and makes a copy that can be read, of any octets", async () => {
    const change = fc.record({ at: fc.nat(), octet: fc.nat(255) });
    const changes = fc.array(change, { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(files, someComments, changes, async (file, comments, list) => {
        const damaged = Buffer.from(file);
        for (const { at, octet } of list) damaged[at % file.length] = octet;
        const read = await readWhole(damaged);
        const { copy, counts, error } = await annotate(damaged, comments);
        expect(error?.message).toBe(read.error?.message);
        const again = await readWhole(copy);
        expect(again.frames.map((frame) => frame.octets)).toEqual(
          read.frames.map((frame) => frame.octets),
        );
        expect(copy.length).toBeLessThanOrEqual(damaged.length + 500 * (counts.comments + 1));
      }),
    );
  });
});
