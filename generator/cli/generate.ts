import { dirname } from "node:path";
import type { Command } from "commander";
import { findDifferences, printedPath, refuseLinks } from "../install/placed-files.js";
import { removeLeftovers, writeFiles } from "../install/whole-files.js";
import { type Context, EXIT, type Session, tell } from "./context.js";
import { addPackOptions } from "./options.js";
import { findProject, loadOrRefuse, type ProjectOptions, placeFiles } from "./project.js";

export function define(command: Command, { context, run }: Session): void {
  addPackOptions(command).action((options) => run(generate(context, options)));
}

/** Makes the pack and the samples; files that are right stay untouched. */
async function generate(context: Context, options: ProjectOptions): Promise<number> {
  const project = findProject(context, options);
  const model = await loadOrRefuse(context, project);
  const files = await placeFiles(project, model);
  refuseLinks(files);
  removeLeftovers(
    files.map(({ path }) => dirname(path)),
    context,
  );
  const differences = findDifferences(files, [project.dist, project.samples], project.recorded);
  const different = new Set(differences.map(({ path }) => path));
  const changed = files.filter(({ path }) => different.has(path));
  await writeFiles(changed, context);
  const { stdout, cwd } = context;
  for (const { path } of changed) stdout.write(`written    ${printedPath(cwd, path)}\n`);
  stdout.write(`${describeRest(files.length - changed.length, changed.length)}\n`);
  for (const { kind, path } of differences) {
    if (kind === "foreign")
      tell(context, `no longer generated, can be deleted: ${printedPath(cwd, path)}`);
  }
  return EXIT.ok;
}

function describeRest(others: number, changed: number): string {
  if (changed === 0) return `all ${others} files are unchanged`;
  return `${others} other ${others === 1 ? "file is unchanged" : "files are unchanged"}`;
}
