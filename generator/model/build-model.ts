import type { Definition, FieldData, FormatData } from "./definition.js";
import type { Field, Format, FormatLength } from "./format.js";
import type { InputFile, Model, Vendor } from "./model.js";
import type { Pen } from "./pen.js";
import { reasonCode } from "./reason-code.js";
import type { Registry, RegistryRow } from "./registry.js";
import { categoryOfRow, codesOf } from "./registry-rules.js";
import type { SourceRegistry, SourceRow } from "./source-registry.js";

/** One revision of a registry of the definition. */
export interface RegistryRevision {
  readonly revision: string;
  readonly source: SourceRegistry;
}

/** A registry of the definition: the revision that is used, and all others. */
export interface ChosenRegistry extends RegistryRevision {
  readonly others: readonly RegistryRevision[];
}

/** All inputs, each one already checked by the rules. */
export interface ModelSources {
  readonly definition: Definition;
  readonly registries: readonly ChosenRegistry[];
  readonly vendors: readonly { readonly pen: Pen; readonly source: SourceRegistry }[];
  readonly inputs: readonly InputFile[];
}

/** Builds the frozen Model. Throws where a rule that should have run did not. */
export function buildModel({ definition, registries, vendors, inputs }: ModelSources): Model {
  const { data } = definition;
  const built = registries.map((chosen) => ({
    ...buildRegistry(chosen.source, chosen.revision),
    others: chosen.others.map(({ revision, source }) => buildRegistry(source, revision)),
  }));
  const formats = data.formats.map((format) => buildFormat(format, built));
  const builtVendors: Vendor[] = vendors
    .map(({ pen, source }) => ({ pen, registry: buildRegistry(source) }))
    .sort((a, b) => a.pen - b.pen);
  return deepFreeze({
    title: data.title,
    specification: data.specification,
    revision: formats[0]?.registry.revision ?? "",
    formats,
    registries: built,
    vendors: builtVendors,
    vendorByPen: new Map(builtVendors.map(({ pen, registry }) => [pen, registry])),
    inputs,
  });
}

function buildRegistry(source: SourceRegistry, revision?: string): Registry {
  const rows = source.rows.map(buildRow).sort((a, b) => a.first - b.first);
  return {
    id: need(source.id?.text, "the registry's id"),
    title: need(source.title?.text, "the registry's title"),
    ...(revision !== undefined && { revision }),
    others: [],
    notes: source.notes.map((note) => note.text),
    rows,
  };
}

function buildRow(row: SourceRow): RegistryRow {
  const { first, last } = need(codesOf(row), "a record's code");
  return {
    first: reasonCode(first),
    last: reasonCode(last),
    description: need(row.description?.text, "a record's description"),
    reference: row.reference?.text ?? "",
    category: categoryOfRow(row),
  };
}

function buildFormat(data: FormatData, registries: readonly Registry[]): Format {
  const fields = buildFields(data.fields);
  const length: FormatLength = {
    octets: data.length.octets,
    problem: data.length.otherwise,
    section: data.length.section,
  };
  return {
    id: data.id,
    title: data.title,
    section: data.section,
    fields,
    length,
    magic: need(
      fields.find((field) => field.kind === "magic"),
      "a magic number",
    ),
    reasonCode: need(
      fields.find((field) => field.kind === "reason-code"),
      "a reason code",
    ),
    pen: need(
      fields.find((field) => field.kind === "pen"),
      "a PEN",
    ),
    registry: need(
      registries.find(({ id }) => id === data.registry.zero),
      data.registry.zero,
    ),
    malformedValues: data.malformed.map((rule) => ({
      problem: rule.problem,
      field: need(
        fields.find(({ name }) => name === rule.field),
        rule.field,
      ),
      ...("is" in rule
        ? { value: rule.is, when: "is" as const }
        : { value: rule["is-not"], when: "is-not" as const }),
      section: rule.section,
    })),
    examples: (data.examples ?? []).map(({ title, section, octets, fields: values }) => ({
      title,
      section,
      octets: [...Buffer.from(octets.replaceAll(" ", ""), "hex")],
      values: new Map(Object.entries(values)),
    })),
  };
}

function buildFields(data: readonly FieldData[]): readonly Field[] {
  let offsetBytes = 0;
  return data.map((field) => {
    const { name, bits: widthBits, meaning, section } = field;
    const base = { name, widthBits, offsetBytes, meaning, section };
    offsetBytes += widthBits / 8;
    return field.kind === "magic"
      ? { ...base, kind: field.kind, value: field.value }
      : { ...base, kind: field.kind };
  });
}

function need<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the rules let through an input without ${what}`);
  return value;
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const member of Object.values(value)) deepFreeze(member);
  if (value instanceof Map) for (const member of value.values()) deepFreeze(member);
  return value;
}
