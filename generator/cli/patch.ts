import { readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Command } from "commander";
import { lookAt, refuseLinks } from "../install/links.js";
import { findDifferences } from "../install/placed-files.js";
import { removeLeftovers, writeFiles } from "../install/whole-files.js";
import { showUnprintable } from "../model/text.js";
import { makeTcpdumpTests } from "../samples/tcpdump-tests.js";
import { editTree, SOURCE_FILE, TEST_LIST, type TreeEdit } from "../targets/tcpdump/edit-tree.js";
import type { ChangesName } from "../targets/tcpdump/release.js";
import { type Context, Refusal, type Session, tell } from "./context.js";
import { EXIT } from "./exit-codes.js";
import { addForce, addInputs, GUESSES, nameOf } from "./options.js";
import { findInputs, type InputOptions, loadOrRefuse } from "./project.js";

interface PatchOptions extends InputOptions {
  readonly tree: string;
  readonly dryRun?: boolean;
  readonly force?: true;
  readonly reverse?: boolean;
}

export function define(command: Command, { context, run }: Session): void {
  command
    .requiredOption(
      "--tree <dir>",
      "source tree of tcpdump 4.99.0 to 4.99.6, or of its development branch",
      nameOf("folder"),
    )
    .option("--dry-run", "say what would be written, and write nothing")
    .option("--reverse", "undo the change");
  addInputs(addForce(command))
    .option(...GUESSES)
    .action((options) => run(patch(context, options)));
}

/** Changes a source folder of tcpdump, with its tests, or says why it cannot. */
async function patch(context: Context, options: PatchOptions): Promise<number> {
  const inputs = findInputs(context, options);
  const model = await loadOrRefuse(context, inputs);
  const tree = resolve(context.cwd, options.tree);
  const source = readIfThere(join(tree, SOURCE_FILE));
  if (source === undefined) {
    throw new Refusal(`${options.tree} has no ${SOURCE_FILE}; name a source tree of tcpdump`);
  }
  const testList = readIfThere(join(tree, TEST_LIST));
  const before = { source, ...(testList !== undefined && { testList }) };
  const { tcpdumpGuesses: guesses = false } = inputs.options;
  const tests = (printer: ChangesName) => makeTcpdumpTests(model, { printer, guesses });
  const reverse = options.reverse === true;
  const edit = editTree({ model, options: inputs.options, tests, reverse }, before);
  if (edit.kind === "refused") {
    throw new Refusal(edit.reasons.map((reason) => `${options.tree}: ${reason}`));
  }
  const { dryRun = false, force = false } = options;
  await carryOut(context, { tree, name: options.tree, dryRun, force }, edit);
  if (testList === undefined) tell(context, `tests not added: there is no ${TEST_LIST}`);
  if (edit.strange.length > 0) {
    tell(context, "--reverse cannot restore these lines; keep a copy:", ...edit.strange);
  }
  const done = dryRun ? "would be" : "is";
  const state = options.reverse ? "as it was before the patch" : "patched";
  context.stdout.write(
    `${showUnprintable(options.tree)} ${done} ${state} (tcpdump ${edit.release})\n`,
  );
  return EXIT.ok;
}

function isThere(tree: string, path: string): boolean {
  return lookAt(join(tree, path)) !== undefined;
}

/** One character an octet, whatever the file holds. */
function readIfThere(path: string): string | undefined {
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  return isFile ? readFileSync(path, "latin1") : undefined;
}

/** Where it is done, and whether it is only a rehearsal, or may replace what others made. */
interface Place {
  readonly tree: string;
  /** As the user names it. */
  readonly name: string;
  readonly dryRun: boolean;
  readonly force: boolean;
}

/** Writes and removes what is not as it should be, unless this is a rehearsal; tells it all. */
async function carryOut(
  context: Context,
  { tree, name, dryRun, force }: Place,
  { write, remove, added }: Extract<TreeEdit, { kind: "edited" }>,
): Promise<void> {
  const place = (path: string) => ({ folder: tree, path: join(tree, path) });
  const placed = write.map(({ path, content }) => ({
    ...place(path),
    content: Buffer.from(content),
  }));
  refuseLinks(placed);
  const changed = new Set(findDifferences(placed, []).map(({ path }) => path));
  const foreign = added.find((path) => changed.has(join(tree, path)) && isThere(tree, path));
  if (foreign !== undefined && !force) {
    const why = "already exists, and the source is not patched; replace it with --force";
    throw new Refusal([`${name}: ${foreign} ${why}`, "nothing was written"]);
  }
  const removed = remove.filter((path) => isThere(tree, path));
  if (!dryRun) {
    // Also where a run that was stopped had done all the rest.
    removeLeftovers(
      [...placed, ...remove.map(place)].map(({ path }) => dirname(path)),
      context,
    );
    const stale = placed.filter(({ path }) => changed.has(path));
    await writeFiles(stale, context, removed.map(place));
  }
  const [written, gone] = dryRun ? ["to write", "to remove"] : ["written", "removed"];
  const say = (state: string, path: string) =>
    context.stdout.write(`${state.padEnd(9)}  ${showUnprintable(path)}\n`);
  for (const { path } of write) say(changed.has(join(tree, path)) ? written : "unchanged", path);
  for (const path of removed) say(gone, path);
}
