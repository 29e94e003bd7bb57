import { FILE_HEADERS_ONLY, formatPatch } from "diff";
import { readTemplate, renderTemplate } from "../rendering/target.js";

/** Lines that stay: what a patch shows around a change. */
interface KeptLines {
  readonly keep: readonly string[];
}

/** Lines that go, and lines that come in their place. */
export interface Change {
  /** Part of one line, which must be there exactly once: of a removed one, or of one kept behind. */
  readonly anchor: string;
  readonly remove: readonly string[];
  readonly add: readonly string[];
  /** Whether `add` is the generated block, which ends in a line of its own. */
  readonly isBlock: boolean;
  /** Left out where its anchor is missing: it removes what would only be superfluous. */
  readonly optional: boolean;
}

export type Part = KeptLines | Change;

/** Neighbouring changes, and the lines around and between them. */
interface Hunk<P> {
  /** Of the first line in the newest source that is known. */
  readonly line: number;
  readonly parts: readonly P[];
}

/** A line of tcpdump's releases in which the same lines stand around each change. */
export interface Release<P = Part> {
  readonly versions: string;
  readonly file: string;
  readonly hunks: readonly Hunk<P>[];
}

type PartData = KeptLines | (Partial<Omit<Change, "isBlock">> & { readonly template?: string });

/** The newest first: its anchors are the more special ones. */
export const RELEASES = ["5.0", "4.99"] as const;
/** The template whose lines are one block of the patched source. */
const BLOCK = "print-functions.c";

/** Reads what a release has around the changes, and fills in what `view` gives to add. */
export function readRelease(name: (typeof RELEASES)[number], view: object): Release {
  const data: Release<PartData> = JSON.parse(readTemplate(`tcpdump/${name}.json`));
  const hunks = data.hunks.map(({ line, parts }) => {
    return { line, parts: parts.map((part) => readPart(part, view)) };
  });
  return { ...data, hunks };
}

function readPart(part: PartData, view: object): Part {
  if ("keep" in part) return part;
  const { anchor = "", remove = [], template, optional = false } = part;
  const filled = template && renderTemplate(`tcpdump/${template}`, view).split("\n").slice(0, -1);
  const add = filled || (part.add ?? []);
  return { anchor, remove, add, isBlock: template === BLOCK, optional };
}

/** The changes of a release as a unified diff, which applies without fuzz. */
export function patchText({ file, hunks }: Release): string {
  let shift = 0;
  const formatted = hunks.map(({ line, parts }) => {
    const lines = parts.flatMap(markLines);
    const oldLines = lines.filter((one) => !one.startsWith("+")).length;
    const newLines = lines.filter((one) => !one.startsWith("-")).length;
    const newStart = line + shift;
    shift += newLines - oldLines;
    return { oldStart: line, oldLines, newStart, newLines, lines };
  });
  const patch = {
    oldFileName: `a/${file}`,
    newFileName: `b/${file}`,
    oldHeader: undefined,
    newHeader: undefined,
    hunks: formatted,
  };
  return formatPatch(patch, FILE_HEADERS_ONLY);
}

function markLines(part: Part): readonly string[] {
  if ("keep" in part) return part.keep.map((line) => ` ${line}`);
  return [...part.remove.map((line) => `-${line}`), ...part.add.map((line) => `+${line}`)];
}
