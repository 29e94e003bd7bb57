import { FINDING_DEFINITIONS } from "../../model/finding.js";
import type { Field, Format, MalformedValue } from "../../model/format.js";
import type { Model } from "../../model/model.js";
import { type Registry, type RegistryRow, showCodes, statesCause } from "../../model/registry.js";
import type { Schema } from "../../model/shape.js";
import { sortedValues } from "../../model/value-strings.js";
import { fieldFilter } from "../filters/reset-filter.js";
import { luaString } from "../rendering/escape.js";
import { fieldTitle, hex, nameTitle, wrapWords } from "../rendering/layout.js";
import type { OwnField } from "./fields.js";

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

function rowTable({ description, meaning, reference, origin }: RegistryRow): LuaValue {
  return [description, meaning, reference === "" ? undefined : reference, origin];
}

/** A line of a text: no text of a registry has a tab or a line feed. */
function packedRow(row: RegistryRow): string {
  const { description, meaning = "", reference, origin = "" } = row;
  const words = [showCodes(row), description, meaning, reference, origin];
  const line = luaString(`${words.join("\t")}\n`);
  return line.slice(1, -1).replaceAll("\\009", "\\t").replaceAll("\\010", "\\n");
}

/** All that the dissector and the explanation have to know of a format. */
export function formatTable(format: Format): LuaValue {
  const { id, standing, magic, length, registry, fields, padding, text } = format;
  return {
    id,
    standing,
    magic: magic && new LuaCode(hex(magic.value, magic.widthBits)),
    least: length.least,
    most: length.most,
    problem: length.problem,
    rule: length.problem === undefined ? undefined : lengthRule(format),
    registry: registry?.id,
    fields: listOf(fields.map((field) => fieldTable(format, field))),
    padding: padding && { offset: padding.offsetBytes, size: padding.sizeBytes },
    text: text && {
      offset: text.offsetBytes,
      filter: fieldFilter(format, text),
      title: nameTitle(text.name),
      problem: text.problem,
      rule: text.problem && `The text is not printable UTF-8 (section ${text.section})`,
    },
    patterns: listOf(
      format.patterns.map(({ id: pattern, parts }) => ({
        id: pattern,
        parts: parts.map((part) => ({ ...part })),
      })),
    ),
    malformed: listOf(format.malformedValues.map(malformedTable)),
  };
}

function listOf(tables: readonly LuaValue[]): LuaValue | undefined {
  return tables.length > 0 ? tables : undefined;
}

function fieldTable(format: Format, field: Field): LuaValue {
  const { kind, name, offsetBytes, widthBits } = field;
  return {
    kind,
    name,
    offset: offsetBytes,
    size: widthBits / 8,
    filter: fieldFilter(format, field),
  };
}

function lengthRule({ length: { least, most, section } }: Format): string {
  const demand = least === most ? `be ${least}` : `be at least ${least}`;
  return `SEG.LEN is %d, but must ${demand} (section ${section})`;
}

function malformedTable({ problem, field, value, when, section }: MalformedValue): LuaValue {
  const demand = when === "is" ? "must not be" : "must be";
  return {
    problem,
    name: field.name,
    when,
    value,
    label: field.kind === "reason-code" ? "code" : field.name,
    rule: `${fieldTitle(field)} ${demand} ${value} (section ${section})`,
  };
}

/** A field of the plugin's own, the names of its numbers by these. */
export function ownFieldTable({ values, ...field }: OwnField): LuaValue {
  if (!values) return { ...field };
  const words = new Map(sortedValues(values).map(([name, number]) => [number, name]));
  return { ...field, values: words };
}

/**
 * The members of a finding in the order in which they are printed. A list has brackets, an object
 * members; the capture's name is not known in Wireshark.
 */
export function findingMembers(
  { properties = {} }: Schema = FINDING_DEFINITIONS.Finding,
): LuaValue {
  return Object.entries(properties)
    .filter(([name]) => name !== "file")
    .map(([name, member]) => memberTable(name, member === false ? {} : member));
}

function memberTable(name: string, member: Schema): LuaValue {
  const shape = member.items ?? member;
  const known = shape.$ref === "#/$defs/Endpoint" ? FINDING_DEFINITIONS.Endpoint : shape;
  return {
    name,
    is_list: member.items === undefined ? undefined : true,
    members: known.properties === undefined ? undefined : findingMembers(known),
  };
}

/** Lua as it is to be written: a number in hexadecimal, a call. */
export class LuaCode {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What a table of Lua is made from; an absent member is left out. */
export type LuaValue =
  | string
  | number
  | boolean
  | LuaCode
  | readonly (LuaValue | undefined)[]
  | ReadonlyMap<number, LuaValue>
  | { readonly [name: string]: LuaValue | undefined };

/** A value of a table, behind what names it there: `reason = `, `[14] = `, or nothing. */
type Entry = readonly [key: string, value: LuaValue];

const COLUMNS = 100;
const IDENTIFIER = /^[A-Za-z_]\w*$/;

/**
 * Writes a value from a column on, behind text of that many characters: codes, and a table that
 * has tables in it, with an entry a line, another one in as few lines as it needs. Its tokens
 * depend on nothing but the value's shape.
 */
export function luaValue(value: LuaValue, indent: number, column: number): string {
  if (value instanceof LuaCode) return value.text;
  if (typeof value === "string") return luaString(value);
  if (typeof value !== "object") return String(value);
  const entries = entriesOf(value);
  if (entries.length === 0) return "{}";
  const hasRows = value instanceof Map || entries.some(([, one]) => isTable(one));
  if (!hasRows) return leafTable(entries, indent, column);
  const lines = entries.map(([key, one]) => {
    const start = `${" ".repeat(indent + 2)}${key}`;
    return `${start}${luaValue(one, indent + 2, start.length)},\n`;
  });
  return `{\n${lines.join("")}${" ".repeat(indent)}}`;
}

/** In as few lines as it needs: they begin below its first value or, where one is long, further left. */
function leafTable(entries: readonly Entry[], indent: number, column: number): string {
  const words = entries.map(([key, value], at) => {
    return `${key}${luaValue(value, 0, 0)}${at < entries.length - 1 ? "," : " }"}`;
  });
  // The comma or brace of the table around it comes behind.
  const width = COLUMNS - 1;
  const isLong = words.some(({ length }) => column + 2 + length > width);
  const start = isLong ? indent + 2 : column + 2;
  const lines = wrapWords(words, width - start);
  const gap = `\n${" ".repeat(start)}`;
  return `{${isLong ? gap : " "}${lines.join(gap)}`;
}

function isTable(value: LuaValue): boolean {
  return typeof value === "object" && !(value instanceof LuaCode);
}

function entriesOf(
  table: Exclude<LuaValue, string | number | boolean | LuaCode>,
): readonly Entry[] {
  if (table instanceof Map) return codeEntries(table);
  if (Array.isArray(table)) {
    const values = table.slice(0, table.findLastIndex((one) => one !== undefined) + 1);
    return values.map((one) => ["", one ?? new LuaCode("nil")]);
  }
  return Object.entries(table).flatMap(([name, value]) =>
    value === undefined
      ? []
      : [[`${IDENTIFIER.test(name) ? name : `[${luaString(name)}]`} = `, value]],
  );
}

/** With their values below each other. */
function codeEntries(table: ReadonlyMap<number, LuaValue>): readonly Entry[] {
  const width = Math.max(...[...table.keys()].map((code) => String(code).length)) + 2;
  return [...table].map(([code, value]) => [`${`[${code}]`.padEnd(width)} = `, value]);
}
