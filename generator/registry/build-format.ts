import type {
  DiagnosticFormat,
  Field,
  Format,
  FormatLength,
  MagicField,
  MalformedValue,
  PaddingField,
  PatternPart,
  PenField,
  ReasonCodeField,
  TextField,
} from "../model/format.js";
import type { Registry } from "../model/registry.js";
import {
  bitsOf,
  type FieldData,
  type FormatData,
  isNumeric,
  type LengthData,
  type MalformedData,
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
  const { fields, ...others } = placeFields(data.fields);
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
    ...others,
    patterns: (data.patterns ?? []).map(({ parts, ...pattern }) => ({
      ...pattern,
      parts: parts.map(buildPart),
    })),
    malformedValues: (data.malformed ?? []).map((rule) => buildMalformed(rule, fields)),
    examples: (data.examples ?? []).map(({ octets, fields: values, ...example }) => ({
      ...example,
      octets: [...Buffer.from(octets.replaceAll(" ", ""), "hex")],
      values: new Map(Object.entries(values)),
    })),
  };
}

interface PlacedFields {
  readonly fields: readonly Field[];
  readonly padding?: PaddingField;
  readonly text?: TextField;
}

/** The numbers of a format, then its padding and its text, each where it begins. */
function placeFields(data: readonly FieldData[]): PlacedFields {
  let bits = 0;
  let placed: PlacedFields = { fields: [] };
  for (const field of data) {
    const { name, meaning, section } = field;
    const base = { name, meaning, section, offsetBytes: bits / 8 };
    bits += bitsOf(field);
    if (isNumeric(field)) {
      const { bits: widthBits, kind } = field;
      const number = kind === "magic" ? { kind, value: field.value } : { kind };
      placed = { ...placed, fields: [...placed.fields, { ...base, widthBits, ...number }] };
    } else if (field.kind === "zero") {
      placed = { ...placed, padding: { ...base, sizeBytes: field.octets } };
    } else {
      placed = { ...placed, text: { ...base, ...problemOf(field) } };
    }
  }
  return placed;
}

function problemOf({ otherwise: problem }: { readonly otherwise?: string }) {
  return problem === undefined ? {} : { problem };
}

function buildLength(data: LengthData): FormatLength | DiagnosticFormat["length"] {
  const base = { section: data.section, ...problemOf(data) };
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
