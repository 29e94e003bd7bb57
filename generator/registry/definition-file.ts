import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type OutputUnit, Validator } from "@cfworker/json-schema";
import { type Document, isCollection, isMap, isNode, parseDocument } from "yaml";
import type { Place } from "../model/mistake.js";
import {
  DEFINITION_FILE,
  type Definition,
  type DefinitionData,
  type DefinitionPath,
  type RegistryFolder,
} from "./definition.js";
import { oneMistake, type ReadResult, readSourceFile, type SourceFile } from "./source-file.js";

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

const SCHEMA = new URL("../../registry/rst-diagnostic-payload.schema.json", import.meta.url);

/** Reads the definition of the wire formats (YAML 1.2, core schema) and checks its shape. */
export function readDefinition(file: SourceFile): ReadResult<Definition> {
  const document = parseDocument(file.text, { prettyErrors: false, stringKeys: true });
  // What breaks the markup breaks what follows, so only the first mistake is of use.
  const broken = document.errors[0] ?? document.warnings[0];
  if (broken) {
    const what = `not well-formed YAML: ${broken.message.replace(/\s+/g, " ")}`;
    return oneMistake(file.placeAt(broken.pos[0]), what, "correct the markup");
  }
  const locate = (path: DefinitionPath): Place => file.placeAt(offsetOf(document, path));
  return checkShape(file, document, locate);
}

/** Reads the definition of a registry folder. */
export function loadDefinition({ path, name }: RegistryFolder): ReadResult<Definition> {
  const source = readSourceFile(join(path, DEFINITION_FILE), `${name}/${DEFINITION_FILE}`);
  return source.kind === "read" ? readDefinition(source.value) : source;
}

function checkShape(
  file: SourceFile,
  document: Document,
  locate: Definition["locate"],
): ReadResult<Definition> {
  const validator = new Validator(JSON.parse(readFileSync(SCHEMA, "utf8")), "2020-12", false);
  let data: unknown;
  let errors: readonly OutputUnit[];
  try {
    data = document.toJS();
    errors = validator.validate(data).errors;
  } catch (error) {
    const what = `not usable YAML: ${error instanceof Error ? error.message : String(error)}`;
    return oneMistake(file.placeAt(0), what, "write plain keys, and values without aliases");
  }
  if (hasShape(data, errors)) return { kind: "read", value: { data, locate } };
  const explained = errors.flatMap((error) => explainSchemaError(error) ?? []);
  const mistakes = explained.map(({ path, ...rest }) => ({ place: locate(path), ...rest }));
  return { kind: "mistakes", mistakes };
}

function hasShape(_data: unknown, errors: readonly OutputUnit[]): _data is DefinitionData {
  return errors.length === 0;
}

/** A mistake in `a: b` is shown at `a`: what is missing in a map has no better place. */
function offsetOf(document: Document, path: DefinitionPath): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => String(item.key) === String(step));
      if (!pair) return offset;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else {
      node = isCollection(node) ? node.get(step, true) : undefined;
      offset = startOf(node) ?? offset;
    }
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
