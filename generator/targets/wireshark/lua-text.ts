import { luaString } from "../rendering/escape.js";
import { wrapWords } from "../rendering/layout.js";

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
