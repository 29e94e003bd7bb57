import type { DiagnosticFormat, Format } from "../model/format.js";
import type { Model } from "../model/model.js";
import { codeValues, encodePayload } from "../model/payload.js";
import type { Random } from "./random.js";

/** Most payloads are short; some fill a segment. */
const LENGTHS = [...Array.from({ length: 40 }, (_, length) => length), 255, 256, 1000, 1460];

/** A payload of an RST segment: one that states a reason, one that nearly does, or any octets. */
export function randomPayload(random: Random, model: Model): Buffer {
  const format = random.pick(model.diagnosticFormats);
  const stated = statedReason(random, model, format);
  const length = random.pick(LENGTHS);
  switch (random.below(10)) {
    case 0:
      return Buffer.alloc(0);
    case 1:
      return random.octets(length);
    case 2:
      return changeOctet(random, stated);
    case 3:
      return Buffer.concat([stated, random.octets(length)]).subarray(0, length);
    case 4:
      return Buffer.from("Connection refused".repeat(2).slice(0, length));
    case 5:
      return shapedLike(random, random.pick(model.formats));
    default:
      return stated;
  }
}

/** Codes and enterprises that are known, that are not, and those at the ends of their ranges. */
function statedReason(random: Random, model: Model, format: DiagnosticFormat): Buffer {
  const vendors = model.vendors.map(({ pen }) => pen);
  const code = random.pick([random.below(30), random.below(65_536), 0, 1, 65_535, 1234]);
  const pen = random.pick([0, 0, 0, ...vendors, random.below(2 ** 32), 1, 2 ** 32 - 1]);
  return Buffer.from(encodePayload(format, codeValues(format, code, pen)));
}

function changeOctet(random: Random, octets: Buffer): Buffer {
  octets[random.below(octets.length)] = random.below(256);
  return octets;
}

/** What one of the other formats may hold: its beginning and nearly its length, else anything. */
function shapedLike(random: Random, { length, magic, text, reasonCode }: Format): Buffer {
  const most = Math.min(length.most, length.least + 60);
  const size = Math.max(0, length.least - 1 + random.below(most - length.least + 3));
  const octets = text ? printable(random, size) : random.octets(size);
  for (const field of [magic, reasonCode]) {
    if (!field || field.offsetBytes + field.widthBits / 8 > size) continue;
    const value = field.kind === "magic" ? field.value : random.below(30);
    octets.writeUIntBE(value, field.offsetBytes, field.widthBits / 8);
  }
  return octets;
}

function printable(random: Random, size: number): Buffer {
  return Buffer.from(random.octets(size).map((octet) => 0x20 + (octet % 0x5f)));
}
