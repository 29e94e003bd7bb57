import type { Model } from "../../model/model.js";
import type { Generator, OutputFile } from "../text/target.js";
import { cView } from "./c-view.js";
import {
  applyChanges,
  type Edited,
  isPatched,
  replaceBlock,
  reverseChanges,
} from "./edit-source.js";
import { RELEASES, type Release, readRelease } from "./release.js";
import { LIST, LIST_FILE, LIST_LINES, OLD_STYLE, TESTS_FOLDER, testFiles } from "./test-files.js";

/** The file of tcpdump that is changed. */
export const SOURCE_FILE = "print-tcp.c";
/** tcpdump's list of tests, below its source folder. */
export const TEST_LIST = `tests/${LIST}`;

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

/** What the changes are made of. */
interface Made {
  readonly model: Model;
  readonly options: Pick<Generator, "tcpdumpGuesses">;
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
      write: listWithout(made, release.name, tree),
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
function ownTests(made: Made, release: string): readonly OutputFile[] {
  const elsewhere = (path: string) => path.endsWith(LIST_FILE) || path.includes(OLD_STYLE);
  return testFiles(made.model, made.options)
    .filter(({ path }) => !path.endsWith(LIST_LINES) && !(release === "5.0" && elsewhere(path)))
    .map(({ path, content }) => ({ path: `tests${path.slice(TESTS_FOLDER.length)}`, content }));
}

function testsOf(made: Made, release: string, tree: TreeText): readonly OutputFile[] {
  if (tree.testList === undefined) return [];
  const files = ownTests(made, release);
  if (release !== "5.0") return files;
  const [list] = listWithout(made, release, tree);
  const before = list?.content ?? Buffer.from(tree.testList, "latin1");
  const content = Buffer.concat([Buffer.from(before), Buffer.from(listLines(made))]);
  return [...files, { path: TEST_LIST, content }];
}

/** The list of the development branch without our lines; nothing where there are none. */
function listWithout(made: Made, release: string, tree: TreeText): readonly OutputFile[] {
  const lines = listLines(made);
  if (release !== "5.0" || !tree.testList?.includes(lines)) return [];
  return [{ path: TEST_LIST, content: Buffer.from(tree.testList.replace(lines, ""), "latin1") }];
}

function listLines(made: Made): string {
  const file = testFiles(made.model, made.options).find(({ path }) => path.endsWith(LIST_LINES));
  return String(file?.content ?? "");
}
