import { FILE_HEADERS_ONLY, formatPatch } from "diff";
import type { Change, Hunk, KeptLines, Release } from "./release.js";

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
