import { type Context, EXIT, tell } from "./context.js";
import { loadOrTell, placeFiles } from "./pack.js";
import { findDifferences, shortPath, writeFiles } from "./pack-files.js";
import { findProject, type ProjectOptions } from "./project.js";

/** `rstdiag generate`: makes the pack and the samples; files that are right stay untouched. */
export async function generate(context: Context, options: ProjectOptions): Promise<number> {
  const project = findProject(context, options);
  const model = await loadOrTell(context, project);
  if (!model) return EXIT.badInput;
  const files = await placeFiles(project, model);
  const differences = findDifferences(files, [project.dist, project.samples], project.recorded);
  const changed = new Set(differences.map(({ path }) => path));
  try {
    writeFiles(files.filter(({ path }) => changed.has(path)));
  } catch (error) {
    tell(
      context,
      `rstdiag: nothing was written: ${error instanceof Error ? error.message : error}`,
    );
    return EXIT.badInput;
  }
  for (const { path } of files) {
    const state = changed.has(path) ? "written  " : "unchanged";
    context.stdout.write(`${state}  ${shortPath(context.cwd, path)}\n`);
  }
  for (const { kind, path } of differences) {
    if (kind === "foreign")
      tell(context, `not generated, and not needed: ${shortPath(context.cwd, path)}`);
  }
  return EXIT.ok;
}
