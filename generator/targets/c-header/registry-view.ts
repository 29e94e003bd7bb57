import { diagnosticRegistries, type Model } from "../../model/model.js";
import { type Registry, type RegistryRow, statesCause } from "../../model/registry.js";
import { commentAbove, commentBody, tableRow } from "./c-lines.js";
import { type CNames, codeName, constantName, registryPrefix, withEnd } from "./c-names.js";

const INDENT = " ".repeat(8);

/** The registry that is meant, and what C calls it. */
export interface NamedRegistry {
  readonly registry: Registry;
  /** Of its constants, `TCP_FC`. */
  readonly prefix: string;
  /** Of its types and functions, `tcp_fc`. */
  readonly name: string;
  /** The PEN of a vendor's registry, and who has it. */
  readonly pen?: number;
  readonly organisation?: string;
}

/** All registries that have a code: C has no empty enum. */
export function nameRegistries(model: Model, names: CNames): readonly NamedRegistry[] {
  const own = diagnosticRegistries(model).map((registry) => ({
    registry,
    prefix: names.claim(registryPrefix(registry.id)),
  }));
  const vendors = model.vendors.map(({ pen, organisation, registry }) => ({
    registry,
    ...(organisation !== undefined && { organisation }),
    prefix: names.claim(`TCP_PEN_${pen}`),
    pen,
  }));
  return [...own, ...vendors]
    .filter(({ registry }) => registry.rows.length > 0)
    .map((named) => ({ ...named, name: named.prefix.toLowerCase() }));
}

/** What the template shows of a registry. */
export function registryView(named: NamedRegistry, names: CNames) {
  const { registry, prefix, name } = named;
  const rows = registry.rows.map((row) => nameRow(row, prefix, names));
  const stated = rows.filter(({ row }) => statesCause(row));
  const causes = tableOf(stated.filter(({ row }) => row.first === row.last));
  const ranges = tableOf(stated.filter(({ row }) => row.first < row.last));
  return {
    name,
    comment: [headline(named), ...revisionLines(registry), ...registry.notes].flatMap(commentBody),
    constants: rows.flatMap(({ row, constants }, at) => [
      ...commentAbove(commentOf(row), INDENT),
      ...constants.map(({ constant, code }, place) => {
        const isLast = at === rows.length - 1 && place === constants.length - 1;
        return `${INDENT}${constant} = ${code}${isLast ? "" : ","}`;
      }),
    ]),
    causes,
    hasCauses: causes.length > 0,
    ranges,
    hasRanges: ranges.length > 0,
  };
}

/** A row, and its constants: one, or one for each end of a range. */
interface NamedRow {
  readonly row: RegistryRow;
  readonly constants: readonly { readonly constant: string; readonly code: number }[];
}

function nameRow(row: RegistryRow, prefix: string, names: CNames): NamedRow {
  const { first, last, description } = row;
  const words = constantName(prefix, first, description);
  const number = codeName(prefix, first);
  // The lower code keeps the words, so that a code which is added behind renames nothing.
  if (first === last)
    return { row, constants: [{ constant: names.claim(words, number), code: first }] };
  const ends = [
    { end: "FIRST", code: first },
    { end: "LAST", code: last },
  ];
  return {
    row,
    constants: ends.map(({ end, code }) => ({
      constant: names.claim(withEnd(words, end), withEnd(number, end)),
      code,
    })),
  };
}

function commentOf({ description, reference }: RegistryRow): string {
  return reference === "" ? description : `${description} (${reference})`;
}

function tableOf(rows: readonly NamedRow[]): readonly string[] {
  return rows.flatMap(({ row, constants }) =>
    tableRow(
      constants.map(({ constant }) => constant),
      row.description,
      INDENT.repeat(2),
    ),
  );
}

function headline({ registry, pen, organisation }: NamedRegistry): string {
  const { title, revision } = registry;
  const named = revision === undefined ? title : `${title}, revision ${revision}`;
  if (pen === undefined) return `${named}.`;
  const owner = organisation === undefined ? "" : ` (${organisation})`;
  return `${named}, private enterprise number ${pen}${owner}.`;
}

/** Codes can be renumbered, and no payload tells by which revision it was made. */
function revisionLines({ others }: Registry): readonly string[] {
  const revisions = others.flatMap(({ revision }) => revision ?? []);
  if (revisions.length === 0) return [];
  return [`Other revisions give codes other causes: ${revisions.join(", ")}.`];
}
