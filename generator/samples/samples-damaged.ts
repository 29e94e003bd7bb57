import type { DiagnosticFormat } from "../model/format.js";
import type { Model } from "../model/model.js";
import { ethernetFrame, type SamplePacket } from "./sample-packet.js";
import { encodePayload, expectOpaque, expectValues, expectWrongLength } from "./sample-payload.js";

/** Lengths around that of a format, and those of a large payload and a full segment. */
const LENGTHS = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 1000, 1460];

/** Payloads with a magic number that receivers must ignore (draft section 4.2). */
export function malformed(model: Model): readonly SamplePacket[] {
  return model.diagnosticFormats.flatMap((format) => [
    ...LENGTHS.filter((length) => length !== format.length.octets).map((length) => ({
      sentence: `${format.title}: malformed, ${length} octets instead of ${format.length.octets}`,
      facts: expectWrongLength(format, false),
      octets: ethernetFrame(4, payloadOfLength(format, length)),
    })),
    ...format.malformedValues.flatMap(({ field, value, when, problem }) => {
      const wrong = when === "is" ? value : (value + 1) % 2 ** field.widthBits;
      return pensToTry(model).map((pen) => {
        const values = { [format.reasonCode.name]: 1, [format.pen.name]: pen, [field.name]: wrong };
        return {
          sentence: `${format.title}: malformed, ${field.name} ${wrong}, pen ${pen}: ${problem}`,
          facts: expectValues(model, format, values),
          octets: ethernetFrame(4, encodePayload(format, values)),
        };
      });
    }),
  ]);
}

/** One payload cut by the snapshot length at each of its octets, then malformed ones cut too. */
export function truncated(model: Model): readonly SamplePacket[] {
  return model.diagnosticFormats.flatMap((format) => [
    ...cutsOf(format.length.octets).map((captured) => cutPayload(model, format, 14, captured)),
    ...cutsOf(format.length.octets).map((captured) => cutPayload(model, format, 0, captured)),
    ...cutsOf(format.length.octets + 4).map((captured) => cutLongPayload(model, format, captured)),
  ]);
}

function cutPayload(
  model: Model,
  format: DiagnosticFormat,
  code: number,
  captured: number,
): SamplePacket {
  const values = { [format.reasonCode.name]: code, [format.pen.name]: 0 };
  const { octets: length } = format.length;
  return {
    sentence: `${format.title}, code ${code}: ${captured} of ${length} octets captured`,
    ...(hasMagic(format, captured)
      ? { facts: expectValues(model, format, values, captured) }
      : withoutMagic(model, captured)),
    octets: ethernetFrame(4, encodePayload(format, values)),
    cutOctets: length - captured,
  };
}

/** Cut to the right length, a wrong one must not look right. */
function cutLongPayload(model: Model, format: DiagnosticFormat, captured: number): SamplePacket {
  const length = format.length.octets + 4;
  return {
    sentence: `${format.title}: malformed, ${captured} of ${length} octets captured`,
    ...(hasMagic(format, captured)
      ? { facts: expectWrongLength(format, true) }
      : withoutMagic(model, captured)),
    octets: ethernetFrame(4, payloadOfLength(format, length)),
    cutOctets: length - captured,
  };
}

/** A magic number needs all its octets captured. */
function hasMagic({ magic }: DiagnosticFormat, captured: number): boolean {
  return captured >= magic.widthBits / 8;
}

/** Of half a magic number nobody can say what it is; of nothing there is nothing to say. */
function withoutMagic(model: Model, captured: number) {
  return captured === 0 ? {} : expectOpaque(model, true);
}

function cutsOf(length: number): readonly number[] {
  return Array.from({ length }, (_, captured) => captured);
}

function payloadOfLength(format: DiagnosticFormat, length: number): Uint8Array {
  const whole = encodePayload(format, { [format.reasonCode.name]: 14, [format.pen.name]: 0 });
  const octets = new Uint8Array(length);
  octets.set(whole.subarray(0, length));
  return octets;
}

function pensToTry(model: Model): readonly number[] {
  return [0, ...model.vendors.slice(0, 1).map(({ pen }) => pen)];
}
