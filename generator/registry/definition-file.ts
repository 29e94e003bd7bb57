import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Ajv2020, ErrorObject, ValidateFunction } from "ajv/dist/2020.js";
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
const ENCLOSING = new Set(["if", "propertyNames"]);

const REMEDIES: Readonly<Record<string, string>> = {
  required: "add it",
  dependentRequired: "add it",
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
export function explainSchemaError(error: ErrorObject): SchemaExplanation | undefined {
  const { keyword, params, instancePath, schemaPath, propertyName } = error;
  // Alternatives fail one by one before the keyword that has them does.
  if (ENCLOSING.has(keyword) || /\/(?:one|any)Of\//.test(schemaPath)) return undefined;
  const key = propertyName ?? params["additionalProperty"];
  const path = [
    ...instancePath.split("/").slice(1).map(decodePointer),
    ...(key === undefined ? [] : [String(key)]),
  ];
  if (keyword === "false schema" || keyword === "additionalProperties") {
    const what = `the key "${path.at(-1) ?? ""}" is unknown here`;
    return { path, what, remedy: "remove it or correct its spelling" };
  }
  const what = `${nameValue(path)}: ${demandOf(error)}`;
  return { path, what, remedy: REMEDIES[keyword] ?? "correct it" };
}

/** The validator's own words, but for those that only people who know JSON Schema understand. */
function demandOf({ keyword, params, message = "" }: ErrorObject): string {
  switch (keyword) {
    case "required":
    case "dependentRequired":
      return `must have the key "${params["missingProperty"]}"`;
    case "enum":
      return `must be one of ${params["allowedValues"].join(", ")}`;
    case "const":
      return `must be ${JSON.stringify(params["allowedValue"])}`;
    case "pattern":
      return "must have another form";
    case "oneOf":
      return "must have one of the keys that exclude each other, and no other of them";
    default:
      return message;
  }
}

/** An item of a list has no name of its own; its line is told anyway. */
function nameValue(path: DefinitionPath): string {
  const key = path.findLast((step) => typeof step === "string");
  if (key === undefined) return "the definition";
  return path.at(-1) === key ? `"${key}"` : `an item of "${key}"`;
}

/** A JSON Pointer (RFC 6901 section 3). */
function decodePointer(token: string): string | number {
  const text = token.replaceAll("~1", "/").replaceAll("~0", "~");
  return /^\d+$/.test(text) ? Number(text) : text;
}

const SCHEMA = new URL("../../registry/rst-diagnostic-payload.schema.json", import.meta.url);
const COMPILED = fileURLToPath(new URL("definition-check.cjs", import.meta.url));
const require = createRequire(import.meta.url);

let check: ValidateFunction | undefined;

/** The build has compiled the schema: at each start that would take a tenth of a second. */
function openCheck(): ValidateFunction {
  if (existsSync(COMPILED)) return require(COMPILED);
  const { Ajv2020: Validator }: { Ajv2020: typeof Ajv2020 } = require("ajv/dist/2020.js");
  return new Validator({ allErrors: true }).compile(JSON.parse(readFileSync(SCHEMA, "utf8")));
}

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
  check ??= openCheck();
  try {
    const data: unknown = document.toJS();
    if (hasShape(check, data)) return { kind: "read", value: { data, locate } };
  } catch (error) {
    const what = `not usable YAML: ${error instanceof Error ? error.message : String(error)}`;
    return oneMistake(file.placeAt(0), what, "write plain keys, and values without aliases");
  }
  const mistakes = (check.errors ?? []).flatMap((error) => {
    const explained = explainSchemaError(error);
    if (!explained) return [];
    const { path, what, remedy } = explained;
    return { place: locate(path), what, remedy };
  });
  return { kind: "mistakes", mistakes };
}

function hasShape(isValid: ValidateFunction, data: unknown): data is DefinitionData {
  return isValid(data);
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
