import type { DiagnosticFormat } from "../model/format.js";
import { LAST_CODE, LAST_VENDOR_PEN } from "../model/identifiers.js";
import type { Model } from "../model/model.js";
import { findCause, isUsable, type Registry } from "../model/registry.js";
import { ethernetFrame, type IpVersion, type SamplePacket } from "./sample-packet.js";
import { encodePayload, expectValues } from "./sample-payload.js";

/** Every code that the registries know, over both versions of IP, made as they are asked for. */
export function* registeredCodes(model: Model): Generator<SamplePacket> {
  for (const format of model.diagnosticFormats) {
    for (const { pen, registry } of [{ pen: 0, registry: format.registry }, ...model.vendors]) {
      for (const stated of usableCodes(registry)) {
        yield* bothVersions(model, format, { ...stated, pen });
      }
    }
  }
}

/** Of a range, its first and its last code. */
function usableCodes({ rows }: Registry): readonly Omit<Stated, "pen">[] {
  return rows
    .filter(isUsable)
    .flatMap(({ first, last, description }) =>
      [...new Set([first, last])].map((code) => ({ code, description })),
    );
}

/** Codes and enterprises that no registry of the pack knows: valid, and shown as numbers. */
export function unknownCodes(model: Model): readonly SamplePacket[] {
  return model.diagnosticFormats.flatMap((format) => {
    const description = "a code that the registry does not know";
    const strangers = [unknownPen(model), LAST_VENDOR_PEN, 0xffffffff];
    const owners = [{ pen: 0, registry: format.registry }, ...model.vendors.slice(0, 1)];
    return [
      ...owners.flatMap(({ pen, registry }) =>
        unknownCodesOf(registry).flatMap((code) =>
          bothVersions(model, format, { code, pen, description }),
        ),
      ),
      ...strangers.flatMap((pen) =>
        bothVersions(model, format, { code: 14, pen, description: "an unknown enterprise" }),
      ),
    ];
  });
}

/** What the specification draws, octet for octet: here the octets come from it, not from us. */
export function specificationExamples(model: Model): readonly SamplePacket[] {
  return model.diagnosticFormats.flatMap((format) =>
    format.examples.map(({ title, section, octets, values }) => ({
      sentence: `${model.specification}, section ${section}: ${title}`,
      facts: expectValues(model, format, Object.fromEntries(values)),
      octets: ethernetFrame(4, Uint8Array.from(octets)),
    })),
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
  const values = { [format.reasonCode.name]: code, [format.pen.name]: pen };
  const versions: readonly IpVersion[] = [4, 6];
  return versions.map((version) => ({
    sentence: `${format.title} over IPv${version}: code ${code}, pen ${pen}: ${description}`,
    facts: expectValues(model, format, values),
    octets: ethernetFrame(version, encodePayload(format, values)),
  }));
}

/** The first code that a registry leaves free, and the last one there is; a full one has none. */
function unknownCodesOf(registry: Registry): readonly number[] {
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
