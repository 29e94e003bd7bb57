import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Mistake, Place } from "../model/mistake.js";
import type { Model } from "../model/model.js";

/** A registry of 65,535 records is below this; a larger file is refused unread. */
export const MAX_INPUT_OCTETS = 16 * 1024 * 1024;

/** A file or a folder, and how messages call it. */
export interface NamedPath {
  readonly path: string;
  readonly name: string;
}

/** A file of a folder, under the name that goes with the folder's. */
export function fileIn({ path, name }: NamedPath, file: string): NamedPath {
  return { path: join(path, file), name: `${name}/${file}` };
}

/** Where a message about a whole file points to. */
export function startOfFile({ name }: Pick<NamedPath, "name">): Place {
  return { path: name, line: 1, column: 1 };
}

/** The files of a folder inside another one, in their order; none where it is not there. */
export function listFolder(parent: NamedPath, name: string): ReadResult<readonly string[]> {
  const folder = fileIn(parent, name);
  try {
    const files = readdirSync(folder.path).filter((file) => !file.startsWith("."));
    return { kind: "read", value: files.sort() };
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === "ENOENT") return { kind: "read", value: [] };
    const what = `cannot be read as a folder (${reason})`;
    return oneMistake(startOfFile(folder), what, "check the name and the permissions");
  }
}

/** An input file in memory. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** SHA-256 of the octets, in hexadecimal. */
  readonly digest: string;
  /** Place of a character, counted from 0. */
  placeAt(offset: number): Place;
}

/** What a reader gives: its result, or what is wrong with the file. */
export type ReadResult<T> =
  | { readonly kind: "read"; readonly value: T }
  | { readonly kind: "mistakes"; readonly mistakes: readonly Mistake[] };

/** Shorthand for a reader that found exactly one mistake. */
export function oneMistake(place: Place, what: string, remedy: string): ReadResult<never> {
  return { kind: "mistakes", mistakes: [{ place, what, remedy }] };
}

/** Reads a file of UTF-8 text; `name` is how messages and headers call it. */
export function readSourceFile(path: string, name: string): ReadResult<SourceFile> {
  const start = startOfFile({ name });
  let octets: Buffer;
  try {
    const stat = statSync(path);
    if (!stat.isFile()) return oneMistake(start, "is not a regular file", "give a file");
    if (stat.size > MAX_INPUT_OCTETS) {
      const what = `the file has ${stat.size} octets, more than the limit of ${MAX_INPUT_OCTETS}`;
      return oneMistake(start, what, "give the one registry, not a collection");
    }
    octets = readFileSync(path);
  } catch (error) {
    const what = `cannot be read (${reasonOf(error)})`;
    return oneMistake(start, what, "check the name and the permissions");
  }
  const text = octets.toString("utf8").replace(/^\uFEFF/, "");
  const file = sourceFile(name, text, createHash("sha256").update(octets).digest("hex"));
  if (isUtf8(octets)) return { kind: "read", value: file };
  return oneMistake(
    file.placeAt(Math.max(text.indexOf("\uFFFD"), 0)),
    "these octets are not UTF-8",
    "save the file as UTF-8",
  );
}

/**
 * Makes a source of text that is already in memory. Half a surrogate pair, which no UTF-8 can
 * hold, becomes U+FFFD: parsers do not expect it.
 */
export function sourceFile(path: string, content: string, digest = ""): SourceFile {
  const text = content.replace(/\p{Cs}/gu, "\uFFFD");
  let lineStarts: readonly number[] | undefined;
  const placeAt = (offset: number): Place => {
    lineStarts ??= linesOf({ text }).map((line) => line.offset);
    const line = lineIndex(lineStarts, offset);
    return { path, line: line + 1, column: offset - (lineStarts[line] ?? 0) + 1 };
  };
  return { path, text, digest, placeAt };
}

/** A line of a file without its end, and where it begins in the text. */
export interface Line {
  readonly text: string;
  readonly offset: number;
}

/** The lines of a file, whichever system ended them. */
export function linesOf({ text }: Pick<SourceFile, "text">): readonly Line[] {
  let offset = 0;
  return text.split("\n").map((line) => {
    const start = offset;
    offset += line.length + 1;
    return { text: line.replace(/\r$/, ""), offset: start };
  });
}

/** The system's name for an error, such as ENOENT. */
function reasonOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}

function lineIndex(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The definition's name in a registry folder. */
export const DEFINITION_FILE = "rst-diagnostic-payload.yaml";

/** The registry files of a folder that its definition does not name, so that nothing reads them. */
export function findUnlisted(folder: NamedPath, { inputs }: Model): readonly Mistake[] {
  const files = listFolder(folder, ".");
  if (files.kind === "mistakes") return [];
  const read = new Set(inputs.map(({ path }) => path));
  return files.value
    .filter((name) => /\.(?:xml|csv)$/i.test(name) && !read.has(`registry/${name}`))
    .map((name) => ({
      place: startOfFile(fileIn(folder, name)),
      what: `${DEFINITION_FILE} does not list this file, so nothing reads it`,
      remedy: "add it to the revisions of its registry, or delete it",
    }));
}
