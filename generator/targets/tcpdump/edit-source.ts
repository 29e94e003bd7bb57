import type { Change, Part, Release } from "./release.js";

/** A changed source, or why it cannot be changed: nothing is guessed. */
export type Edited =
  | {
      readonly kind: "edited";
      readonly text: string;
      /** Removed lines that the release that is known has not; reversing cannot bring them back. */
      readonly strange: readonly string[];
    }
  | { readonly kind: "refused"; readonly reason: string };

/** Lines from `start` on, `count` of them, and what comes in their place. */
interface Replacement {
  readonly start: number;
  readonly count: number;
  readonly lines: readonly string[];
  /** What should stand there; what is ours may be anything. */
  readonly known?: readonly string[];
}

class Refusal extends Error {}

/** What each of the patches adds, whatever its inputs are, and no tcpdump has. */
const SIGNS = [
  /^ {8}if \(print_tcp_rst_\w+\(ndo, sp, length\)\)$/m,
  / != (?:8", length|%u", length, TCP_RST_DIAG_LEN)\);$/m,
];

/** Whether the source has the changes already, or similar ones. */
export function isPatched(text: string): boolean {
  return SIGNS.some((sign) => sign.test(text));
}

/** Makes the changes of a release at their anchors, wherever these are. */
export function applyChanges(text: string, release: Release): Edited {
  return edit(text, (lines) =>
    changesOf(release).flatMap(({ change, after }) => {
      if (change.optional && !lines.some((line) => line.includes(change.anchor))) return [];
      return [place(lines, change, after)];
    }),
  );
}

/** Takes the changes of a release back; blocks and the table may be those of other inputs. */
export function reverseChanges(text: string, release: Release): Edited {
  return edit(text, (lines) =>
    changesOf(release).flatMap(({ before, change, after }) => {
      if (change.madeOf === "a block") {
        return [{ ...findBlock(lines, before, after), lines: change.remove }];
      }
      if (change.madeOf === "the table") {
        const { start, count } = place(lines, change, after);
        return [{ start, count, lines: change.remove }];
      }
      const wanted = [...before, ...change.add, ...after];
      const starts = findLines(lines, wanted);
      if (starts.length === 0 && change.optional) return [];
      const start = onlyOne(starts, change.add[0] ?? after[0] ?? "") + before.length;
      return [{ start, count: change.add.length, lines: change.remove }];
    }),
  );
}

function edit(text: string, plan: (lines: readonly string[]) => readonly Replacement[]): Edited {
  const lines = text.split("\n");
  const strange: string[] = [];
  try {
    const replacements = [...plan(lines)].sort((a, b) => b.start - a.start);
    for (const { start, count, lines: added, known } of replacements) {
      const removed = lines.splice(start, count, ...added);
      const kept = new Set([...(known ?? removed), ...added]);
      strange.unshift(...removed.filter((line) => !kept.has(line)));
    }
  } catch (error) {
    if (error instanceof Refusal) return { kind: "refused", reason: error.message };
    throw error;
  }
  return { kind: "edited", text: lines.join("\n"), strange };
}

/** The changes of all hunks, each with the lines that stay before and after it. */
function changesOf({ hunks }: Release) {
  return hunks.flatMap(({ parts }) =>
    parts.flatMap((part, at) =>
      "keep" in part
        ? []
        : [{ before: keptIn(parts[at - 1]), change: part, after: keptIn(parts[at + 1]) }],
    ),
  );
}

function keptIn(part: Part | undefined): readonly string[] {
  return part && "keep" in part ? part.keep : [];
}

function place(
  lines: readonly string[],
  { anchor, remove, add }: Change,
  after: readonly string[],
): Replacement {
  const known = remove.length > 0 ? remove : after;
  const offset = known.findIndex((line) => line.includes(anchor));
  const found = indexesOf(lines, (line) => line.includes(anchor));
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
  const end = lines.indexOf(last, start + Math.min(remove.length - 1, 1));
  if (end < 0) throw new Refusal(`there is no "${last}" behind line ${start + 1}`);
  return end - start + 1;
}

/** What stands between the lines before and after a block. */
function findBlock(
  lines: readonly string[],
  before: readonly string[],
  after: readonly string[],
): Pick<Replacement, "start" | "count"> {
  const end = onlyOne(findLines(lines, after), after.join(" "));
  const starts = findLines(lines, before).map((at) => at + before.length);
  const start = starts.findLast((at) => at <= end);
  if (start === undefined) throw new Refusal(`no line has "${before.join(" ").trim()}"`);
  return { start, count: end - start };
}

/** Where all of these lines stand in a row. */
function findLines(lines: readonly string[], wanted: readonly string[]): readonly number[] {
  return indexesOf(lines, (_, at) => wanted.every((line, offset) => lines[at + offset] === line));
}

function indexesOf(
  lines: readonly string[],
  fits: (line: string, at: number) => boolean,
): readonly number[] {
  return lines.flatMap((line, at) => (fits(line, at) ? [at] : []));
}

function onlyOne(places: readonly number[], what: string): number {
  const [place, ...others] = places;
  if (place === undefined) throw new Refusal(`no line has "${what.trim()}"`);
  if (others.length === 0) return place;
  const numbers = places.map((at) => at + 1).join(", ");
  throw new Refusal(`"${what.trim()}" is not unique: it is in the lines ${numbers}`);
}
