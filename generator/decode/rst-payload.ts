import { concatOctets, showLatin1 } from "../capture/octets.js";
import type { DiagnosticFormat } from "../model/format.js";
import type { Model } from "../model/model.js";
import { encodePayload, type FieldValues, isShape } from "../model/payload.js";
import { readPayload } from "./read-payload.js";
import { readTable } from "./read-table.js";
import { parsePayloadText, type RstText } from "./rst-text.js";

/** Stock tcpdump prints no more octets of an RST's payload. */
const PRINTED_OCTETS = 30;
const NOTHING = new Uint8Array();

/** The payload of an RST segment, as far as a text tells it. */
interface RebuiltPayload {
  /** From its beginning; none where the text does not tell. */
  readonly octets: Uint8Array;
  /** Whether a reason was printed, in words or numbers that no format has. */
  readonly isUnreadable: boolean;
}

/**
 * Makes the payload anew of what tcpdump printed behind the segment's length: `[RST: code 14, pen 0]`
 * of a patched one, the text or the escaped octets of any. Only numbers identify a reason: words
 * differ between builds.
 */
export function rebuildPayload(
  model: Model,
  text: string | undefined,
  lengthBytes: number,
): RebuiltPayload {
  if (text === undefined || lengthBytes === 0) return { octets: NOTHING, isUnreadable: false };
  const stated = parsePayloadText(text);
  if (stated === undefined) {
    return { octets: readPrinted(text, lengthBytes), isUnreadable: false };
  }
  const octets = stated.kind === "unreadable" ? undefined : encode(model, stated, lengthBytes);
  return { octets: octets ?? NOTHING, isUnreadable: octets === undefined };
}

function readPrinted(text: string, lengthBytes: number): Uint8Array {
  const [, isCut, plus, printed] = /^ \[(!?)RST(\+?) (.*)$/.exec(text) ?? [];
  if (printed === undefined) return NOTHING;
  const count = plus === "" ? lengthBytes : PRINTED_OCTETS;
  if (count > PRINTED_OCTETS) return NOTHING;
  const octets = readEscaped(printed, count);
  if (octets !== undefined) return plus === "" ? octets : complete(octets, lengthBytes);
  return isCut === "!" ? readCut(printed, count) : NOTHING;
}

/** Of a payload that the snapshot length cut, fewer octets are printed than the length says. */
function readCut(text: string, most: number): Uint8Array {
  for (let count = most - 1; count > 0; count -= 1) {
    const octets = readEscaped(text, count);
    if (octets !== undefined) return octets;
  }
  return NOTHING;
}

const BIG_IP = /^(BIG-IP: \[0x[0-9a-f]+:\d+\] )(.*)$/;
const PEER = "{peer} ";

let causes: readonly string[] | undefined;

/** A known text has one beginning and one length; what is not known stays cut. */
function complete(octets: Uint8Array, lengthBytes: number): Uint8Array {
  const [, head, start] = BIG_IP.exec(showLatin1(octets)) ?? [];
  if (head === undefined || start === undefined) return octets;
  causes ??= readTable("big-ip-causes.tsv").flatMap(([cause]) => cause ?? []);
  const found = causes
    .flatMap((cause) => [cause, `${PEER}${cause}`])
    .filter((cause) => cause.startsWith(start) && head.length + cause.length === lengthBytes);
  return found.length === 1
    ? Uint8Array.from(`${head}${found[0]}`, (one) => one.charCodeAt(0))
    : octets;
}

function encode(
  model: Model,
  stated: Exclude<RstText, { readonly kind: "unreadable" }>,
  lengthBytes: number,
): Uint8Array | undefined {
  if (stated.kind === "shape") return encodeShape(model, stated, lengthBytes);
  const expected = stated.kind === "wrong-length" ? stated.expectedBytes : lengthBytes;
  const format = model.diagnosticFormats.find(
    (one) => one.length.octets === expected && hasNumbers(one, stated),
  );
  return format && payloadOf(format, stated, lengthBytes);
}

/** A payload of a format without a magic number: the code, then zeros, or no more than the code. */
function encodeShape(
  model: Model,
  { name, value, truncated }: Extract<RstText, { readonly kind: "shape" }>,
  lengthBytes: number,
): Uint8Array | undefined {
  const format = model.formats
    .filter(isShape)
    .find(({ reasonCode, length }) => reasonCode.name === name && length.least === lengthBytes);
  if (!format || value >= 2 ** format.reasonCode.widthBits) return undefined;
  const { offsetBytes, widthBits } = format.reasonCode;
  const captured = truncated ? offsetBytes + widthBits / 8 : lengthBytes;
  const octets = encodePayload(format, { [name]: value }, captured);
  return readPayload(model, { octets, lengthBytes })?.format === format.id ? octets : undefined;
}

function hasNumbers({ fields }: DiagnosticFormat, stated: RstText): boolean {
  if (stated.kind !== "stated") return true;
  const names = fields.flatMap(({ kind, name }) => (kind === "number" ? [name] : []));
  const printed = Object.keys(stated.numbers ?? {});
  return names.length === printed.length && names.every((name) => printed.includes(name));
}

/** Of a payload that is cut or has a wrong length, all that is known is that it has the magic number. */
function payloadOf(
  format: DiagnosticFormat,
  stated: Exclude<RstText, { readonly kind: "shape" | "unreadable" }>,
  lengthBytes: number,
): Uint8Array | undefined {
  const magic = encodePayload(format, {}, format.magic.offsetBytes + format.magic.widthBits / 8);
  switch (stated.kind) {
    case "stated": {
      const { reasonCode, pen, numbers } = stated;
      if (reasonCode === undefined || pen === undefined) return undefined;
      const own = { [format.reasonCode.name]: reasonCode, [format.pen.name]: pen };
      const values: FieldValues = { ...numbers, ...own };
      const fits = format.fields.every(
        ({ name, widthBits }) => (values[name] ?? 0) < 2 ** widthBits,
      );
      return fits ? encodePayload(format, values) : undefined;
    }
    case "truncated":
      return magic;
    case "wrong-length": {
      const captured = stated.truncated ? 0 : Math.min(lengthBytes, 65535);
      const behind = Math.max(0, captured - magic.length);
      return concatOctets([magic, new Uint8Array(behind)]);
    }
    default: {
      const never: never = stated;
      return never;
    }
  }
}

/**
 * What tcpdump prints of an octet: itself where it is printable ASCII, `^` and another letter for a
 * control character, and `M-` ahead of either for one above 127.
 */
interface Printed {
  readonly octet: number;
  readonly length: number;
}

/** The ways to read what stands at one place, the escape first: a text may have its characters too. */
function readingsAt(text: string, at: number): readonly Printed[] {
  const found: Printed[] = [];
  const isHigh = text.startsWith("M-", at) && at + 2 < text.length;
  if (isHigh) {
    const low = lowOctetAt(text, at + 2);
    if (low !== undefined) found.push({ octet: low.octet | 0x80, length: low.length + 2 });
  }
  const low = lowOctetAt(text, at);
  if (low !== undefined) found.push(low);
  const code = text.charCodeAt(at);
  // A caret that is one.
  if (low !== undefined && low.length > 1) found.push({ octet: code, length: 1 });
  return found;
}

function lowOctetAt(text: string, at: number): Printed | undefined {
  const code = text.charCodeAt(at);
  if (Number.isNaN(code) || code < 0x20 || code > 0x7e) return undefined;
  if (code !== 0x5e) return { octet: code, length: 1 };
  const next = text.charCodeAt(at + 1);
  const isControl = next === 0x3f || (next >= 0x40 && next <= 0x5f);
  return isControl ? { octet: next ^ 0x40, length: 2 } : { octet: code, length: 1 };
}

/**
 * Reads so many octets that tcpdump printed at the beginning of `text`, before a closing bracket.
 * Where characters of a payload look like escapes, their number tells which they are. Undefined where
 * none fits.
 */
function readEscaped(text: string, count: number): Uint8Array | undefined {
  const octets = new Uint8Array(count);
  const dead = new Set<number>();
  const read = (at: number, index: number): boolean => {
    if (index === count) return text[at] === "]";
    const place = at * (count + 1) + index;
    if (dead.has(place)) return false;
    for (const { octet, length } of readingsAt(text, at)) {
      octets[index] = octet;
      if (read(at + length, index + 1)) return true;
    }
    dead.add(place);
    return false;
  };
  return read(0, 0) ? octets : undefined;
}
