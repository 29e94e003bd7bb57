import { readFileSync } from "node:fs";
import { type OutputUnit, Validator } from "@cfworker/json-schema";
import { type Document, isMap, LineCounter, type Node, parseDocument } from "yaml";
import type { Definition, DefinitionData, DefinitionPath } from "../model/definition.js";
import type { Place } from "../model/mistake.js";
import { explainSchemaError } from "./schema-error.js";
import { oneMistake, type ReadResult, type SourceFile } from "./source-file.js";

const SCHEMA = new URL("../../registry/rst-diagnostic-payload.schema.json", import.meta.url);

/** Reads the definition of the wire formats (YAML 1.2, core schema) and checks its shape. */
export function readDefinition(file: SourceFile): ReadResult<Definition> {
  const lines = new LineCounter();
  const document = parseDocument(file.text, { lineCounter: lines, prettyErrors: false });
  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0) {
    const mistakes = broken.map((error) => ({
      place: file.placeAt(error.pos[0]),
      what: `not well-formed YAML: ${error.message.replace(/\s+/g, " ")}`,
      remedy: "correct the markup",
    }));
    return { kind: "mistakes", mistakes };
  }
  const locate = (path: DefinitionPath): Place => file.placeAt(offsetOf(document, path));
  return checkShape(file, document, locate);
}

function checkShape(
  file: SourceFile,
  document: Document,
  locate: Definition["locate"],
): ReadResult<Definition> {
  let data: unknown;
  try {
    data = document.toJS();
  } catch (error) {
    const what = `not usable YAML: ${error instanceof Error ? error.message : String(error)}`;
    return oneMistake(file.placeAt(0), what, "write the values out, without aliases");
  }
  const errors: OutputUnit[] = [];
  if (hasShape(data, errors)) return { kind: "read", value: { data, locate } };
  const mistakes = errors.flatMap((error) => {
    const explained = explainSchemaError(error);
    if (!explained) return [];
    const { path, what, remedy } = explained;
    return { place: locate(path), what, remedy };
  });
  return { kind: "mistakes", mistakes };
}

function hasShape(data: unknown, errors: OutputUnit[]): data is DefinitionData {
  const validator = new Validator(JSON.parse(readFileSync(SCHEMA, "utf8")), "2020-12", false);
  const result = validator.validate(data);
  errors.push(...result.errors);
  return result.valid;
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

function isCollection(node: unknown): node is { get(key: unknown, keepScalar: true): unknown } {
  return typeof node === "object" && node !== null && "get" in node;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

function isNode(node: unknown): node is Node {
  return typeof node === "object" && node !== null && "range" in node;
}
