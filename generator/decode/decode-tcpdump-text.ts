import { isIP } from "node:net";
import type { DiagnosticFormat } from "../model/format.js";
import type { Model } from "../model/model.js";
import { encodePayload, type FieldValues, isShape } from "../model/payload.js";
import { type Endpoint, type Reading, toRecord } from "../model/record.js";
import type { DecodeSink } from "./decode-capture.js";
import { readPayload } from "./read-payload.js";
import { parseRstText, parseSegmentText, type RstText, type SegmentText } from "./rst-text.js";
import { readFrameTexts } from "./tcpdump-frames.js";

/**
 * Reads what `tcpdump -n -v` or more printed and hands over each stated reason, as `decodeCapture`
 * does for captures. Only numbers identify a reason: texts differ between builds of tcpdump.
 * Rejects with `TcpdumpTextError`.
 */
export async function decodeTcpdumpText(
  model: Model,
  chunks: AsyncIterable<Uint8Array>,
  { consume, counts }: DecodeSink,
): Promise<void> {
  for await (const { number, time, text } of readFrameTexts(chunks)) {
    counts.frames += 1;
    const segment = parseSegmentText(text);
    // Without -v there is no header, and so nothing that says where a segment begins.
    if (!segment && /: Flags \[[^\]]*R/.test(text)) counts.unread += 1;
    if (!segment?.flags.includes("R")) continue;
    counts.resets += 1;
    const stated = parseRstText(text);
    if (!stated) continue;
    const ends = readEnds(segment);
    const reading = readStated(model, segment, stated);
    if (!ends || !reading) {
      counts.unread += 1;
      continue;
    }
    counts[reading.standing === "guess" ? "guessed" : "stated"] += 1;
    const sighting = { frame: number, ...(time !== undefined && { time }), ...ends };
    consume({ record: toRecord(sighting, reading), reading });
  }
}

/** Makes the payload anew, so that the reference decoder says what it means. */
function readStated(
  model: Model,
  { lengthBytes }: SegmentText,
  stated: RstText,
): Reading | undefined {
  if (stated.kind === "shape") return readShape(model, lengthBytes, stated);
  const expected = stated.kind === "wrong-length" ? stated.expectedBytes : lengthBytes;
  const format = model.diagnosticFormats.find(
    (one) => one.length.octets === expected && hasNumbers(one, stated),
  );
  const octets = format && payloadOf(format, stated, lengthBytes);
  return octets && readPayload(model, { octets, lengthBytes });
}

/** A payload of a format without a magic number: the code, then zeros, or no more than the code. */
function readShape(
  model: Model,
  lengthBytes: number,
  { name, value, truncated }: Extract<RstText, { readonly kind: "shape" }>,
): Reading | undefined {
  const format = model.formats
    .filter(isShape)
    .find(({ reasonCode, length }) => reasonCode.name === name && length.least === lengthBytes);
  if (!format || value >= 2 ** format.reasonCode.widthBits) return undefined;
  const { offsetBytes, widthBits } = format.reasonCode;
  const captured = truncated ? offsetBytes + widthBits / 8 : lengthBytes;
  const octets = encodePayload(format, { [name]: value }, captured);
  const reading = readPayload(model, { octets, lengthBytes });
  return reading?.format === format.id ? reading : undefined;
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
  stated: Exclude<RstText, { readonly kind: "shape" }>,
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
      return Buffer.concat([magic, Buffer.alloc(behind)]);
    }
    default:
      return undefined;
  }
}

/** The innermost addresses and ports ahead of the flags; names, as without -n, are none. */
function readEnds({ ahead }: SegmentText): Record<"source" | "destination", Endpoint> | undefined {
  const pairs = [...ahead.matchAll(/(\S+) > (\S+): /g)].map(([, from = "", to = ""]) => [from, to]);
  const [before, last] = pairs.slice(-2).length === 2 ? pairs.slice(-2) : [undefined, pairs[0]];
  const [from = "", to = ""] = last ?? [];
  const isPorts = /^\d+$/.test(from) && /^\d+$/.test(to);
  const ends = isPorts ? [`${before?.[0]}.${from}`, `${before?.[1]}.${to}`] : [from, to];
  const [source, destination] = ends.map(readEnd);
  return source && destination && { source, destination };
}

function readEnd(text: string): Endpoint | undefined {
  const { address = "", port = "" } = /^(?<address>.+)\.(?<port>\d+)$/.exec(text)?.groups ?? {};
  const isEnd = isIP(address) !== 0 && Number(port) <= 0xffff;
  return isEnd ? { address, port: Number(port) } : undefined;
}
