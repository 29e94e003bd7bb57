import type { OutputUnit } from "@cfworker/json-schema";
import type { DefinitionPath } from "../model/definition.js";

/** What a maintainer is told of one schema error, and the value that it is about. */
export interface SchemaExplanation {
  readonly path: DefinitionPath;
  readonly what: string;
  readonly remedy: string;
}

/** Keywords that only say that something below them is wrong, which has an error of its own. */
const ENCLOSING = new Set([
  "$ref",
  "additionalProperties",
  "allOf",
  "if",
  "items",
  "properties",
  "propertyNames",
]);

const REMEDIES: Readonly<Record<string, string>> = {
  required: "add it",
  enum: "write one of these",
  const: "write that",
  type: "give a value of that type; a text of digits needs quotes",
  pattern: "see the form in rst-diagnostic-payload.schema.json",
  minItems: "add one",
  minProperties: "add one",
  oneOf: "keep exactly one of the keys that exclude each other",
  anyOf: "see the form in rst-diagnostic-payload.schema.json",
};

/** Says what a schema error means for the author of the file; nothing where another one does. */
export function explainSchemaError(unit: OutputUnit): SchemaExplanation | undefined {
  const { keyword, error, instanceLocation, keywordLocation } = unit;
  // Alternatives fail one by one before the keyword that has them does.
  if (ENCLOSING.has(keyword) || /\/(?:one|any)Of\//.test(keywordLocation)) return undefined;
  const path = instanceLocation.split("/").slice(1).map(decodePointer);
  if (keyword === "false") {
    const what = `the key "${path.at(-1) ?? ""}" is unknown here`;
    return { path, what, remedy: "remove it or correct its spelling" };
  }
  const what = error.replace(/^Instance /, "").replace(/\.$/, "");
  return { path, what: `${nameValue(path)}: ${what}`, remedy: REMEDIES[keyword] ?? "correct it" };
}

/** An item of a list has no name of its own; its line is told anyway. */
function nameValue(path: DefinitionPath): string {
  const key = path.findLast((step) => typeof step === "string");
  if (key === undefined) return "the definition";
  return path.at(-1) === key ? `"${key}"` : `an item of "${key}"`;
}

/** A JSON Pointer in a URI fragment (RFC 6901 section 6). */
function decodePointer(token: string): string | number {
  const text = decodeURIComponent(token).replaceAll("~1", "/").replaceAll("~0", "~");
  return /^\d+$/.test(text) ? Number(text) : text;
}
