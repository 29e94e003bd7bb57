import type { Change, Hunk, KeptLines, Release } from "./release.js";

/** A changed source, or why it cannot be changed: nothing is guessed. */
export type Edited =
  | {
      readonly kind: "edited";
      readonly text: string;
      /** Removed lines that the release that is known has not; reversing cannot bring them back. */
      readonly strange: readonly string[];
    }
  | { readonly kind: "refused"; readonly reason: string };

/** The first and the last line of the generated block, as its template has them. */
const BLOCK_BEGIN = "/* RST diagnostic payloads begin here;";
const BLOCK_END = "/* RST diagnostic payloads end here. */";

/** Lines from `start` on, `count` of them, and what comes in their place. */
interface Replacement {
  readonly start: number;
  readonly count: number;
  readonly lines: readonly string[];
  /** What should stand there; what is ours may be anything. */
  readonly known?: readonly string[];
}

class Refusal extends Error {}

/** Whether the source has the generated block already. */
export function isPatched(text: string): boolean {
  return text.includes(BLOCK_BEGIN);
}

/** Makes the changes of a release at their anchors, wherever these are. */
export function applyChanges(text: string, { hunks }: Release): Edited {
  return edit(text, (lines) =>
    hunks.flatMap((hunk) =>
      changesOf(hunk).flatMap(({ change, after }) => {
        if (change.optional && !lines.some((line) => line.includes(change.anchor))) return [];
        return [place(lines, change, after)];
      }),
    ),
  );
}

/** Puts the generated block of a release in the place of the one that is there. */
export function replaceBlock(text: string, { hunks }: Release): Edited {
  const block = hunks.flatMap(changesOf).find(({ change }) => change.isBlock);
  return edit(text, (lines) => [{ ...findBlock(lines), lines: block?.change.add ?? [] }]);
}

/** Takes the changes of a release back; the block may be that of other inputs. */
export function reverseChanges(text: string, { hunks }: Release): Edited {
  return edit(text, (lines) =>
    hunks.flatMap((hunk) =>
      changesOf(hunk).flatMap(({ before, change, after }) => {
        if (change.isBlock) return [{ ...findBlock(lines), lines: change.remove }];
        const starts = findAll(lines, [...before, ...change.add, ...after]);
        if (starts.length === 0 && change.optional) return [];
        const start = onlyOne(starts, change.add[0] ?? after[0] ?? "") + before.length;
        return [{ start, count: change.add.length, lines: change.remove }];
      }),
    ),
  );
}

function edit(text: string, plan: (lines: readonly string[]) => readonly Replacement[]): Edited {
  const lines = text.split("\n");
  const strange: string[] = [];
  try {
    const replacements = [...plan(lines)].sort((a, b) => b.start - a.start);
    for (const { start, count, lines: added, known } of replacements) {
      const removed = lines.splice(start, count, ...added);
      if (known) strange.unshift(...removed.filter((line) => !known.includes(line)));
    }
  } catch (error) {
    if (error instanceof Refusal) return { kind: "refused", reason: error.message };
    throw error;
  }
  return { kind: "edited", text: lines.join("\n"), strange };
}

interface Surrounded {
  readonly before: readonly string[];
  readonly change: Change;
  readonly after: readonly string[];
}

function changesOf({ parts }: Hunk): readonly Surrounded[] {
  return parts.flatMap((part, at) =>
    part.kind === "keep"
      ? []
      : [{ before: linesOf(parts[at - 1]), change: part, after: linesOf(parts[at + 1]) }],
  );
}

function linesOf(part: KeptLines | Change | undefined): readonly string[] {
  return part?.kind === "keep" ? part.lines : [];
}

function place(
  lines: readonly string[],
  { anchor, remove, add }: Change,
  after: readonly string[],
): Replacement {
  const known = remove.length > 0 ? remove : after;
  const offset = known.findIndex((line) => line.includes(anchor));
  const found = lines.flatMap((line, at) => (line.includes(anchor) ? [at] : []));
  const start = onlyOne(found, anchor) - offset;
  known.slice(0, offset).forEach((line, at) => {
    if (lines[start + at] !== line) throw new Refusal(`line ${start + at + 1} is not "${line}"`);
  });
  return { start, count: countRemoved(lines, start, remove), lines: add, known: remove };
}

/** What is removed ends with the first line that is as the last one known; the rest may differ. */
function countRemoved(lines: readonly string[], start: number, remove: readonly string[]): number {
  const last = remove.at(-1);
  if (last === undefined) return 0;
  const end = lines.indexOf(last, start + 1);
  if (end < 0) throw new Refusal(`there is no "${last}" behind line ${start + 1}`);
  return end - start + 1;
}

function findBlock(lines: readonly string[]): { readonly start: number; readonly count: number } {
  const starts = lines.flatMap((line, at) => (line.startsWith(BLOCK_BEGIN) ? [at] : []));
  const start = onlyOne(starts, BLOCK_BEGIN);
  const ends = lines.flatMap((line, at) => (line === BLOCK_END ? [at] : []));
  const end = onlyOne(ends, BLOCK_END);
  // With the empty line behind it.
  return { start, count: end + 2 - start };
}

function findAll(lines: readonly string[], wanted: readonly string[]): readonly number[] {
  return lines.flatMap((_line, at) =>
    wanted.every((line, offset) => lines[at + offset] === line) ? [at] : [],
  );
}

function onlyOne(places: readonly number[], what: string): number {
  const [place, ...others] = places;
  if (place === undefined) throw new Refusal(`no line has "${what.trim()}"`);
  if (others.length === 0) return place;
  const numbers = places.map((at) => at + 1).join(", ");
  throw new Refusal(`"${what.trim()}" is not unique: it is in the lines ${numbers}`);
}
