import { LINK_TYPE } from "../capture/protocol-numbers.js";
import { knownCodes } from "../model/code-range.js";
import type { DiagnosticFormat } from "../model/format.js";
import { LAST_CODE } from "../model/identifiers.js";
import type { Model } from "../model/model.js";
import {
  codeValues,
  encodePayload,
  type FieldValues,
  isShape,
  type ShapeFormat,
} from "../model/payload.js";
import { recordMember } from "../model/record-member.js";
import { isUsable } from "../model/registry.js";
import { tcpdumpWords } from "../model/tcpdump-text.js";
import { buildIpv4 } from "./build-ip.js";
import { buildEthernet } from "./build-link.js";
import { expectValues } from "./expectation.js";
import { beginsWithMagic, endsOf, ethernetFrame, segment } from "./sample-packet.js";
import { unknownCodesOf } from "./samples-diagnostic.js";
import { writePcap } from "./write-pcap.js";
import { FIRST_PACKET_NANOSECONDS, GAP_NANOSECONDS, type Sample } from "./write-pcapng.js";

/** What prints the payloads: patches of tcpdump's releases, as templates/tcpdump names them. */
export interface TcpdumpTests {
  readonly printer: "4.99" | "5.0" | "5.0-rewritten";
  /** Whether what only its shape speaks for is read, too. */
  readonly guesses?: boolean;
}

/**
 * Captures for tcpdump's own test suite, and what it must print of them; the lists in
 * templates/tcpdump/tests name them.
 */
export function makeTcpdumpTests(model: Model, tests: TcpdumpTests): readonly Sample[] {
  const shapes = tests.guesses === true ? model.formats.filter(isShape) : [];
  const name = "tcp_rst_diag_payload";
  return [
    ...testsOf(`${name}-codes`, tests, [1, 2, 3], codePayloads(model, shapes)),
    ...testsOf(`${name}-invalid`, tests, [1, 2, 3], invalidPayloads(model)),
    ...testsOf(`${name}-codes-trunc`, tests, [1], cutPayloads(model, tests, shapes)),
  ];
}

/** A capture of payloads, and what is printed of it with each of these numbers of `-v`. */
function testsOf(
  name: string,
  { printer }: TcpdumpTests,
  verbosities: readonly number[],
  payloads: readonly TestPayload[],
): readonly Sample[] {
  const packets = payloads.map(packetOf);
  const outputs = verbosities.map((verbosity) => {
    const lines = packets.map((packet, at) => {
      // Those of 4.99 are told to leave it out, since only 4.99.5 and later would print the day.
      const time = printer === "4.99" ? "" : `${printTime(timeOf(at))} `;
      return `${String(at + 1).padStart(5)}  ${time}${printLine(packet, verbosity)}`;
    });
    return { name: `${name}-${"v".repeat(verbosity)}.out`, content: Buffer.from(lines.join("")) };
  });
  const longest = Math.max(...packets.map(({ frame, cutOctets = 0 }) => frame.length - cutOctets));
  const capture = writePcap({
    byteOrder: "little",
    resolution: "microseconds",
    linkType: LINK_TYPE.ETHERNET,
    snapLength: payloads.some(({ cutOctets }) => cutOctets) ? longest : 262_144,
    packets: packets.map(({ frame, cutOctets = 0 }, at) => ({
      timeNanoseconds: timeOf(at),
      octets: frame.subarray(0, frame.length - cutOctets),
      originalLength: frame.length,
    })),
  });
  return [{ name: `${name}.pcap`, content: capture }, ...outputs];
}

function timeOf(at: number): bigint {
  return FIRST_PACKET_NANOSECONDS + BigInt(at) * GAP_NANOSECONDS;
}

/** As `-tttt` does in the zone that tcpdump's suite has. */
function printTime(nanoseconds: bigint): string {
  const [day, time = ""] = new Date(Number(nanoseconds / 1_000_000n)).toISOString().split("T");
  return `${day} ${time.replace("Z", "000")}`;
}

/** A payload of the test suite, and what tcpdump prints of it. */
interface TestPayload {
  readonly octets: Uint8Array;
  /** Octets that the snapshot length cut from the end; none where absent. */
  readonly cutOctets?: number;
  /** What stands between ` [RST: ` and the end with `-v`. */
  readonly print: (verbosity: number) => string;
  readonly isText?: true;
  /** Whether it is in the first fragment of a packet, whose rest has some more of it. */
  readonly isFragment?: true;
  /** Whether all is printed before the cut is noticed. */
  readonly isClosed?: true;
  /** What is printed behind the length instead of all this. */
  readonly line?: string;
}

const INVALID = " (invalid)";
/** Of a text so long, tcpdump shows the first 30 octets, and says `RST+`. */
const LONG = 40;
const CUT = " [|tcp]";
/** The last one is reserved (RFC 9371), and the draft switches sending off by it. */
const UNKNOWN_PEN = 0xfffffffe;
const PLAIN_TEXT = "go away!";
const NUMBERED_TEXT = "3 strikes";

/** Valid payloads: codes that are known, unknown and of vendors. */
function codePayloads(model: Model, shapes: readonly ShapeFormat[]): readonly TestPayload[] {
  return [
    ...model.diagnosticFormats.flatMap((format) =>
      valuesOf(model, format).map((values) => statedPayload(model, format, values)),
    ),
    ...shapes.map((shape) => shapePayload(shape, 0)),
  ];
}

/** Malformed payloads, and one that is no diagnostic payload but as long as one. */
function invalidPayloads(model: Model): readonly TestPayload[] {
  return [
    ...model.diagnosticFormats.flatMap((format) => [
      ...[0, UNKNOWN_PEN].map((pen) => statedPayload(model, format, codeValues(format, 0, pen))),
      ...[2, 4, format.length.octets + 4, LONG].map((length) => wrongLength(format, length, 0)),
      ...nearMagic(model, format),
      // Of a length that would be wrong if it were the segment's.
      { ...textPayload(encodePayload(format, {}, 4)), isFragment: true as const },
    ]),
    // What RFC 1122 section 4.2.2.12 speaks of; the second one begins as the magic number does.
    ...[PLAIN_TEXT, NUMBERED_TEXT].map((text) => textPayload(Buffer.from(text))),
  ];
}

/** What has the first octet of the magic number, and another second one. */
function nearMagic(model: Model, format: DiagnosticFormat): readonly TestPayload[] {
  const octets = encodePayload(format, {}, format.length.octets + 4);
  octets[1] = ((octets[1] ?? 0) + 1) % 256;
  return beginsWithMagic(model, octets) ? [] : [textPayload(octets)];
}

function textPayload(octets: Uint8Array): TestPayload {
  const shown = Array.from(octets, showOctet).join("");
  return { octets, print: () => shown, isText: true };
}

/** Payloads that the snapshot length cut; of the right length only that is printed. */
function cutPayloads(
  model: Model,
  { printer }: TcpdumpTests,
  shapes: readonly ShapeFormat[],
): readonly TestPayload[] {
  return [
    ...model.diagnosticFormats.flatMap((format) => {
      const octets = encodePayload(format, {});
      const longer = encodePayload(format, {}, octets.length + 4);
      const line = FIRST_OCTET[printer](showOctet(octets[0] ?? 0));
      // Behind and amid each field; what is left of the magic number alone is none.
      const kept = [2, 3, 4, octets.length - 1];
      return [
        ...[octets, longer].map((one) => {
          return { octets: one, cutOctets: one.length - 1, print: () => "", line };
        }),
        ...kept.map((left) => ({ octets, cutOctets: octets.length - left, print: () => "" })),
        wrongLength(format, format.length.octets + 4, 5),
      ];
    }),
    ...shapes.map((shape) => shapePayload(shape, 500)),
  ];
}

/** What is printed where only the first octet was captured, which is taken for text. */
const FIRST_OCTET = {
  "5.0": (shown: string) => ` [RST ${shown}${CUT}`,
  "5.0-rewritten": (shown: string) => ` [RST ${shown}${CUT}`,
  "4.99": (shown: string) => ` [!RST ${shown}]`,
} as const;

/** An octet as tcpdump shows it amid text. */
function showOctet(octet: number): string {
  const character = octet & 0x7f;
  const isControl = character < 0x20 || character === 0x7f;
  const shown = String.fromCharCode(isControl ? character ^ 0x40 : character);
  return `${octet > 0x7f ? "M-" : ""}${isControl ? "^" : ""}${shown}`;
}

function valuesOf({ vendors }: Model, format: DiagnosticFormat): readonly FieldValues[] {
  const usable = format.registry.rows.filter(isUsable);
  const known = [usable[0]?.first, usable.at(-1)?.last].filter((code) => code !== undefined);
  // A full registry has no unknown code.
  const unknown = unknownCodesOf(format.registry).at(-1) ?? LAST_CODE;
  const own = [...new Set(known), unknown].map((code) => codeValues(format, code, 0));
  const ofVendor = vendors.slice(0, 1).flatMap(({ pen, registry }) => {
    return registry.rows.slice(0, 1).map(({ first }) => codeValues(format, first, pen));
  });
  return [...own, ...ofVendor, codeValues(format, 1, UNKNOWN_PEN)];
}

function statedPayload(model: Model, format: DiagnosticFormat, values: FieldValues): TestPayload {
  const facts = expectValues(model, format, values);
  const { reasonCode, pen, numbers, status } = facts;
  const code = `code ${reasonCode}, pen ${pen}`;
  const more = format.fields
    .filter(({ kind }) => kind === "number")
    .map(({ name }) => `, ${name} ${numbers[recordMember(name)]}`);
  const end = `${more.join("")}${status === "malformed" ? INVALID : ""}`;
  const print = (verbosity: number) => {
    const words = tcpdumpWords(model, facts, verbosity);
    return `${words === "" ? code : verbosity < 3 ? words : `${words} (${code})`}${end}`;
  };
  return { octets: encodePayload(format, values), print };
}

function wrongLength(format: DiagnosticFormat, length: number, cutOctets: number): TestPayload {
  const complaint = `length ${length} != ${format.length.octets}${INVALID}`;
  const octets = encodePayload(format, {}, length);
  return { octets, cutOctets, print: () => complaint, isClosed: true };
}

function shapePayload(shape: ShapeFormat, cutOctets: number): TestPayload {
  const { name } = shape.reasonCode;
  const code = knownCodes(shape.registry).at(-1)?.last ?? 0;
  const octets = encodePayload(shape, { [name]: code });
  return { octets, cutOctets, print: () => `${name} ${code}` };
}

interface TestPacket extends TestPayload {
  /** Of the whole frame. */
  readonly frame: Uint8Array;
}

const FIRST_PORT = 40000;

/** Each on a connection of its own, or tcpdump would count from the first one's numbers. */
function packetOf(payload: TestPayload, at: number): TestPacket {
  const { octets, isFragment = false } = payload;
  const sourcePort = FIRST_PORT + at;
  if (!isFragment) return { ...payload, frame: ethernetFrame(4, octets, { sourcePort }) };
  const whole = segment(4, Buffer.concat([octets, octets]), { sourcePort });
  const first = whole.subarray(0, whole.length - octets.length);
  const packet = buildIpv4({ ...endsOf(4), payload: first, moreFragments: true });
  return { ...payload, frame: buildEthernet({ payload: packet }) };
}

const ETHERNET_OCTETS = 14;
const IP_OCTETS = 20;

/** What tcpdump prints for a packet with `-n`, `-t` and so many `-v`. */
function printLine(
  { octets, frame, cutOctets = 0, print, isText, isClosed, isFragment, line }: TestPacket,
  verbosity: number,
): string {
  const { source, destination } = endsOf(4);
  const packet = Buffer.from(frame).subarray(ETHERNET_OCTETS);
  const carried = packet.subarray(IP_OCTETS);
  const sequence = carried.readUInt32BE(4);
  const isCut = cutOctets > 0;
  // The check of the sum needs the whole carried.
  const sum = isCut || isFragment ? "" : `cksum 0x${carried.toString("hex", 16, 18)} (correct), `;
  const text = ` [RST${isText ? "" : ":"} ${print(verbosity)}`;
  return [
    "IP ",
    `(tos 0x0, ttl 64, id 0, offset 0, flags [${isFragment ? "+" : "none"}], `,
    `proto TCP (6), length ${packet.length})\n    `,
    `${source}.${carried.readUInt16BE(0)} > ${destination}.${carried.readUInt16BE(2)}: `,
    `Flags [R.], ${sum}`,
    `seq ${sequence}:${sequence + octets.length}, ack ${carried.readUInt32BE(8)}, `,
    `win ${carried.readUInt16BE(14)}, length ${octets.length}`,
    line ?? `${text}${!isCut || isClosed ? "]" : ""}${isCut ? CUT : ""}`,
    "\n",
  ].join("");
}
