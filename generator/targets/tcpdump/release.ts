import { diffArrays, FILE_HEADERS_ONLY, formatPatch } from "diff";
import { readTemplate, renderTemplate } from "../rendering/target.js";
import type { CView } from "./c-view.js";

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
  /** How to find what was added, where that depends on the registries. */
  readonly madeOf: "fixed lines" | "a block" | "the table";
  /** Left out where its anchor is missing: it removes what would only be superfluous. */
  readonly optional: boolean;
}

export type Part = KeptLines | Change;

/** Neighbouring changes, and the lines around and between them. */
interface Hunk<P> {
  /** Of the first line in the newest source that is known. */
  readonly line: number;
  /** Whether it is of the second patch, which is for the table of upstream's alone. */
  readonly patch?: "table";
  readonly parts: readonly P[];
}

/** A line of tcpdump's releases in which the same lines stand around each change. */
export interface Release<P = Part> {
  readonly versions: string;
  /** The first line of the commit's message, what follows, and its lines for CHANGES. */
  readonly subject: string;
  readonly message: readonly string[];
  readonly changes: readonly string[];
  readonly file: string;
  readonly hunks: readonly Hunk<P>[];
}

type PartData = KeptLines | (Partial<Omit<Change, "madeOf">> & { readonly template?: string });

/** The newest first: its anchors are the more special ones. */
export const RELEASES = ["5.0", "4.99"] as const;

/** What the templates give that depends on the registries; the others give the same lines always. */
const MADE_OF: Readonly<Record<string, Change["madeOf"]>> = {
  "print-functions.c": "a block",
  "vendor-causes.c": "a block",
  "failure-causes.c": "the table",
};

/**
 * Reads what a release has around the changes, and fills in what `view` gives to add. The development
 * branch's own decoder stays where it reads all that is wanted, and else gives way to ours.
 */
export function readRelease(name: (typeof RELEASES)[number], view: CView): Release {
  const file = name === "5.0" && !view.isUpstreams ? "5.0-rewritten" : name;
  const data: Release<PartData> = JSON.parse(readTemplate(`tcpdump/${file}.json`));
  const hunks = data.hunks.map((hunk) => {
    return { ...hunk, parts: hunk.parts.map((part) => readPart(part, view)) };
  });
  return { ...data, hunks };
}

function readPart(part: PartData, view: CView): Part {
  if ("keep" in part) return part;
  const { anchor = "", remove = [], template = "", optional = false } = part;
  const filled = template && renderTemplate(`tcpdump/${template}`, view).split("\n").slice(0, -1);
  const add = filled || (part.add ?? []);
  return { anchor, remove, add, madeOf: MADE_OF[template] ?? "fixed lines", optional };
}

/**
 * The changes of a release, or those of its table alone, as a unified diff, which applies without
 * fuzz; empty where there is nothing to change.
 */
export function patchText({ file, hunks }: Release, which?: "table"): string {
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
  return formatPatch(patch, FILE_HEADERS_ONLY);
}

/** Lines that stay in a change are shown as such. */
function markLines(part: Part): readonly string[] {
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

/** The rows of upstream's table, and those that come in their place. */
export function tableRows({ hunks }: Release) {
  const changes = hunks.flatMap(({ parts }) =>
    parts.flatMap((part) => ("keep" in part ? [] : part)),
  );
  const table = changes.find(({ madeOf }) => madeOf === "the table");
  return { upstream: rowsOf(table?.remove ?? []), ours: rowsOf(table?.add ?? []) };
}

/** The texts of `{ 14, "Connection timeout" },` by their codes, as C writes them. */
function rowsOf(lines: readonly string[]): ReadonlyMap<number, string> {
  return new Map(
    lines.flatMap((line) => {
      const [, code, text] = /^ *\{ (\d+), "(.*)" \},$/.exec(line) ?? [];
      return code === undefined || text === undefined ? [] : [[Number(code), text] as const];
    }),
  );
}
