import { resolve } from "node:path";
import { loadState } from "../load-state.js";
import { formatMistake } from "../model/mistake.js";
import { diffRegistries, isBreaking } from "../model/registry-diff.js";
import { type Context, EXIT, tell } from "./context.js";
import { findProject, type ProjectOptions } from "./project.js";
import { type DiffOutput, showChanges } from "./registry-diff-output.js";

export interface RegistryDiffOptions extends Pick<ProjectOptions, "registry">, DiffOutput {
  /** The registry's id, where a file or the definition has several. */
  readonly id?: string;
}

/**
 * `rstdiag registry diff OLD NEW`: names each change, and what it does to the pack. OLD and NEW
 * are files, or revisions of the definition.
 */
export function registryDiff(
  context: Context,
  [old, now]: readonly [old: string, now: string],
  options: RegistryDiffOptions,
): number {
  const { registry } = findProject(context, options);
  const { id } = options;
  const load = (name: string) =>
    loadState(registry, {
      name,
      path: resolve(context.cwd, name),
      ...(id !== undefined && { id }),
    });
  const before = load(old);
  const after = load(now);
  if (before.kind !== "read" || after.kind !== "read") {
    const states = [before, after];
    const mistakes = states.flatMap((state) => (state.kind === "read" ? [] : state.mistakes));
    tell(context, ...new Set(mistakes.map(formatMistake)));
    return EXIT.badInput;
  }
  const changes = diffRegistries(before.value, after.value);
  context.stdout.write(showChanges(changes, options));
  if (changes.length === 0) return EXIT.ok;
  return changes.some(isBreaking) ? EXIT.breaking : EXIT.compatible;
}
