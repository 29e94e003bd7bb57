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
import { recordMember } from "../model/record.js";
import { findCause, isUsable, type Registry } from "../model/registry.js";
import { tcpdumpWords } from "../model/tcpdump-text.js";
import { expectValues } from "./expectation.js";
import { endsOf, ethernetFrame, type IpVersion } from "./sample-packet.js";
import type { Sample } from "./write-frames.js";
import { writePcap } from "./write-pcap.js";

/** How many `-v` tcpdump gets. */
type Verbosity = 0 | 1 | 2 | 3;
const VERBOSITIES: readonly Verbosity[] = [0, 1, 2, 3];

/** How an IPv6 header is printed with -v: 4.99.6 changed a colon into a comma. */
type Ipv6Style = "4.99.0" | "4.99.6";

/** A file that tcpdump's own test suite reads. */
export interface TcpdumpTest extends Sample {
  /** The only line of releases that it is for; without it, for all. */
  readonly release?: string;
}

const CAPTURES = [
  { name: "tcp_rst_diagnostic", version: 4, make: wholePayloads },
  { name: "tcp_rst_diagnostic-ipv6", version: 6, make: wholePayloads },
  { name: "tcp_rst_diagnostic-trunc", version: 4, make: cutPayloads },
] as const;

/**
 * Captures for tcpdump's own test suite, and what it must print of them; the lists in
 * templates/tcpdump/tests name them. With `guesses`, what only its shape speaks for is read too.
 */
export function makeTcpdumpTests(model: Model, guesses = false): readonly TcpdumpTest[] {
  return CAPTURES.flatMap(({ name, version, make }) => {
    const payloads = make(model, guesses ? model.formats.filter(isShape) : []);
    const packets = payloads.map((payload, at) => packetOf(version, payload, at));
    const outputs = VERBOSITIES.flatMap((verbosity) => {
      const output = `${name}${verbosity === 0 ? "" : `-${"v".repeat(verbosity)}`}`;
      const print = (ipv6: Ipv6Style) => {
        const lines = packets.map((packet, at) => printLine(packet, at + 1, verbosity, ipv6));
        return Buffer.from(lines.join(""));
      };
      const file = { name: `${output}.out`, content: print("4.99.6") };
      if (version === 4 || verbosity === 0) return [file];
      const old = { name: `${output}-4.99.5.out`, content: print("4.99.0"), release: "4.99" };
      return [file, old];
    });
    return [{ name: `${name}.pcap`, content: pcapOf(packets) }, ...outputs];
  });
}

/** A payload of the test suite, and what tcpdump prints of it. */
interface TestPayload {
  readonly octets: Uint8Array;
  /** Octets that the snapshot length cut from the end; none where absent. */
  readonly cutOctets?: number;
  /** What stands between ` [RST: ` and the end with `-v`. */
  readonly print: (verbosity: Verbosity) => string;
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
  const [vendor] = vendors;
  const vendorCode = vendor?.registry.rows[0]?.first;
  return [
    ...[...new Set(known), 0, unknownCode(format.registry)].map((code) => [code, 0] as const),
    ...(vendor && vendorCode !== undefined ? [[vendorCode, vendor.pen] as const] : []),
    [0, UNKNOWN_PEN] as const,
    [1, UNKNOWN_PEN] as const,
  ].map(([code, pen]) => codeValues(format, code, pen));
}

/** The last code that the registry does not know; a full one has none, and then it is known. */
function unknownCode(registry: Registry): number {
  let code: number = LAST_CODE;
  while (code > 0 && findCause(registry, code)) code -= 1;
  return code === 0 ? LAST_CODE : code;
}

function statedPayload(model: Model, format: DiagnosticFormat, values: FieldValues): TestPayload {
  const facts = expectValues(model, format, values);
  const { reasonCode, pen, reason = "", numbers, status } = facts;
  const code = `code ${reasonCode}, pen ${pen}`;
  const more = format.fields
    .filter(({ kind }) => kind === "number")
    .map(({ name }) => `, ${name} ${numbers[recordMember(name)]}`);
  const end = `${more.join("")}${status === "malformed" ? INVALID : ""}`;
  const print = (verbosity: Verbosity) => {
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
const HEADER_OCTETS = { 4: 20, 6: 40 } as const;

/** What tcpdump prints for a packet with `-#`, `-n` and `-t`. */
function printLine(
  { version, octets, frame, cutOctets = 0, print, isText }: TestPacket,
  number: number,
  verbosity: Verbosity,
  ipv6: Ipv6Style,
): string {
  const { source, destination } = endsOf(version);
  const segment = Buffer.from(frame).subarray(ETHERNET_OCTETS + HEADER_OCTETS[version]);
  const sequence = segment.readUInt32BE(4);
  // The check of the sum needs the whole segment.
  const sum = `cksum 0x${segment.toString("hex", 16, 18)} (correct), `;
  const end = cutOctets > 0 ? CUT : "]";
  // Without -v, a cut is all that is printed of a payload, by 4.99.6 and later.
  const silent = cutOctets > 0 ? CUT : "";
  return [
    `${String(number).padStart(5)}  `,
    printIp(version, frame.length - ETHERNET_OCTETS, verbosity, ipv6),
    `${source}.${segment.readUInt16BE(0)} > ${destination}.${segment.readUInt16BE(2)}: `,
    `Flags [R.], ${verbosity > 0 && cutOctets === 0 ? sum : ""}`,
    `seq ${sequence}:${sequence + octets.length}, ack ${segment.readUInt32BE(8)}, `,
    `win ${segment.readUInt16BE(14)}, length ${octets.length}`,
    verbosity === 0 ? silent : ` [RST${isText ? "" : ":"} ${print(verbosity)}${end}`,
    "\n",
  ].join("");
}

function printIp(
  version: IpVersion,
  totalLength: number,
  verbosity: Verbosity,
  ipv6: Ipv6Style,
): string {
  const protocol = version === 4 ? "IP" : "IP6";
  if (verbosity === 0) return `${protocol} `;
  if (version === 4) {
    const header = "tos 0x0, ttl 64, id 0, offset 0, flags [none], proto TCP (6)";
    return `${protocol} (${header}, length ${totalLength})\n    `;
  }
  const length = ipv6 === "4.99.0" ? " payload length:" : ", payload length";
  return `${protocol} (hlim 64, next-header TCP (6)${length} ${totalLength - HEADER_OCTETS[6]}) `;
}

function pcapOf(packets: readonly TestPacket[]): Uint8Array {
  return writePcap({
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
}
