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
import { expectValues } from "./expectation.js";
import { endsOf, ethernetFrame, type IpVersion } from "./sample-packet.js";
import { unknownCodesOf } from "./samples-diagnostic.js";
import type { Sample } from "./write-frames.js";
import { writePcap } from "./write-pcap.js";

/** A file that tcpdump's own test suite reads. */
export interface TcpdumpTest extends Sample {
  /** The only line of releases that it is for; without it, for all. */
  readonly release?: string;
}

/**
 * Captures for tcpdump's own test suite, and what it must print of them; the lists in
 * templates/tcpdump/tests name them. With `guesses`, what only its shape speaks for is read too.
 */
export function makeTcpdumpTests(model: Model, guesses = false): readonly TcpdumpTest[] {
  const shapes = guesses ? model.formats.filter(isShape) : [];
  const whole = wholePayloads(model, shapes);
  return [
    ...testsOf("tcp_rst_diagnostic", 4, whole),
    ...testsOf("tcp_rst_diagnostic-ipv6", 6, whole),
    ...testsOf("tcp_rst_diagnostic-trunc", 4, cutPayloads(model, shapes)),
  ];
}

/** How many `-v` tcpdump gets. */
const VERBOSITIES = [0, 1, 2, 3];

/** A capture of payloads, and what is printed of it with each number of `-v`. */
function testsOf(
  name: string,
  version: IpVersion,
  payloads: readonly TestPayload[],
): readonly TcpdumpTest[] {
  const packets = payloads.map((payload, at) => packetOf(version, payload, at));
  const outputs = VERBOSITIES.flatMap((verbosity): readonly TcpdumpTest[] => {
    const print = (lengthWord: string) => {
      const lines = packets.map((packet, at) => printLine(packet, at + 1, verbosity, lengthWord));
      return Buffer.from(lines.join(""));
    };
    const output = verbosity === 0 ? name : `${name}-${"v".repeat(verbosity)}`;
    const file = { name: `${output}.out`, content: print(", payload length") };
    if (version === 4 || verbosity === 0) return [file];
    // 4.99.6 changed a colon into a comma.
    const content = print(" payload length:");
    return [file, { name: `${output}-4.99.5.out`, content, release: "4.99" }];
  });
  const capture = writePcap({
    byteOrder: "little",
    resolution: "microseconds",
    linkType: LINK_TYPE.ETHERNET,
    snapLength: 262_144,
    packets: packets.map(({ frame, cutOctets = 0 }, at) => ({
      timeNanoseconds: BigInt(at) * 1_000_000n,
      octets: frame.subarray(0, frame.length - cutOctets),
      originalLength: frame.length,
    })),
  });
  return [{ name: `${name}.pcap`, content: capture }, ...outputs];
}

/** A payload of the test suite, and what tcpdump prints of it. */
interface TestPayload {
  readonly octets: Uint8Array;
  /** Octets that the snapshot length cut from the end; none where absent. */
  readonly cutOctets?: number;
  /** What stands between ` [RST: ` and the end with `-v`. */
  readonly print: (verbosity: number) => string;
  readonly isText?: true;
}

const INVALID = " (invalid)";
const CUT = " [|tcp]";
const UNKNOWN_PEN = 0xffffffff;
const PLAIN_TEXT = "go away!";

/** Whole payloads: known, unknown, of a vendor, malformed, and one that is text. */
function wholePayloads(model: Model, shapes: readonly ShapeFormat[]): readonly TestPayload[] {
  return [
    ...model.diagnosticFormats.flatMap((format) => [
      ...valuesOf(model, format).map((values) => statedPayload(model, format, values)),
      ...[4, format.length.octets + 4].map((length) => wrongLength(format, length, 0)),
    ]),
    ...shapes.map((shape) => shapePayload(shape, 0)),
    // What RFC 1122 section 4.2.2.12 speaks of, as long as a diagnostic payload.
    { octets: Buffer.from(PLAIN_TEXT), print: () => PLAIN_TEXT, isText: true },
  ];
}

/** Payloads that the snapshot length cut; of the right length only that is printed. */
function cutPayloads(model: Model, shapes: readonly ShapeFormat[]): readonly TestPayload[] {
  return [
    ...model.diagnosticFormats.flatMap((format) => [
      { octets: encodePayload(format, {}), cutOctets: 2, print: () => "" },
      wrongLength(format, format.length.octets + 4, 5),
    ]),
    ...shapes.map((shape) => shapePayload(shape, 500)),
  ];
}

function valuesOf({ vendors }: Model, format: DiagnosticFormat): readonly FieldValues[] {
  const usable = format.registry.rows.filter(isUsable);
  const known = [usable[0]?.first, usable.at(-1)?.last].filter((code) => code !== undefined);
  // A full registry has no unknown code.
  const unknown = unknownCodesOf(format.registry).at(-1) ?? LAST_CODE;
  const own = [...new Set(known), 0, unknown].map((code) => codeValues(format, code, 0));
  const ofVendor = vendors.slice(0, 1).flatMap(({ pen, registry }) => {
    return registry.rows.slice(0, 1).map(({ first }) => codeValues(format, first, pen));
  });
  const ofOthers = [0, 1].map((code) => codeValues(format, code, UNKNOWN_PEN));
  return [...own, ...ofVendor, ...ofOthers];
}

function statedPayload(model: Model, format: DiagnosticFormat, values: FieldValues): TestPayload {
  const facts = expectValues(model, format, values);
  const { reasonCode, pen, reason = "", numbers, status } = facts;
  const code = `code ${reasonCode}, pen ${pen}`;
  const more = format.fields
    .filter(({ kind }) => kind === "number")
    .map(({ name }) => `, ${name} ${numbers[recordMember(name)]}`);
  const end = `${more.join("")}${status === "malformed" ? INVALID : ""}`;
  const print = (verbosity: number) => {
    const words = tcpdumpWords(reason, pen, verbosity);
    return `${words === "" ? code : verbosity < 3 ? words : `${words} (${code})`}${end}`;
  };
  return { octets: encodePayload(format, values), print };
}

function wrongLength(format: DiagnosticFormat, length: number, cutOctets: number): TestPayload {
  const complaint = `length ${length} != ${format.length.octets}${INVALID}`;
  return { octets: encodePayload(format, {}, length), cutOctets, print: () => complaint };
}

function shapePayload(shape: ShapeFormat, cutOctets: number): TestPayload {
  const { name } = shape.reasonCode;
  const code = knownCodes(shape.registry).at(-1)?.last ?? 0;
  const octets = encodePayload(shape, { [name]: code });
  return { octets, cutOctets, print: () => `${name} ${code}` };
}

interface TestPacket extends TestPayload {
  readonly version: IpVersion;
  /** Of the whole frame. */
  readonly frame: Uint8Array;
}

const FIRST_PORT = 40000;

/** Each on a connection of its own, or tcpdump would count from the first one's numbers. */
function packetOf(version: IpVersion, payload: TestPayload, at: number): TestPacket {
  const frame = ethernetFrame(version, payload.octets, { sourcePort: FIRST_PORT + at });
  return { ...payload, version, frame };
}

const ETHERNET_OCTETS = 14;

/** What tcpdump prints for a packet with `-#`, `-n` and `-t`. */
function printLine(
  { version, octets, frame, cutOctets = 0, print, isText }: TestPacket,
  number: number,
  verbosity: number,
  lengthWord: string,
): string {
  const { source, destination } = endsOf(version);
  const headerOctets = version === 4 ? 20 : 40;
  const packet = Buffer.from(frame).subarray(ETHERNET_OCTETS);
  const segment = packet.subarray(headerOctets);
  const sequence = segment.readUInt32BE(4);
  const isCut = cutOctets > 0;
  const header =
    version === 4
      ? ` (tos 0x0, ttl 64, id 0, offset 0, flags [none], proto TCP (6), length ${packet.length})\n   `
      : ` (hlim 64, next-header TCP (6)${lengthWord} ${segment.length})`;
  // The check of the sum needs the whole segment.
  const sum = `cksum 0x${segment.toString("hex", 16, 18)} (correct), `;
  const stated = ` [RST${isText ? "" : ":"} ${print(verbosity)}${isCut ? CUT : "]"}`;
  return [
    `${String(number).padStart(5)}  `,
    `${version === 4 ? "IP" : "IP6"}${verbosity > 0 ? header : ""} `,
    `${source}.${segment.readUInt16BE(0)} > ${destination}.${segment.readUInt16BE(2)}: `,
    `Flags [R.], ${verbosity > 0 && !isCut ? sum : ""}`,
    `seq ${sequence}:${sequence + octets.length}, ack ${segment.readUInt32BE(8)}, `,
    `win ${segment.readUInt16BE(14)}, length ${octets.length}`,
    // Without -v, a cut is all that is printed of a payload, by 4.99.6 and later.
    verbosity > 0 ? stated : isCut ? CUT : "",
    "\n",
  ].join("");
}
