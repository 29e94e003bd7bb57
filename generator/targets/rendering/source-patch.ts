import { diffArrays, FILE_HEADERS_ONLY, formatPatch } from "diff";
import { wrapText } from "./layout.js";

/** Lines that stay: what a patch shows around a change. */
export interface KeptLines {
  readonly keep: readonly string[];
}

/** Lines that go, and lines that come in their place. */
export interface ChangedLines {
  readonly remove: readonly string[];
  readonly add: readonly string[];
}

/** Neighbouring changes, and the lines around and between them. */
export interface Hunk<P> {
  /** Of the first line in the newest source that is known. */
  readonly line: number;
  /** Whether it is of the second patch, which is for the table of upstream's alone. */
  readonly patch?: "table";
  readonly parts: readonly P[];
}

/** What is changed in a file of upstream's. */
export interface FileChanges {
  readonly file: string;
  readonly hunks: readonly Hunk<KeptLines | ChangedLines>[];
}

/**
 * The changes of a file, or those of its table alone, as git shows them, and patch(1) takes them, too:
 * without fuzz; empty where there is nothing to change.
 */
export function patchText({ file, hunks }: FileChanges, which?: "table"): string {
  let shift = 0;
  const shown = hunks
    .filter(({ patch }) => patch === which)
    .flatMap(({ line, parts }) => cutHunks(parts.flatMap(markLines), line))
    .map(({ oldStart, lines }) => {
      const oldLines = countOld(lines);
      const newLines = lines.filter((one) => !one.startsWith("-")).length;
      const newStart = oldStart + shift;
      shift += newLines - oldLines;
      return { oldStart, oldLines, newStart, newLines, lines };
    });
  if (shown.length === 0) return "";
  const patch = {
    oldFileName: `a/${file}`,
    newFileName: `b/${file}`,
    oldHeader: undefined,
    newHeader: undefined,
    hunks: shown,
  };
  return `diff --git a/${file} b/${file}\n${formatPatch(patch, FILE_HEADERS_ONLY)}`;
}

/** Lines that stay in a change are shown as such. */
function markLines(part: KeptLines | ChangedLines): readonly string[] {
  if ("keep" in part) return part.keep.map((line) => ` ${line}`);
  return diffArrays([...part.remove], [...part.add]).flatMap(({ added, removed, value }) =>
    value.map((line) => `${added ? "+" : removed ? "-" : " "}${line}`),
  );
}

/** Lines that are shown before and after a change. */
const CONTEXT = 3;

/** Leaves out what is far from all changes; `first` is the number of the first line. */
function cutHunks(marked: readonly string[], first: number) {
  const isChanged = (at: number) => marked[at] !== undefined && !marked[at].startsWith(" ");
  const isNear = marked.map((_, at) =>
    Array.from({ length: 2 * CONTEXT + 1 }, (_, step) => at - CONTEXT + step).some(isChanged),
  );
  const starts = isNear.flatMap((near, at) => (near && !isNear[at - 1] ? [at] : []));
  return starts.map((start) => {
    const end = isNear.indexOf(false, start);
    const lines = marked.slice(start, end < 0 ? undefined : end);
    return { oldStart: first + countOld(marked.slice(0, start)), lines };
  });
}

/** How many of the lines are in the source that is changed. */
function countOld(marked: readonly string[]): number {
  return marked.filter((one) => !one.startsWith("+")).length;
}

/** Columns of a message, and of what stands before a cause in it. */
const [MESSAGE_COLUMNS, CODE_COLUMNS] = [72, 7];

/** A text by its code. */
export type TableRows = ReadonlyMap<number, string>;

/** What a commit's message says of a changed table: each code whose text is new, another, or gone. */
export function tableDifferences(upstream: TableRows, ours: TableRows): readonly string[] {
  const codes = [...new Set([...upstream.keys(), ...ours.keys()])].sort((a, b) => a - b);
  return codes.flatMap((code) => {
    const [before, after] = [upstream.get(code), ours.get(code)];
    if (before === after) return [];
    const now = after ?? "(none)";
    const text = before === undefined ? `${now} (new)` : `${now} (was: ${before})`;
    return wrapText(text, MESSAGE_COLUMNS - CODE_COLUMNS).map(
      (line, at) => `${(at === 0 ? `${code}` : "").padStart(CODE_COLUMNS - 2)}  ${line}`,
    );
  });
}
