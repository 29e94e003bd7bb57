import { FILE_HEADERS_ONLY, formatPatch } from "diff";
import { readTemplate, renderTemplate } from "../rendering/target.js";

/** Lines that stay: what a patch shows around a change. */
export interface KeptLines {
  readonly kind: "keep";
  readonly lines: readonly string[];
}

/** Lines that go, and lines that come in their place. */
export interface Change {
  readonly kind: "change";
  /** Part of one line, which must be there exactly once: of a removed one, or of one kept behind. */
  readonly anchor: string;
  readonly remove: readonly string[];
  readonly add: readonly string[];
  /** Whether `add` is the generated block, which ends in a line of its own. */
  readonly isBlock: boolean;
  /** Left out where its anchor is missing: it removes what would only be superfluous. */
  readonly optional: boolean;
}

/** Neighbouring changes, and the lines around and between them. */
export interface Hunk {
  /** Of the first line in the newest source that is known. */
  readonly line: number;
  readonly parts: readonly (KeptLines | Change)[];
}

/** A line of tcpdump's releases in which the same lines stand around each change. */
export interface Release {
  readonly name: string;
  readonly versions: string;
  readonly file: string;
  readonly hunks: readonly Hunk[];
}

interface PartData {
  readonly keep?: readonly string[];
  readonly anchor?: string;
  readonly remove?: readonly string[];
  readonly add?: readonly string[];
  readonly template?: string;
  readonly optional?: boolean;
}

interface ReleaseData {
  readonly release: string;
  readonly versions: string;
  readonly file: string;
  readonly hunks: readonly { readonly line: number; readonly parts: readonly PartData[] }[];
}

/** The newest first: its anchors are the more special ones. */
export const RELEASES = ["5.0", "4.99"] as const;
/** The template whose lines are one block of the patched source. */
const BLOCK = "print-functions.c";

/** Reads what a release has around the changes, and fills in what `view` gives to add. */
export function readRelease(name: (typeof RELEASES)[number], view: object): Release {
  const { versions, file, hunks }: ReleaseData = JSON.parse(readTemplate(`tcpdump/${name}.json`));
  return {
    name,
    versions,
    file,
    hunks: hunks.map(({ line, parts }) => ({
      line,
      parts: parts.map((part) => readPart(part, view)),
    })),
  };
}

function readPart(part: PartData, view: object): KeptLines | Change {
  if (part.keep) return { kind: "keep", lines: part.keep };
  const { anchor = "", remove = [], add = [], template, optional = false } = part;
  const rendered = template === undefined ? add : renderLines(template, view);
  return { kind: "change", anchor, remove, add: rendered, isBlock: template === BLOCK, optional };
}

function renderLines(template: string, view: object): readonly string[] {
  return renderTemplate(`tcpdump/${template}`, view).split("\n").slice(0, -1);
}

/** The changes of a release as a unified diff, which applies without fuzz. */
export function patchText({ file, hunks }: Release): string {
  let shift = 0;
  const formatted = hunks.map((hunk) => {
    const oldLines = count(hunk, " -");
    const newLines = count(hunk, " +");
    const newStart = hunk.line + shift;
    shift += newLines - oldLines;
    return { oldStart: hunk.line, oldLines, newStart, newLines, lines: hunk.parts.flatMap(mark) };
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

function count({ parts }: Hunk, marks: string): number {
  return parts.flatMap(mark).filter((line) => marks.includes(line.charAt(0))).length;
}

function mark(part: KeptLines | Change): readonly string[] {
  if (part.kind === "keep") return part.lines.map((line) => ` ${line}`);
  return [...part.remove.map((line) => `-${line}`), ...part.add.map((line) => `+${line}`)];
}
