import type { Format, MalformedValue, TextPattern } from "../../model/format.js";
import type { Model } from "../../model/model.js";
import { type Registry, type RegistryRow, showCodes, statesCause } from "../../model/registry.js";
import { fieldFilter } from "../filters/reset-filter.js";
import { luaString } from "../rendering/escape.js";
import { fieldTitle, hex, nameTitle } from "../rendering/layout.js";
import { LuaCode, type LuaValue } from "./lua-text.js";

/**
 * More rows than this take too long to load as tables: they are then texts, which are read when a
 * payload first needs them.
 */
const MOST_ROWS_IN_TABLES = 1000;

/** The registries of the formats, in the order of the definition. */
export function registryTables(model: Model): LuaValue {
  const packed = isPacked(model);
  return model.registries.map((registry) => {
    const { id, title, others } = registry;
    const preference = others.length > 0 ? preferenceName(model, registry) : undefined;
    const revisions = [registry, ...others].map((revision) => revisionTable(revision, packed));
    return { id, title, preference, revisions };
  });
}

/** The registries of other enterprises, by private enterprise number. */
export function vendorTables(model: Model): LuaValue {
  const packed = isPacked(model);
  return new Map(
    model.vendors.map(({ pen, organisation, registry }) => [
      pen,
      { id: registry.id, organisation, revisions: [revisionTable(registry, packed)] },
    ]),
  );
}

function isPacked({ registries, vendors }: Model): boolean {
  const all = [...registries, ...vendors.map(({ registry }) => registry)];
  const revisions = all.flatMap((registry) => [registry, ...registry.others]);
  return revisions.reduce((sum, { rows }) => sum + rows.length, 0) > MOST_ROWS_IN_TABLES;
}

/** That of the diagnostic payload is what users speak of; the others have names of their own. */
function preferenceName({ diagnosticFormats }: Model, { id }: Registry): string {
  const [first] = diagnosticFormats;
  return first?.registry.id === id ? "revision" : `revision_${id.replaceAll("-", "_")}`;
}

function revisionTable({ revision, rows }: Registry, packed: boolean): LuaValue {
  const stated = rows.filter(statesCause);
  if (packed) {
    const lines = stated.map((row) => `    ${packedRow(row)}\\z\n`);
    return { name: revision, packed: new LuaCode(`"\\z\n${lines.join("")}    "`) };
  }
  const singles = stated.filter(({ first, last }) => first === last);
  const ranges = stated.filter(({ first, last }) => first < last);
  return {
    name: revision,
    rows: new Map(singles.map((row) => [row.first, rowTable(row)])),
    ranges: listOf(ranges.map((row) => ({ first: row.first, last: row.last, row: rowTable(row) }))),
  };
}

function rowTable({ description, reference, origin }: RegistryRow): LuaValue {
  return [description, reference === "" ? undefined : reference, origin];
}

/** A line of a text: no text of a registry has a tab or a line feed. */
function packedRow(row: RegistryRow): string {
  const words = [showCodes(row), row.description, row.reference, row.origin ?? ""];
  const line = luaString(`${words.join("\t")}\n`);
  return line.slice(1, -1).replaceAll("\\009", "\\t").replaceAll("\\010", "\\n");
}

/** What the dissector has to know of a format. */
export function formatTable(format: Format): LuaValue {
  const { id, standing, magic, length, registry, reasonCode, pen, fields, padding, text } = format;
  return {
    id,
    standing,
    magic: magic && new LuaCode(hex(magic.value, magic.widthBits)),
    least: length.least,
    most: length.most,
    length_rule: length.problem === undefined ? undefined : lengthRule(format),
    registry: registry?.id,
    reason_code: reasonCode?.name,
    pen: pen?.name,
    fields: listOf(
      fields.map((field) => ({
        name: field.name,
        offset: field.offsetBytes,
        size: field.widthBits / 8,
        filter: fieldFilter(format, field),
      })),
    ),
    padding: padding && { offset: padding.offsetBytes, size: padding.sizeBytes },
    text: text && {
      offset: text.offsetBytes,
      filter: fieldFilter(format, text),
      title: nameTitle(text.name),
      rule: text.problem && `The text is not printable UTF-8 (section ${text.section})`,
    },
    patterns: listOf(format.patterns.flatMap(patternTables)),
    malformed: listOf(format.malformedValues.map(malformedTable)),
  };
}

function listOf(tables: readonly LuaValue[]): LuaValue | undefined {
  return tables.length > 0 ? tables : undefined;
}

function lengthRule({ length: { least, most, section } }: Format): string {
  const demand = least === most ? `be ${least}` : `be at least ${least}`;
  return `SEG.LEN is %d, but must ${demand} (section ${section})`;
}

function malformedTable({ field, value, when, section }: MalformedValue): LuaValue {
  const demand = when === "is" ? "must not be" : "must be";
  return {
    name: field.name,
    value,
    is: when === "is",
    label: field.kind === "reason-code" ? "code" : field.name,
    rule: `${fieldTitle(field)} ${demand} ${value} (section ${section})`,
  };
}

/** Lua's patterns have no optional part, so there is one with it and, behind that, one without. */
function patternTables({ id, parts }: TextPattern): readonly LuaValue[] {
  let sources = [""];
  for (const part of parts) {
    const ends = part.kind === "optional" ? [sourceOf(part), ""] : [sourceOf(part)];
    sources = sources.flatMap((source) => ends.map((end) => source + end));
  }
  return sources.map((source) => ({ id, source: `^${source}$` }));
}

function sourceOf(part: TextPattern["parts"][number]): string {
  switch (part.kind) {
    case "decimal":
      return "[0-9]+";
    case "hexadecimal":
      return "[0-9A-Fa-f]+";
    case "reason":
      return "(.*)";
    default:
      return part.text.replace(/[^A-Za-z0-9 ]/g, "%$&");
  }
}
