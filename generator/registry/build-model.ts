import {
  type DiagnosticFormat,
  type Field,
  type Format,
  type FormatLength,
  isDiagnostic,
  type MagicField,
  type MalformedValue,
  type PatternPart,
  type PenField,
  type ReasonCodeField,
} from "../model/format.js";
import { reasonCode } from "../model/identifiers.js";
import { deepFreeze, type InputFile, type Model, type Vendor } from "../model/model.js";
import { findOrigin, type Registry, type RegistryRow } from "../model/registry.js";
import {
  bitsOf,
  type Definition,
  type FieldData,
  type FormatData,
  isNumeric,
  type MalformedData,
  type PatternPartData,
} from "./definition.js";
import type { EnterpriseNumbers } from "./enterprise-numbers.js";
import { codesOf, type SourceVendor } from "./registry-rules.js";
import type { SourceRegistry, SourceRow } from "./source-registry.js";

/** A registry of the definition in the revision that is used, and in all others. */
export interface ChosenRegistry {
  readonly revision: string;
  readonly source: SourceRegistry;
  readonly others: readonly Omit<ChosenRegistry, "others">[];
}

/** All inputs, each one already checked by the rules. */
export interface ModelSources {
  readonly definition: Definition;
  readonly registries: readonly ChosenRegistry[];
  readonly vendors: readonly SourceVendor[];
  /** The organisations that IANA names, by their numbers. */
  readonly organisations: EnterpriseNumbers["organisations"];
  readonly inputs: readonly InputFile[];
}

/** Builds the frozen Model. Throws where a rule that should have run did not. */
export function buildModel(sources: ModelSources): Model {
  const { definition, registries, vendors, organisations, inputs } = sources;
  const { data } = definition;
  const built = registries.map(buildRevisions);
  const formats = data.formats.map((format) => buildFormat(format, data.specification, built));
  const diagnosticFormats = formats.filter(isDiagnostic);
  const builtVendors: Vendor[] = vendors
    .map((vendor) => buildVendor(vendor, organisations.get(vendor.pen)?.text))
    .sort((a, b) => a.pen - b.pen);
  return deepFreeze({
    title: data.title,
    specification: data.specification,
    revision: diagnosticFormats[0]?.registry.revision ?? "",
    formats,
    diagnosticFormats,
    groups: Object.entries(data.groups ?? {}).map(([id, group]) => ({ id, ...group })),
    registries: built,
    vendors: builtVendors,
    vendorByPen: new Map(builtVendors.map((vendor) => [vendor.pen, vendor])),
    inputs,
  });
}

/** A cause without a group of its own has that of the same meaning in another revision. */
function buildRevisions(chosen: ChosenRegistry): Registry {
  const revisions = [chosen, ...chosen.others].map(({ source, revision }) =>
    buildRegistry(source, revision),
  );
  const grouped = revisions.flatMap(({ rows }) => rows.filter(({ group }) => group !== undefined));
  const groups = new GroupsByMeaning(grouped);
  const groupOf = ({ meaning }: RegistryRow) =>
    meaning === undefined ? undefined : groups.find(meaning);
  const [own, ...others] = revisions.map((registry) => ({
    ...registry,
    rows: registry.rows.map((row) => {
      const group = row.group ?? groupOf(row);
      return group === undefined ? row : { ...row, group };
    }),
  }));
  return { ...need(own, "a registry's revision"), others };
}

/** The group of the first row whose meaning is the same: no row looks at all the others. */
class GroupsByMeaning {
  /** Places among the rows, by the meaning and by all that it is a part of. */
  readonly #own = new Map<string, number>();
  readonly #wider = new Map<string, number>();
  readonly #rows: readonly RegistryRow[];

  constructor(rows: readonly RegistryRow[]) {
    this.#rows = rows;
    for (const [at, { meaning }] of rows.entries()) {
      if (meaning === undefined) continue;
      if (!this.#own.has(meaning)) this.#own.set(meaning, at);
      for (const wider of widerMeanings(meaning)) {
        if (!this.#wider.has(wider)) this.#wider.set(wider, at);
      }
    }
  }

  find(meaning: string): string | undefined {
    const places = widerMeanings(meaning).map((one) => this.#own.get(one));
    const found = [this.#wider.get(meaning), ...places].flatMap((at) => at ?? []);
    return found.length === 0 ? undefined : this.#rows[Math.min(...found)]?.group;
  }
}

/** The meaning and all that it is a special case of: of `a.b`, these are `a.b` and `a`. */
function widerMeanings(meaning: string): readonly string[] {
  const parts = meaning.split(".");
  return parts.map((_part, at) => parts.slice(0, at + 1).join("."));
}

/** IANA's word on who has a number is better than that of whoever wrote the file. */
function buildVendor({ pen, source }: SourceVendor, owner: string | undefined): Vendor {
  const organisation = owner ?? source.organisation?.text;
  return {
    pen,
    registry: buildRegistry(source),
    ...(organisation !== undefined && { organisation }),
    ...(source.contactPage && { contactPage: source.contactPage.text }),
  };
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
  const origin = row.origin && findOrigin(row.origin.text);
  return {
    first: reasonCode(first),
    last: reasonCode(last),
    description: need(row.description?.text, "a record's description"),
    reference: row.reference?.text ?? "",
    category: row.category.kind,
    ...(row.meaning && { meaning: row.meaning.text }),
    ...(row.group && { group: row.group.text }),
    ...(origin && { origin }),
  };
}

/** SEG.LEN is less than this: the IP packet's length has 16 bits. */
const LONGEST_OCTETS = 0xffff;

/** A format of the definition, which the rules have checked. Throws where they did not. */
function buildFormat(
  data: FormatData,
  specification: string,
  registries: readonly Registry[],
): Format {
  const { id, title, standing, section, registry } = data;
  const { fields, ...others } = placeFields(data.fields);
  const magic = fields.find((field): field is MagicField => field.kind === "magic");
  const reasonCode = fields.find((field): field is ReasonCodeField => field.kind === "reason-code");
  const pen = fields.find((field): field is PenField => field.kind === "pen");
  return {
    id,
    title,
    standing,
    specification: data.specification ?? specification,
    section,
    fields,
    length: buildLength(data.length),
    ...(magic && { magic }),
    ...(reasonCode && { reasonCode }),
    ...(pen && { pen }),
    ...(registry && { registry: findRegistry(registry, registries) }),
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

/** The numbers of a format, then its padding and its text, each where it begins. */
function placeFields(data: readonly FieldData[]): Pick<Format, "fields" | "padding" | "text"> {
  const fields: Field[] = [];
  let others: Pick<Format, "padding" | "text"> = {};
  let bits = 0;
  for (const field of data) {
    const { name, meaning, section } = field;
    const base = { name, meaning, section, offsetBytes: bits / 8 };
    bits += bitsOf(field);
    if (isNumeric(field)) {
      const { bits: widthBits, kind } = field;
      const number = kind === "magic" ? { kind, value: field.value } : { kind };
      fields.push({ ...base, widthBits, ...number });
    } else if (field.kind === "zero") {
      others = { ...others, padding: { ...base, sizeBytes: field.octets } };
    } else {
      others = { ...others, text: { ...base, ...problemOf(field) } };
    }
  }
  return { fields, ...others };
}

function problemOf({ otherwise: problem }: { readonly otherwise?: string }) {
  return problem === undefined ? {} : { problem };
}

function buildLength(data: FormatData["length"]): FormatLength | DiagnosticFormat["length"] {
  const base = { section: data.section, ...problemOf(data) };
  if ("least" in data) return { least: data.least, most: LONGEST_OCTETS, ...base };
  return { least: data.octets, most: data.octets, octets: data.octets, ...base };
}

function findRegistry(
  choice: NonNullable<FormatData["registry"]>,
  registries: readonly Registry[],
): Registry {
  const wanted = "always" in choice ? choice.always : choice.zero;
  return need(
    registries.find(({ id }) => id === wanted),
    wanted,
  );
}

function buildPart(part: PatternPartData): PatternPart {
  if (typeof part === "string") return { kind: part };
  return "literal" in part
    ? { kind: "literal", text: part.literal }
    : { kind: "optional", text: part.optional };
}

function buildMalformed(rule: MalformedData, fields: readonly Field[]): MalformedValue {
  const { problem, section } = rule;
  const field = need(
    fields.find(({ name }) => name === rule.field),
    rule.field,
  );
  return "is" in rule
    ? { problem, field, value: rule.is, when: "is", section }
    : { problem, field, value: rule["is-not"], when: "is-not", section };
}

function need<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the rules let through an input without ${what}`);
  return value;
}
