import type { Model } from "../../model/model.js";
import type { Generator, OutputFile, TestFile } from "../rendering/target.js";
import { type CView, cView } from "./c-view.js";
import {
  type Change,
  type ChangesName,
  changesFor,
  type Part,
  RELEASES,
  type Release,
  type ReleaseName,
  readRelease,
  readTests,
  testFiles,
} from "./release.js";

/** The file of tcpdump that is changed. */
export const SOURCE_FILE = "print-tcp.c";
/** tcpdump's list of tests, below its source folder. */
export const TEST_LIST = "tests/TESTLIST";

/** What becomes of a source folder of tcpdump; paths are below it. */
export type TreeEdit =
  | {
      readonly kind: "edited";
      readonly release: string;
      readonly write: readonly OutputFile[];
      readonly remove: readonly string[];
      /** Of what is written, the files that only a patched folder has. */
      readonly added: readonly string[];
      readonly strange: readonly string[];
    }
  | { readonly kind: "refused"; readonly reasons: readonly string[] };

/** What is in the folder now, one character an octet. */
interface TreeText {
  readonly source: string;
  /** Absent where the folder has no tests. */
  readonly testList?: string;
}

/** What the changes are made of, and whether they are taken back. */
interface Edit {
  readonly model: Model;
  readonly options: Pick<Generator, "tcpdumpGuesses">;
  /** For each of the changes that may fit. */
  readonly tests: (changes: ChangesName) => readonly TestFile[];
  readonly reverse: boolean;
}

/**
 * Applies what fits the folder, or brings what was applied up to date; in reverse, takes back what
 * was applied, whatever its inputs were.
 */
export function editTree(edit: Edit, tree: TreeText): TreeEdit {
  const { source } = tree;
  if (edit.reverse && !isPatched(source)) {
    return { kind: "refused", reasons: [`${SOURCE_FILE} is not patched`] };
  }
  const view = cView(edit.model, edit.options);
  const reasons: string[] = [];
  for (const name of RELEASES) {
    const release = readRelease(name, view);
    const edited = editSource(edit, name, source);
    if (edited.kind === "edited") {
      const { write, remove } = editTests(edit, name, changesFor(name, view), tree.testList);
      const paths = write.map(({ path }) => path).filter((path) => path !== TEST_LIST);
      const added = isPatched(source) ? [] : paths;
      const changed = { path: SOURCE_FILE, content: Buffer.from(edited.text, "latin1") };
      const { strange } = edited;
      return { kind: "edited", release: name, write: [changed, ...write], remove, added, strange };
    }
    reasons.push(`${SOURCE_FILE} is not that of ${release.versions}: ${edited.reason}`);
  }
  return { kind: "refused", reasons };
}

/** What was applied is taken back first: by whichever of the patches of this release it was. */
function editSource({ model, options, reverse }: Edit, name: ReleaseName, source: string): Edited {
  const apply = (text: string) => applyChanges(text, readRelease(name, cView(model, options)));
  if (!isPatched(source)) return apply(source);
  const attempts = allViews(model, options).map((view) =>
    reverseChanges(source, readRelease(name, view)),
  );
  const reversed = attempts.find(({ kind }) => kind === "edited") ?? attempts[0];
  if (reversed?.kind !== "edited" || reverse) return reversed ?? apply(source);
  return apply(reversed.text);
}

/** Views that differ in the lines around what depends on the registries, the likeliest first. */
function allViews(model: Model, options: Edit["options"]): readonly CView[] {
  const guesses = options.tcpdumpGuesses === true;
  const either = [true, false];
  return [guesses, !guesses].flatMap((tcpdumpGuesses) => {
    // How the table and the blocks look does not matter, and those of many vendors are long.
    const view = { ...cView(model, { tcpdumpGuesses }), tables: [], vendors: [] };
    return either.flatMap((isUpstreams) =>
      either.flatMap((hasNumbers) =>
        either.map((hasVendors) => ({ ...view, isUpstreams, hasNumbers, hasVendors })),
      ),
    );
  });
}

/** The last of upstream's own tests of these payloads; ours stand behind it. */
const LAST_TEST = /^tcp_rst_diag_payload-trunc .*\n/m;

/** Our tests in tcpdump's folder; on the development branch its list names them. */
function editTests(
  { tests, reverse }: Edit,
  release: ReleaseName,
  changes: ChangesName,
  testList: string | undefined,
) {
  if (testList === undefined) return { write: [], remove: [] };
  const added = readTests(release);
  const files = testFiles(added, tests(changes));
  const lines = added.place?.lines ?? "";
  const others = testList.replace(lines, "");
  const end = LAST_TEST.exec(others);
  const at = end ? end.index + end[0].length : others.length;
  const wanted = reverse ? others : `${others.slice(0, at)}${lines}${others.slice(at)}`;
  const isListChanged = lines !== "" && (!reverse || others !== testList);
  const content = Buffer.from(wanted, "latin1");
  const changedList = isListChanged ? [{ path: TEST_LIST, content }] : [];
  return reverse
    ? { write: changedList, remove: files.map(({ path }) => path) }
    : { write: [...files, ...changedList], remove: [] };
}

/** A changed source, or why it cannot be changed: nothing is guessed. */
type Edited =
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
