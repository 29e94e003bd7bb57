import type { Model } from "../../model/model.js";
import type { Generator, OutputFile, TestFile } from "../rendering/target.js";
import { readTests, testFiles } from "./added-tests.js";
import { type CView, cView } from "./c-view.js";
import { applyChanges, type Edited, isPatched, reverseChanges } from "./edit-source.js";
import {
  type ChangesName,
  changesFor,
  RELEASES,
  type ReleaseName,
  readRelease,
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
export interface TreeText {
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
