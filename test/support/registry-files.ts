import { readFileSync } from "node:fs";
import fc from "fast-check";
import { formatMistake } from "../../generator/model/mistake.js";
import {
  type ReadResult,
  type SourceFile,
  sourceFile,
} from "../../generator/registry/source-file.js";
import { parseXml, type XmlElement } from "../../generator/registry/xml-tree.js";

/** A file of the real registry folder; only for tests. */
export function realFile(name: string): SourceFile {
  const path = new URL(`../../registry/${name}`, import.meta.url);
  return sourceFile(name, readFileSync(path, "utf8"));
}

/** What a reader gave; throws what it tells the user instead. Only for tests. */
export function readOrThrow<T>(result: ReadResult<T>): T {
  if (result.kind === "read") return result.value;
  throw new Error(toldBy(result).join("\n"));
}

/** What a reader tells the user; only for tests. */
export function toldBy(result: ReadResult<unknown>): readonly string[] {
  return result.kind === "read" ? [] : result.mistakes.map(formatMistake);
}

/** The root of a document; only for tests. */
export function xmlOf(text: string): XmlElement {
  return readOrThrow(parseXml(sourceFile("x.xml", text)));
}

/** Whether each mistake is one line and points into the file; only for tests. */
export function pointsInto(file: SourceFile, result: ReadResult<unknown>): boolean {
  if (result.kind === "read") return true;
  const lines = file.text.split("\n");
  return (
    result.mistakes.length > 0 &&
    toldBy(result).every((line) => !line.includes("\n")) &&
    result.mistakes.every(({ place: { path, line, column } }) => {
      const columns = (lines[line - 1]?.length ?? -1) + 1;
      return path === file.path && column >= 1 && column <= columns;
    })
  );
}

/** The text after a few edits, some of them with markup of its language; only for tests. */
export function mutated(text: string, markup: readonly string[]): fc.Arbitrary<string> {
  const edit = fc.record({
    at: fc.nat(text.length),
    drop: fc.oneof(fc.constant(0), fc.nat(40)),
    insert: fc.oneof(fc.constantFrom("", ...markup), fc.string({ unit: "binary", maxLength: 5 })),
  });
  return fc
    .array(edit, { minLength: 1, maxLength: 4 })
    .map((edits) =>
      edits.reduce(
        (result, { at, drop, insert }) => result.slice(0, at) + insert + result.slice(at + drop),
        text,
      ),
    );
}
