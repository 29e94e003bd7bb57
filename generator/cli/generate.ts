import { dirname, join } from "node:path";
import type { Command } from "commander";
import { countOf } from "../explain/core/words.js";
import { refuseLinks } from "../install/links.js";
import { findForeign, MANIFEST } from "../install/manifest.js";
import { findDifferences, printedPath } from "../install/placed-files.js";
import { type PlacedFile, removeLeftovers, writeFiles } from "../install/whole-files.js";
import { type Context, Refusal, type Session, tell } from "./context.js";
import { EXIT } from "./exit-codes.js";
import { addForce, addPackOptions } from "./options.js";
import { findProject, loadOrRefuse, type ProjectOptions, placeFiles } from "./project.js";

export function define(command: Command, { context, run }: Session): void {
  addForce(addPackOptions(command)).action((options) => run(generate(context, options)));
}

interface GenerateOptions extends ProjectOptions {
  readonly force?: true;
}

/** Makes the pack and the samples; files that are right stay untouched. */
async function generate(context: Context, options: GenerateOptions): Promise<number> {
  const project = findProject(context, options);
  const model = await loadOrRefuse(context, project);
  const files = await placeFiles(project, model);
  refuseLinks(files);
  const differences = findDifferences(files, [project.dist, project.samples], project.recorded);
  const different = new Set(differences.map(({ path }) => path));
  const changed = files.filter(({ path }) => different.has(path));
  // Nobody has anything of his own in the folders of rstdiag's own pack.
  const isOwn = options.out === undefined;
  if (!isOwn && options.force !== true) refuseForeign(context, project.dist, changed);
  removeLeftovers(
    files.map(({ path }) => dirname(path)),
    context,
  );
  // The list goes first, so that the files of a run that is killed are known by it.
  const isList = ({ path }: PlacedFile) => path === join(project.dist, MANIFEST);
  const list = changed.filter(isList);
  await writeFiles([...list, ...changed.filter((file) => !isList(file))], context);
  const { stdout, cwd } = context;
  for (const { path } of changed) stdout.write(`written    ${printedPath(cwd, path)}\n`);
  stdout.write(`${describeRest(files.length - changed.length, changed.length)}\n`);
  for (const { kind, path } of differences) {
    if (kind === "foreign")
      tell(context, `no longer generated, can be deleted: ${printedPath(cwd, path)}`);
  }
  return EXIT.ok;
}

function refuseForeign({ cwd }: Context, pack: string, files: readonly PlacedFile[]): void {
  const paths = files.map(({ path }) => path).sort();
  const [first, ...others] = findForeign(pack, paths);
  if (first === undefined) return;
  const [what, them] =
    others.length === 0
      ? ["already exists", "it"]
      : [`and ${countOf(others.length, "other")} already exist`, "them"];
  throw new Refusal([
    `rstdiag: ${printedPath(cwd, first)} ${what}, and no pack of rstdiag's lists ${them}; name another folder, or replace ${them} with --force`,
    "nothing was written",
  ]);
}

function describeRest(others: number, changed: number): string {
  if (changed === 0) return `all ${others} files are unchanged`;
  return `${others} other ${others === 1 ? "file is unchanged" : "files are unchanged"}`;
}
