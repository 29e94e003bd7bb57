import { knownCodes } from "../../model/code-range.js";
import type { DiagnosticFormat } from "../../model/format.js";
import { LAST_CODE } from "../../model/identifiers.js";
import type { Model } from "../../model/model.js";
import { recordMember } from "../../model/record.js";
import { findCause, isUsable, type Registry } from "../../model/registry.js";
import type { ExpectedFacts } from "../../samples/expectation.js";
import { ethernetFrame, type IpVersion } from "../../samples/sample-packet.js";
import { encodePayload, expectValues, type FieldValues } from "../../samples/sample-payload.js";
import { tcpdumpText } from "../text/escape.js";
import type { Generator } from "../text/target.js";
import { type ShapeFormat, shapeFormats } from "./figure.js";

/** How many `-v` tcpdump gets. */
export type Verbosity = 0 | 1 | 2 | 3;

/** All that tcpdump is asked for in tests. */
export const VERBOSITIES: readonly Verbosity[] = [0, 1, 2, 3];

const INVALID = " (invalid)";
const CUT = " [|tcp]";

/** What stands behind the length of a segment that states a reason: nothing without `-v`. */
function statedText(format: DiagnosticFormat, facts: ExpectedFacts, verbosity: Verbosity): string {
  if (verbosity === 0) return "";
  const { reasonCode, pen, reason = "", numbers, status } = facts;
  // A vendor's words stand where upstream prints numbers alone, so they need one more -v.
  const words = verbosity > (pen === 0 ? 1 : 2) ? tcpdumpText(reason) : "";
  const code = `code ${reasonCode}, pen ${pen}`;
  const cause = words === "" ? code : verbosity < 3 ? words : `${words} (${code})`;
  const more = format.fields
    .filter(({ kind }) => kind === "number")
    .map(({ name }) => `, ${name} ${numbers[recordMember(name)]}`);
  return ` [RST: ${cause}${more.join("")}${status === "malformed" ? INVALID : ""}]`;
}

/** The same of a segment whose payload has the magic number, and another length. */
function wrongLengthText(
  format: DiagnosticFormat,
  lengthBytes: number,
  end: "whole" | "cut",
  verbosity: Verbosity,
): string {
  if (verbosity === 0) return end === "cut" ? cutText(verbosity) : "";
  const complaint = `length ${lengthBytes} != ${format.length.octets}${INVALID}`;
  return ` [RST: ${complaint}${end === "cut" ? CUT : "]"}`;
}

/** The same of a segment whose payload has a known shape: the number that is in it, at any verbosity. */
function shapeText(
  { reasonCode }: ShapeFormat,
  code: number,
  end: "whole" | "cut",
  verbosity: Verbosity,
): string {
  if (verbosity === 0) return end === "cut" ? cutText(verbosity) : "";
  return ` [RST: ${reasonCode.name} ${code}${end === "cut" ? CUT : "]"}`;
}

/** The same of a segment of the right length that was cut; 4.99.6 and later say so without -v too. */
function cutText(verbosity: Verbosity): string {
  return verbosity === 0 ? CUT : ` [RST: ${CUT}`;
}

/** A packet of tcpdump's own test suite, and what tcpdump prints behind the segment's length. */
export interface TestPacket {
  readonly version: IpVersion;
  /** An Ethernet frame, whole. */
  readonly octets: Uint8Array;
  /** Octets that are missing at its end in the capture. */
  readonly cutOctets: number;
  readonly text: (verbosity: Verbosity) => string;
}

interface TestPayload {
  readonly octets: Uint8Array;
  readonly cutOctets?: number;
  readonly text: (verbosity: Verbosity) => string;
}

const FIRST_PORT = 40000;
const UNKNOWN_PEN = 0xffffffff;
const PLAIN_TEXT = "go away!";

type PacketOptions = Pick<Generator, "tcpdumpGuesses">;

/** Whole payloads: known, unknown, of a vendor, malformed, and one that is text. */
export function wholePackets(
  model: Model,
  version: IpVersion,
  { tcpdumpGuesses = false }: PacketOptions,
): readonly TestPacket[] {
  const stated = model.diagnosticFormats.flatMap((format) => [
    ...valuesOf(model, format).map((values) => statedPayload(model, format, values)),
    ...[4, format.length.octets + 4].map((length) => wrongLength(format, length, 0)),
  ]);
  const shapes = tcpdumpGuesses ? shapeFormats(model).map((shape) => shapePayload(shape, 0)) : [];
  return [...stated, ...shapes, plainText()].map((payload, at) => packetOf(version, payload, at));
}

/** Payloads that the snapshot length cut. */
export function cutPackets(
  model: Model,
  version: IpVersion,
  { tcpdumpGuesses = false }: PacketOptions,
): readonly TestPacket[] {
  const stated = model.diagnosticFormats.flatMap((format) => [
    { octets: encodePayload(format, {}), cutOctets: 2, text: cutText },
    wrongLength(format, format.length.octets + 4, 5),
  ]);
  const shapes = tcpdumpGuesses ? shapeFormats(model).map((shape) => shapePayload(shape, 500)) : [];
  return [...stated, ...shapes].map((payload, at) => packetOf(version, payload, at));
}

function valuesOf({ vendors }: Model, format: DiagnosticFormat): readonly FieldValues[] {
  const usable = format.registry.rows.filter(isUsable);
  const known = [usable[0]?.first, usable.at(-1)?.last].filter((code) => code !== undefined);
  const [vendor] = vendors;
  const vendorCode = vendor?.registry.rows[0]?.first;
  const causes = [
    ...[...new Set(known), 0, unknownCode(format.registry)].map((code) => ({ code, pen: 0 })),
    ...(vendor && vendorCode !== undefined ? [{ code: vendorCode, pen: vendor.pen }] : []),
    { code: 0, pen: UNKNOWN_PEN },
    { code: 1, pen: UNKNOWN_PEN },
  ];
  return causes.map(({ code, pen }) => ({
    [format.reasonCode.name]: code,
    [format.pen.name]: pen,
  }));
}

/** The last code that the registry does not know; a full one has none, and then it is known. */
function unknownCode(registry: Registry): number {
  let code: number = LAST_CODE;
  while (code > 0 && findCause(registry, code)) code -= 1;
  return code === 0 ? LAST_CODE : code;
}

function statedPayload(model: Model, format: DiagnosticFormat, values: FieldValues): TestPayload {
  const facts = expectValues(model, format, values);
  return {
    octets: encodePayload(format, values),
    text: (verbosity) => statedText(format, facts, verbosity),
  };
}

function wrongLength(
  format: DiagnosticFormat,
  lengthBytes: number,
  cutOctets: number,
): TestPayload {
  const octets = new Uint8Array(lengthBytes);
  octets.set(encodePayload(format, {}).subarray(0, lengthBytes));
  const end = cutOctets === 0 ? "whole" : "cut";
  return {
    octets,
    cutOctets,
    text: (verbosity) => wrongLengthText(format, lengthBytes, end, verbosity),
  };
}

function shapePayload(shape: ShapeFormat, cutOctets: number): TestPayload {
  const code = knownCodes(shape.registry).at(-1)?.last ?? 0;
  const { offsetBytes, widthBits } = shape.reasonCode;
  const octets = Buffer.alloc(shape.length.least);
  octets.writeUIntBE(code, offsetBytes, widthBits / 8);
  const end = cutOctets === 0 ? "whole" : "cut";
  return { octets, cutOctets, text: (verbosity) => shapeText(shape, code, end, verbosity) };
}

/** What RFC 1122 section 4.2.2.12 speaks of, as long as a diagnostic payload. */
function plainText(): TestPayload {
  const octets = new TextEncoder().encode(PLAIN_TEXT);
  return { octets, text: (verbosity) => (verbosity === 0 ? "" : ` [RST ${PLAIN_TEXT}]`) };
}

/** Each on a connection of its own, or tcpdump would count from the first one's numbers. */
function packetOf(version: IpVersion, payload: TestPayload, at: number): TestPacket {
  const { octets, cutOctets = 0, text } = payload;
  const frame = ethernetFrame(version, octets, { sourcePort: FIRST_PORT + at });
  return { version, octets: frame, cutOctets, text };
}
