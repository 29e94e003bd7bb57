import type { DiagnosticFormat } from "../model/format.js";
import { LAST_CODE, LAST_VENDOR_PEN } from "../model/identifiers.js";
import type { Model } from "../model/model.js";
import { codeValues, encodePayload } from "../model/payload.js";
import { findCause, isUsable, type Registry } from "../model/registry.js";
import {
  type ExpectedFacts,
  expectOpaque,
  expectValues,
  expectWrongLength,
} from "./expectation.js";
import { overBoth, overIpv4, type SamplePacket } from "./sample-packet.js";

/** Every code that the registries know, over both versions of IP, made as they are asked for. */
export function* registeredCodes(model: Model): Generator<SamplePacket> {
  for (const format of model.diagnosticFormats) {
    for (const { pen, registry } of [{ pen: 0, registry: format.registry }, ...model.vendors]) {
      for (const { first, last, description } of registry.rows.filter(isUsable)) {
        for (const code of new Set([first, last])) {
          yield* bothVersions(model, format, { code, pen, description });
        }
      }
    }
  }
}

/** Codes and enterprises that no registry of the pack knows: valid, and shown as numbers. */
export function unknownCodes(model: Model): readonly SamplePacket[] {
  return model.diagnosticFormats.flatMap((format) => {
    const unknownPens = [unknownPen(model), LAST_VENDOR_PEN, 0xffffffff];
    const owners = [{ pen: 0, registry: format.registry }, ...model.vendors.slice(0, 1)];
    const stated = [
      ...owners.flatMap(({ pen, registry }) =>
        unknownCodesOf(registry).map((code) => {
          return { code, pen, description: "a code that the registry does not know" };
        }),
      ),
      ...unknownPens.map((pen) => ({ code: 14, pen, description: "an unknown enterprise" })),
    ];
    return stated.flatMap((one) => bothVersions(model, format, one));
  });
}

/** What the specification draws, octet for octet: here the octets come from it, not from us. */
export function specificationExamples(model: Model): readonly SamplePacket[] {
  return model.diagnosticFormats.flatMap((format) =>
    format.examples.map(({ title, section, octets, values }) => {
      const facts = expectValues(model, format, Object.fromEntries(values));
      const sentence = `${model.specification}, section ${section}: ${title}`;
      return overIpv4(sentence, Uint8Array.from(octets), { facts });
    }),
  );
}

interface Stated {
  readonly code: number;
  readonly pen: number;
  readonly description: string;
}

function bothVersions(
  model: Model,
  format: DiagnosticFormat,
  { code, pen, description }: Stated,
): readonly SamplePacket[] {
  const values = codeValues(format, code, pen);
  const facts = expectValues(model, format, values);
  const end = `: code ${code}, pen ${pen}: ${description}`;
  return overBoth(format.title, encodePayload(format, values), { facts }, end);
}

/** The first code that a registry leaves free, and the last one there is; a full one has none. */
export function unknownCodesOf(registry: Registry): readonly number[] {
  let first = 1;
  while (findCause(registry, first)) first += 1;
  return [...new Set([first, LAST_CODE])].filter(
    (code) => code <= LAST_CODE && !findCause(registry, code),
  );
}

function unknownPen({ vendorByPen }: Model): number {
  let pen = 1;
  while (vendorByPen.has(pen)) pen += 1;
  return pen;
}

/** Lengths around that of a format, and those of a large payload and a full segment. */
const LENGTHS = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 1000, 1460];

/** Payloads with a magic number that receivers must ignore (draft section 4.2). */
export function malformed(model: Model): readonly SamplePacket[] {
  const pens = [0, ...model.vendors.slice(0, 1).map(({ pen }) => pen)];
  return model.diagnosticFormats.flatMap((format) => {
    const what = `${format.title}: malformed`;
    const { octets: right } = format.length;
    const wrongLengths = LENGTHS.filter((length) => length !== right).map((length) => {
      const payload = encodePayload(format, codeValues(format, 14, 0), length);
      const facts = expectWrongLength(format, false);
      return overIpv4(`${what}, ${length} octets instead of ${right}`, payload, { facts });
    });
    const wrongValues = format.malformedValues.flatMap(({ field, value, when, problem }) => {
      const wrong = when === "is" ? value : (value + 1) % 2 ** field.widthBits;
      return pens.map((pen) => {
        const values = { ...codeValues(format, 1, pen), [field.name]: wrong };
        const sentence = `${what}, ${field.name} ${wrong}, pen ${pen}: ${problem}`;
        const facts = expectValues(model, format, values);
        return overIpv4(sentence, encodePayload(format, values), { facts });
      });
    });
    return [...wrongLengths, ...wrongValues];
  });
}

/** One payload cut by the snapshot length at each of its octets, then malformed ones cut too. */
export function truncated(model: Model): readonly SamplePacket[] {
  return model.diagnosticFormats.flatMap((format) => {
    const { title, length, magic } = format;
    const cut = (
      what: string,
      payload: Uint8Array,
      factsOf: (captured: number) => ExpectedFacts,
    ): readonly SamplePacket[] =>
      Array.from(payload, (_, captured) => {
        const sentence = `${title}${what} ${captured} of ${payload.length} octets captured`;
        // Of half a magic number nobody can say what it is; of nothing there is nothing to say.
        const unknown = captured === 0 ? {} : expectOpaque(model, true);
        const isKnown = captured >= magic.widthBits / 8;
        return overIpv4(
          sentence,
          payload,
          isKnown ? { facts: factsOf(captured) } : unknown,
          captured,
        );
      });
    const whole = [14, 0].flatMap((code) => {
      const values = codeValues(format, code, 0);
      const facts = (captured: number) => expectValues(model, format, values, captured);
      return cut(`, code ${code}:`, encodePayload(format, values), facts);
    });
    // Cut to the right length, a wrong one must not look right.
    const long = encodePayload(format, codeValues(format, 14, 0), length.octets + 4);
    return [...whole, ...cut(": malformed,", long, () => expectWrongLength(format, true))];
  });
}
