import type {
  DiagnosticFormat,
  Field,
  Format,
  FormatLength,
  MagicField,
  MalformedValue,
  PatternPart,
  PenField,
  ReasonCodeField,
} from "../model/format.js";
import type { Registry } from "../model/registry.js";
import {
  type FieldData,
  type FormatData,
  isNumeric,
  type LengthData,
  type MalformedData,
  type NumericFieldData,
  type PatternPartData,
} from "./definition.js";

/** SEG.LEN is less than this: the IP packet's length has 16 bits. */
const LONGEST_OCTETS = 0xffff;

/** A format of the definition, which the rules have checked. Throws where they did not. */
export function buildFormat(
  data: FormatData,
  specification: string,
  registries: readonly Registry[],
): Format {
  const placed = placeFields(data.fields);
  const fields = placed.flatMap(({ field, offsetBytes }) =>
    isNumeric(field) ? [buildField(field, offsetBytes)] : [],
  );
  const magic = fields.find((field): field is MagicField => field.kind === "magic");
  const reasonCode = fields.find((field): field is ReasonCodeField => field.kind === "reason-code");
  const pen = fields.find((field): field is PenField => field.kind === "pen");
  return {
    id: data.id,
    title: data.title,
    standing: data.standing,
    specification: data.specification ?? specification,
    section: data.section,
    fields,
    length: buildLength(data.length),
    ...(magic && { magic }),
    ...(reasonCode && { reasonCode }),
    ...(pen && { pen }),
    ...(data.registry && { registry: findRegistry(data.registry, registries) }),
    ...Object.assign({}, ...placed.map(buildRest)),
    patterns: (data.patterns ?? []).map(({ parts, ...pattern }) => ({
      ...pattern,
      parts: parts.map(buildPart),
    })),
    malformedValues: (data.malformed ?? []).map((rule) => buildMalformed(rule, fields)),
    examples: (data.examples ?? []).map(({ title, section, octets, fields: values }) => ({
      title,
      section,
      octets: [...Buffer.from(octets.replaceAll(" ", ""), "hex")],
      values: new Map(Object.entries(values)),
    })),
  };
}

interface PlacedField {
  readonly field: FieldData;
  readonly offsetBytes: number;
}

function placeFields(data: readonly FieldData[]): readonly PlacedField[] {
  let offsetBytes = 0;
  return data.map((field) => {
    const placed = { field, offsetBytes };
    offsetBytes += sizeOf(field);
    return placed;
  });
}

function sizeOf(field: FieldData): number {
  if (isNumeric(field)) return field.bits / 8;
  return field.kind === "zero" ? field.octets : 0;
}

function buildField(field: NumericFieldData, offsetBytes: number): Field {
  const { name, bits: widthBits, meaning, section } = field;
  const base = { name, widthBits, offsetBytes, meaning, section };
  return field.kind === "magic"
    ? { ...base, kind: field.kind, value: field.value }
    : { ...base, kind: field.kind };
}

/** The padding or the text, where a field is one. */
function buildRest({ field, offsetBytes }: PlacedField): Pick<Format, "padding" | "text"> {
  if (isNumeric(field)) return {};
  const { name, meaning, section } = field;
  const base = { name, meaning, section, offsetBytes };
  if (field.kind === "zero") return { padding: { ...base, sizeBytes: field.octets } };
  const { otherwise: problem } = field;
  return { text: { ...base, ...(problem !== undefined && { problem }) } };
}

function buildLength(data: LengthData): FormatLength | DiagnosticFormat["length"] {
  const { otherwise: problem, section } = data;
  const base = { section, ...(problem !== undefined && { problem }) };
  if ("least" in data) return { least: data.least, most: LONGEST_OCTETS, ...base };
  return { least: data.octets, most: data.octets, octets: data.octets, ...base };
}

function findRegistry(
  choice: NonNullable<FormatData["registry"]>,
  registries: readonly Registry[],
): Registry {
  const wanted = "always" in choice ? choice.always : choice.zero;
  const found = registries.find(({ id }) => id === wanted);
  if (!found) throw new Error(`the rules let through an input without ${wanted}`);
  return found;
}

function buildPart(part: PatternPartData): PatternPart {
  if (typeof part === "string") return { kind: part };
  return "literal" in part
    ? { kind: "literal", text: part.literal }
    : { kind: "optional", text: part.optional };
}

function buildMalformed(rule: MalformedData, fields: readonly Field[]): MalformedValue {
  const field = fields.find(({ name }) => name === rule.field);
  if (!field) throw new Error(`the rules let through an input without ${rule.field}`);
  return {
    problem: rule.problem,
    field,
    ...("is" in rule
      ? { value: rule.is, when: "is" as const }
      : { value: rule["is-not"], when: "is-not" as const }),
    section: rule.section,
  };
}
