import type { Model } from "../../model/model.js";
import { type Generator, type OutputFile, readTemplate } from "../rendering/target.js";
import { cView } from "./c-view.js";
import { applyChanges, isPatched, replaceBlock, reverseChanges } from "./edit-source.js";
import { RELEASES, readRelease } from "./release.js";

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

/** What the changes are made of, and whether they are taken back. */
interface Edit {
  readonly model: Model;
  readonly options: Pick<Generator, "tcpdumpGuesses">;
  readonly tests: readonly TestFile[];
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
  const change = edit.reverse ? reverseChanges : isPatched(source) ? replaceBlock : applyChanges;
  const view = cView(edit.model, edit.options);
  const reasons: string[] = [];
  for (const name of RELEASES) {
    const release = readRelease(name, view);
    const edited = change(source, release);
    if (edited.kind === "edited") {
      const { write, remove } = editTests(edit, name, tree.testList);
      const changed = { path: SOURCE_FILE, content: Buffer.from(edited.text, "latin1") };
      const { strange } = edited;
      return { kind: "edited", release: name, write: [changed, ...write], remove, strange };
    }
    reasons.push(`${SOURCE_FILE} is not that of ${release.versions}: ${edited.reason}`);
  }
  return { kind: "refused", reasons };
}

/** Our tests in tcpdump's folder; on the development branch its list names them. */
function editTests({ tests, reverse }: Edit, release: string, testList: string | undefined) {
  if (testList === undefined) return { write: [], remove: [] };
  const template = (name: string) => readTemplate(`tcpdump/tests/${name}`);
  const list = release === "4.99" ? [{ name: LIST_FILE, content: template(LIST_FILE) }] : [];
  const files = [...tests.filter((file) => (file.release ?? release) === release), ...list].map(
    ({ name, content }) => ({ path: `tests/${name}`, content }),
  );
  const lines = template(LIST_LINES);
  const others = testList.replace(lines, "");
  const content = Buffer.from(reverse ? others : others + lines, "latin1");
  const isListChanged = release === "5.0" && (!reverse || others !== testList);
  const changedList = isListChanged ? [{ path: TEST_LIST, content }] : [];
  return reverse
    ? { write: changedList, remove: files.map(({ path }) => path) }
    : { write: [...files, ...changedList], remove: [] };
}
