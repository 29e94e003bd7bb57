import type { Model } from "../../model/model.js";
import type { Registry } from "../../model/registry.js";
import { commentAbove, commentBody, tableRow } from "./c-lines.js";
import { type CNames, codeName, constantName, registryPrefix } from "./c-names.js";

const INDENT = " ".repeat(8);

/** The registry that is meant, and what C calls it. */
export interface NamedRegistry {
  readonly registry: Registry;
  /** Of its constants, `TCP_FC`. */
  readonly prefix: string;
  /** Of its types and functions, `tcp_fc`. */
  readonly name: string;
  /** The PEN of a vendor's registry. */
  readonly pen?: number;
}

/** All registries that have a code: C has no empty enum. */
export function nameRegistries(model: Model, names: CNames): readonly NamedRegistry[] {
  const own = model.registries.map((registry) => ({
    registry,
    prefix: names.claim(registryPrefix(registry.id)),
  }));
  const vendors = model.vendors.map(({ pen, registry }) => ({
    registry,
    prefix: names.claim(`TCP_PEN_${pen}`),
    pen,
  }));
  return [...own, ...vendors]
    .filter(({ registry }) => registry.rows.length > 0)
    .map((named) => ({ ...named, name: named.prefix.toLowerCase() }));
}

/** What the template shows of a registry. */
export function registryView({ registry, prefix, name, pen }: NamedRegistry, names: CNames) {
  const rows = registry.rows.map((row) => ({
    ...row,
    // The lower code keeps the words, so that a code which is added behind renames nothing.
    constant: names.claim(
      constantName(prefix, row.code, row.description),
      codeName(prefix, row.code),
    ),
  }));
  return {
    name,
    comment: [headline(registry, pen), ...revisionLines(registry), ...registry.notes].flatMap(
      commentBody,
    ),
    constants: rows.flatMap(({ constant, code, description, reference }, at) => [
      ...commentAbove(reference === "" ? description : `${description} (${reference})`, INDENT),
      `${INDENT}${constant} = ${code}${at < rows.length - 1 ? "," : ""}`,
    ]),
    rows: rows.flatMap(({ constant, description }) =>
      tableRow(constant, description, INDENT.repeat(2)),
    ),
  };
}

function headline({ title, revision }: Registry, pen: number | undefined): string {
  const named = revision === undefined ? title : `${title}, revision ${revision}`;
  return pen === undefined ? `${named}.` : `${named}, private enterprise number ${pen}.`;
}

/** Codes can be renumbered, and no payload tells by which revision it was made. */
function revisionLines({ others }: Registry): readonly string[] {
  const revisions = others.flatMap(({ revision }) => revision ?? []);
  if (revisions.length === 0) return [];
  return [`Other revisions give codes other causes: ${revisions.join(", ")}.`];
}
