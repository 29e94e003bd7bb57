import { isDiagnostic } from "../model/format.js";
import { reasonCode } from "../model/identifiers.js";
import type { InputFile, Model, Vendor } from "../model/model.js";
import { findOrigin, isSameMeaning, type Registry, type RegistryRow } from "../model/registry.js";
import { buildFormat } from "./build-format.js";
import type { Definition } from "./definition.js";
import type { EnterpriseNumbers } from "./enterprise-numbers.js";
import { codesOf, type SourceVendor } from "./registry-rules.js";
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
  const groupOf = ({ meaning }: RegistryRow) =>
    meaning === undefined
      ? undefined
      : grouped.find((row) => row.meaning && isSameMeaning(row.meaning, meaning))?.group;
  const [own, ...others] = revisions.map((registry) => ({
    ...registry,
    rows: registry.rows.map((row) => {
      const group = row.group ?? groupOf(row);
      return group === undefined ? row : { ...row, group };
    }),
  }));
  return { ...need(own, "a registry's revision"), others };
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
