import type { Model } from "../../model/model.js";
import { type Generator, type OutputFile, readTemplate } from "../rendering/target.js";
import { cView } from "./c-view.js";
import {
  applyChanges,
  type Edited,
  isPatched,
  replaceBlock,
  reverseChanges,
} from "./edit-source.js";
import { RELEASES, type Release, readRelease } from "./release.js";

/** The file of tcpdump that is changed. */
export const SOURCE_FILE = "print-tcp.c";
/** tcpdump's list of tests, below its source folder. */
export const TEST_LIST = "tests/TESTLIST";
/** Where the tests stand in the pack. */
export const TESTS_FOLDER = "tcpdump/tests";
/** The list that tcpdump 4.99 finds by its ending. */
export const LIST_FILE = "tcp_rst_diagnostic.tests";
/** Lines for the list of the development branch, which has no other. */
export const LIST_LINES = "TESTLIST.5.0";

/** What becomes of a source folder of tcpdump; paths are below it. */
export type TreeEdit =
  | {
      readonly kind: "edited";
      readonly release: string;
      readonly write: readonly OutputFile[];
      readonly remove: readonly string[];
      readonly strange: readonly string[];
    }
  | { readonly kind: "refused"; readonly reasons: readonly string[] };

/** What is in the folder now, one character an octet. */
export interface TreeText {
  readonly source: string;
  /** Absent where the folder has no tests. */
  readonly testList?: string;
}

/** A file that tcpdump's own test suite reads. */
interface TestFile {
  readonly name: string;
  readonly content: Uint8Array;
  /** The only line of releases that it is for; without it, for all. */
  readonly release?: string;
}

/** What the changes are made of. */
interface Made {
  readonly model: Model;
  readonly options: Pick<Generator, "tcpdumpGuesses">;
  readonly tests: readonly TestFile[];
}

/** Applies what fits the folder, or brings what was applied up to date. */
export function patchTree(made: Made, tree: TreeText): TreeEdit {
  const change = isPatched(tree.source)
    ? (release: Release) =>
        // Only the release that could be taken back is the one that is there.
        refusedOr(reverseChanges(tree.source, release), () => replaceBlock(tree.source, release))
    : (release: Release) => applyChanges(tree.source, release);
  return editTree(made, change, (release) => ({
    write: testsOf(made, release.name, tree),
    remove: [],
  }));
}

/** Takes back what was applied, whatever its inputs were. */
export function unpatchTree(made: Made, tree: TreeText): TreeEdit {
  if (!isPatched(tree.source)) {
    return { kind: "refused", reasons: [`${SOURCE_FILE} is not patched`] };
  }
  return editTree(
    made,
    (release) => reverseChanges(tree.source, release),
    (release) => ({
      write: listWithout(release.name, tree),
      remove:
        tree.testList === undefined ? [] : ownTests(made, release.name).map(({ path }) => path),
    }),
  );
}

function refusedOr(edited: Edited, next: () => Edited): Edited {
  return edited.kind === "refused" ? edited : next();
}

function editTree(
  made: Made,
  change: (release: Release) => Edited,
  tests: (release: Release) => {
    readonly write: readonly OutputFile[];
    readonly remove: readonly string[];
  },
): TreeEdit {
  const view = cView(made.model, made.options);
  const reasons: string[] = [];
  for (const name of RELEASES) {
    const release = readRelease(name, view);
    const edited = change(release);
    if (edited.kind === "edited") {
      const { write, remove } = tests(release);
      const source = { path: SOURCE_FILE, content: Buffer.from(edited.text, "latin1") };
      const { strange } = edited;
      return { kind: "edited", release: name, write: [source, ...write], remove, strange };
    }
    reasons.push(`${SOURCE_FILE} is not that of ${release.versions}: ${edited.reason}`);
  }
  return { kind: "refused", reasons };
}

/** The tests of a release as they stand in tcpdump's folder. */
function ownTests({ tests }: Made, release: string): readonly OutputFile[] {
  const list = { name: LIST_FILE, content: readTemplate(`tcpdump/tests/${LIST_FILE}`) };
  const own = tests.filter((file) => (file.release ?? release) === release);
  return [...own, ...(release === "4.99" ? [list] : [])].map(({ name, content }) => {
    return { path: `tests/${name}`, content };
  });
}

function testsOf(made: Made, release: string, tree: TreeText): readonly OutputFile[] {
  if (tree.testList === undefined) return [];
  const files = ownTests(made, release);
  if (release !== "5.0") return files;
  const [list] = listWithout(release, tree);
  const before = list?.content ?? Buffer.from(tree.testList, "latin1");
  const content = Buffer.concat([Buffer.from(before), Buffer.from(listLines())]);
  return [...files, { path: TEST_LIST, content }];
}

/** The list of the development branch without our lines; nothing where there are none. */
function listWithout(release: string, tree: TreeText): readonly OutputFile[] {
  const lines = listLines();
  if (release !== "5.0" || !tree.testList?.includes(lines)) return [];
  return [{ path: TEST_LIST, content: Buffer.from(tree.testList.replace(lines, ""), "latin1") }];
}

function listLines(): string {
  return readTemplate(`tcpdump/tests/${LIST_LINES}`);
}
