import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ByteOrder } from "../../generator/capture/byte-order.js";
import { encodeInterface, encodePacket } from "../../generator/capture/encode-pcapng.js";
import {
  BLOCK_TYPE,
  BYTE_ORDER_MAGIC,
  END_OF_OPTIONS,
  encodeBlock,
  encodeOptions,
  OPTION,
  type OptionEntry,
  pad,
} from "../../generator/capture/pcapng-block.js";
import { ROOT } from "./cli.js";
import { readWhole } from "./frames.js";

/** Types of blocks that say nothing of packets (pcapng draft section 11.1). */
const NAME_RESOLUTION = 4;
const STATISTICS = 5;
const SECRETS = 10;
const CUSTOM = 0x0bad;
const NOBODY_KNOWS = 0x7777;
const TLS_KEYS = 0x544c534b;
const NOT_SAID = 0xffffffff;
const START_SECONDS = 1_700_000_000n;

/** A block whose body is filled up. */
function block(byteOrder: ByteOrder, type: number, ...parts: readonly Uint8Array[]): Uint8Array {
  return encodeBlock(byteOrder, type, pad(Buffer.concat(parts)));
}

function words(byteOrder: ByteOrder, ...values: readonly number[]): Buffer {
  const octets = Buffer.alloc(values.length * 4);
  for (const [at, value] of values.entries()) {
    if (byteOrder === "little") octets.writeUInt32LE(value, at * 4);
    else octets.writeUInt32BE(value, at * 4);
  }
  return octets;
}

/** Options, or the records of names, which have the same form. */
function list(byteOrder: ByteOrder, ...entries: readonly OptionEntry[]): Buffer {
  return Buffer.concat([encodeOptions(byteOrder, entries), END_OF_OPTIONS]);
}

function header(byteOrder: ByteOrder): Uint8Array {
  const version = byteOrder === "little" ? 1 : 0x10000;
  const said = list(byteOrder, [OPTION.COMMENT, "ours"], [2, "hardware"], [3, "system"], [4, "us"]);
  const fields = words(byteOrder, BYTE_ORDER_MAGIC, version, NOT_SAID, NOT_SAID);
  return block(byteOrder, BLOCK_TYPE.SECTION_HEADER, fields, said);
}

/** The packets alternate between two interfaces, of which each has times of its own. */
function packets(byteOrder: ByteOrder, frames: readonly Uint8Array[]): readonly Uint8Array[] {
  return frames.map((octets, at) => {
    const seconds = START_SECONDS + BigInt(at);
    const timestamp = at % 2 === 0 ? seconds * 1_000_000_000n : (seconds - 3600n) * 1_000_000n;
    const comments = at % 3 === 0 ? ["an old comment", "another"] : [];
    const { length: originalLength } = octets;
    return encodePacket(byteOrder, {
      interface: at % 2,
      timestamp,
      octets,
      originalLength,
      comments,
    });
  });
}

/** A section with all that one can have. */
function section(byteOrder: ByteOrder, frames: readonly Uint8Array[]): readonly Uint8Array[] {
  const interfaces = [
    { linkType: 1, snapLength: 65_535, name: "eth0", tsresol: 9 },
    { linkType: 1, name: "eth1", tsresol: 6, tsoffset: 3600n },
  ];
  const name = Buffer.concat([Buffer.of(198, 51, 100, 20), Buffer.from("server.example\0")]);
  const secrets = Buffer.from(`CLIENT_RANDOM ${"00".repeat(32)} ${"11".repeat(48)}\n`);
  const [first = new Uint8Array(), ...rest] = packets(byteOrder, frames);
  return [
    header(byteOrder),
    ...interfaces.map((one) => encodeInterface(byteOrder, one)),
    block(byteOrder, NAME_RESOLUTION, list(byteOrder, [1, name])),
    block(byteOrder, SECRETS, words(byteOrder, TLS_KEYS, secrets.length), secrets),
    first,
    block(byteOrder, CUSTOM, words(byteOrder, 32_473), Buffer.from("what we want")),
    block(byteOrder, NOBODY_KNOWS, Buffer.from("whatever")),
    ...rest,
    block(byteOrder, STATISTICS, words(byteOrder, 0, 0, 0), list(byteOrder, [1, "statistics"])),
  ];
}

/** A section whose packets are in an obsolete block, and in a simple one that has no options. */
function oldSection([
  first = new Uint8Array(),
  second = first,
]: readonly Uint8Array[]): readonly Uint8Array[] {
  const fields = words("little", 0, 0, 1_000_000, first.length, first.length);
  const old = list("little", [OPTION.COMMENT, "old"]);
  return [
    header("little"),
    encodeInterface("little", { linkType: 1 }),
    block("little", BLOCK_TYPE.PACKET, fields, pad(first), old),
    block("little", BLOCK_TYPE.SIMPLE_PACKET, words("little", second.length), second),
  ];
}

async function framesOf(name: string): Promise<readonly Uint8Array[]> {
  const capture = readFileSync(join(ROOT, "samples/laboratory", `${name}.client.pcap`));
  const { frames } = await readWhole(capture);
  return frames.map(({ octets }) => Buffer.from(octets, "hex"));
}

/** A pcapng file with blocks of every kind, in sections of both byte orders; only for tests. */
export async function makeRichPcapng(): Promise<Buffer> {
  const sections = [
    section("little", await framesOf("idle-timeout")),
    section("big", await framesOf("half-open")),
    oldSection(await framesOf("closed-port-ipv6")),
  ];
  return Buffer.concat(sections.flat());
}
