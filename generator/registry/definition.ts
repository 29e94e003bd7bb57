import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { Ajv2020, ErrorObject, ValidateFunction } from "ajv/dist/2020.js";
import { type Document, isCollection, isMap, isNode, parseDocument, type YAMLMap } from "yaml";
import type { FormatExample, Standing, TextPattern, WidthBits } from "../model/format.js";
import type { Mistake, Place } from "../model/mistake.js";
import type { CauseGroup } from "../model/model.js";
import {
  DEFINITION_FILE,
  fileIn,
  type NamedPath,
  oneMistake,
  type ReadResult,
  readSourceFile,
  type SourceFile,
} from "./source-file.js";

/** The definition file as its own JSON Schema describes it. */
export interface DefinitionData {
  readonly title: string;
  readonly specification: string;
  /** By their id; revisions are the names of files. */
  readonly registries: Readonly<
    Record<
      string,
      { readonly default: string; readonly revisions: Readonly<Record<string, string>> }
    >
  >;
  /** Absent where no vendor is known. */
  readonly vendors?: string;
  /** The file of the vendors' organisations; absent where nobody looked them up. */
  readonly "enterprise-numbers"?: string;
  /** By their id; absent where causes are not told apart by more than their words. */
  readonly groups?: Readonly<Record<string, Omit<CauseGroup, "id">>>;
  readonly formats: readonly FormatData[];
}

export interface FormatData {
  readonly id: string;
  readonly title: string;
  readonly standing: Standing;
  /** Where another document than the definition's has the format. */
  readonly specification?: string;
  readonly section: string;
  /** Without `otherwise`, another length is another format's. */
  readonly length: ({ readonly octets: number } | { readonly least: number }) & {
    readonly otherwise?: string;
    readonly section: string;
  };
  readonly fields: readonly FieldData[];
  /** The registry that a PEN picks, or always the same one. */
  readonly registry?:
    | { readonly "picked-by": string; readonly zero: string }
    | { readonly always: string };
  readonly patterns?: readonly PatternData[];
  readonly malformed?: readonly MalformedData[];
  readonly examples?: readonly ExampleData[];
}

type PatternData = Omit<TextPattern, "parts"> & { readonly parts: readonly PatternPartData[] };

export type PatternPartData =
  | { readonly literal: string }
  | { readonly optional: string }
  | "decimal"
  | "hexadecimal"
  | "reason";

/** A payload of the specification, as it is drawn there: octets in hexadecimal. */
type ExampleData = Omit<FormatExample, "octets" | "values"> & {
  readonly octets: string;
  readonly fields: Readonly<Record<string, number>>;
};

export type MalformedData = {
  readonly problem: string;
  readonly field: string;
  readonly section: string;
} & ({ readonly is: number } | { readonly "is-not": number });

interface FieldBase {
  readonly name: string;
  readonly meaning: string;
  readonly section: string;
}

/** A field that is a number on the wire. */
export type NumericFieldData = FieldBase & { readonly bits: WidthBits } & (
    | { readonly kind: "magic"; readonly value: number }
    | { readonly kind: "reason-code" | "pen" | "number" }
  );

export type FieldData =
  | NumericFieldData
  | (FieldBase & { readonly kind: "zero"; readonly octets: number })
  | (FieldBase & { readonly kind: "text"; readonly otherwise?: string });

/** Whether a field is a number on the wire. */
export function isNumeric(field: FieldData): field is NumericFieldData {
  return field.kind !== "zero" && field.kind !== "text";
}

/** The octets that a field always has, as bits; a text has none. */
export function bitsOf(field: FieldData): number {
  if (isNumeric(field)) return field.bits;
  return field.kind === "zero" ? field.octets * 8 : 0;
}

/** Keys and indices from the top of the definition to one of its values. */
type DefinitionPath = readonly (string | number)[];

/** What is wrong with a value, by its path, and what to do about it. */
export type Fault = readonly [path: DefinitionPath, what: string, remedy: string];

/** A definition whose shape is right, and which still knows where each value stands. */
export interface Definition {
  readonly data: DefinitionData;
  /** Place of the value, or of what is nearest above it in the file. */
  locate(path: DefinitionPath): Place;
}

/** Reads the definition of a registry folder. */
export function loadDefinition(folder: NamedPath): ReadResult<Definition> {
  const { path, name } = fileIn(folder, DEFINITION_FILE);
  const source = readSourceFile(path, name);
  return source.kind === "read" ? readDefinition(source.value) : source;
}

/** Twenty times as long as the definition is; YAML of megabytes takes its parser minutes. */
const MOST_CHARACTERS = 131_072;

/** Reads the definition of the wire formats (YAML 1.2, core schema) and checks its shape. */
export function readDefinition(file: SourceFile): ReadResult<Definition> {
  const { length } = file.text;
  if (length > MOST_CHARACTERS) {
    const what = `the definition has ${length} characters, more than the limit of ${MOST_CHARACTERS}`;
    return oneMistake(file.placeAt(0), what, "leave codes and vendors to files of their own");
  }
  const document = parseDocument(file.text, { prettyErrors: false, stringKeys: true });
  // What breaks the markup breaks what follows, so only the first mistake is of use.
  const broken = document.errors[0] ?? document.warnings[0];
  if (broken) {
    const what = `not well-formed YAML: ${broken.message.replace(/\s+/g, " ")}`;
    return oneMistake(file.placeAt(broken.pos[0]), what, "correct the markup");
  }
  const locate = (path: DefinitionPath): Place => file.placeAt(offsetOf(document, path));
  check ??= openCheck();
  try {
    const data: unknown = document.toJS();
    if (hasShape(check, data)) return { kind: "read", value: { data, locate } };
  } catch (error) {
    const what = `not usable YAML: ${error instanceof Error ? error.message : String(error)}`;
    return oneMistake(file.placeAt(0), what, "write plain keys, and values without aliases");
  }
  return { kind: "mistakes", mistakes: mistakesOf(check.errors ?? [], locate) };
}

/**
 * A definition that is wrong in its formats alone, without them, so that what is wrong with the
 * registries can be told in the same run; undefined where it says nothing usable of those.
 */
export function readWithoutFormats(file: SourceFile): ReadResult<Definition> {
  if (file.text.length > MOST_CHARACTERS) return { kind: "mistakes", mistakes: [] };
  const document = parseDocument(file.text, { prettyErrors: false, stringKeys: true });
  const locate = (path: DefinitionPath): Place => file.placeAt(offsetOf(document, path));
  check ??= openCheck();
  const data = plainOf(document);
  const isWhole = hasShape(check, data);
  const errors = check.errors ?? [];
  if (isWhole || !errors.every(({ instancePath }) => instancePath.startsWith("/formats/"))) {
    return { kind: "mistakes", mistakes: [] };
  }
  return { kind: "read", value: { data: withoutFormats(data), locate } };
}

/** Undefined where it is no plain data, which has been told already. */
function plainOf(document: Document): unknown {
  try {
    return document.errors.length > 0 ? undefined : document.toJS();
  } catch {
    return undefined;
  }
}

function withoutFormats(data: unknown): DefinitionData {
  return Object.assign({}, data, { formats: [] }) as unknown as DefinitionData;
}

function mistakesOf(
  errors: readonly ErrorObject[],
  locate: Definition["locate"],
): readonly Mistake[] {
  return errors.flatMap((error) => {
    const fault = explainSchemaError(error);
    return fault ? [{ place: locate(fault[0]), what: fault[1], remedy: fault[2] }] : [];
  });
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

function hasShape(isValid: ValidateFunction, data: unknown): data is DefinitionData {
  return isValid(data);
}

/** Says what a schema error means for the author of the file; nothing where another one does. */
export function explainSchemaError(error: ErrorObject): Fault | undefined {
  const { keyword, params, instancePath, schemaPath, propertyName } = error;
  // What only says that something below it is wrong, which has an error of its own; alternatives
  // fail one by one before the keyword that has them does.
  const isEnclosing = keyword === "if" || keyword === "propertyNames";
  if (isEnclosing || /\/(?:one|any)Of\//.test(schemaPath)) return undefined;
  const key = propertyName ?? params["additionalProperty"];
  const path = [
    ...instancePath.split("/").slice(1).map(decodePointer),
    ...(key === undefined ? [] : [String(key)]),
  ];
  if (keyword === "false schema" || keyword === "additionalProperties") {
    const what = `the key "${path.at(-1) ?? ""}" is unknown here`;
    return [path, what, "remove it or correct its spelling"];
  }
  const [demand, remedy] = explainKeyword(error);
  return [path, `${nameValue(path)}: ${demand}`, remedy];
}

const SEE_SCHEMA = "see the form in rst-diagnostic-payload.schema.json";

/** The validator's own words, but for those that only people who know JSON Schema understand. */
function explainKeyword({ keyword, params, message = "" }: ErrorObject): readonly [string, string] {
  switch (keyword) {
    case "required":
    case "dependentRequired":
      return [`must have the key "${params["missingProperty"]}"`, "add it"];
    case "enum":
      return [`must be one of ${params["allowedValues"].join(", ")}`, "write one of these"];
    case "const":
      return [`must be ${JSON.stringify(params["allowedValue"])}`, "write that"];
    case "pattern":
      return ["must have another form", SEE_SCHEMA];
    case "anyOf":
      return [message, SEE_SCHEMA];
    case "oneOf":
      return [
        "must have one of the keys that exclude each other, and no other of them",
        "keep exactly one of the keys that exclude each other",
      ];
    case "not":
      return ["has a name that is taken", "use another one"];
    case "type":
      return [message, "give a value of that type; a text of digits needs quotes"];
    case "minItems":
    case "minProperties":
      return [message, "add one"];
    default:
      return [message, "correct it"];
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

/** A mistake in `a: b` is shown at `a`: what is missing in a map has no better place. */
function offsetOf(document: Document, path: DefinitionPath): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = pairsOf(node).get(String(step));
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

/** By their keys, of maps that were looked at: one may have very many mistakes. */
const PAIRS = new WeakMap<YAMLMap, ReadonlyMap<string, YAMLMap["items"][number]>>();

/** The pairs of a map by their keys, of which the first one counts. */
function pairsOf(map: YAMLMap): ReadonlyMap<string, YAMLMap["items"][number]> {
  const known = PAIRS.get(map);
  if (known !== undefined) return known;
  const pairs = new Map(map.items.toReversed().map((pair) => [String(pair.key), pair]));
  PAIRS.set(map, pairs);
  return pairs;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
