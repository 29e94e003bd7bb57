import { isUtf8 } from "node:buffer";
import { dirname } from "node:path";
import type { Command } from "commander";
import { countOf } from "../explain/core/words.js";
import { type Difference, findDifferences, printedPath } from "../install/placed-files.js";
import { findLeftovers } from "../install/scratch-folders.js";
import { formatMistakes, formatWarning } from "../model/mistake.js";
import { showUnprintable } from "../model/text.js";
import { findUnlisted } from "../registry/source-file.js";
import { isCompiledStale } from "../targets/wireshark/compiled-explanation.js";
import { type Context, type Session, tell } from "./context.js";
import { EXIT } from "./exit-codes.js";
import { addPackOptions } from "./options.js";
import { OWN_ROOT } from "./own-release.js";
import { findProject, loadOrRefuse, type ProjectOptions, placeFiles } from "./project.js";
import { coloursFor } from "./terminal.js";

export function define(command: Command, { context, run }: Session): void {
  addPackOptions(command).action((options) => run(check(context, options)));
}

const STALE_CORE =
  "stale: the plugin's explanation is not what its sources compile to; run: npm run lua, rstdiag generate\n";

/** Says what is not as the inputs give it, and writes nothing. */
async function check(context: Context, options: ProjectOptions): Promise<number> {
  const project = findProject(context, options);
  const model = await loadOrRefuse(context, project);
  tell(context, ...formatMistakes(findUnlisted(project.registry, model), formatWarning));
  const files = await placeFiles(project, model);
  const differences = findDifferences(files, [project.dist, project.samples], project.recorded);
  const leftovers = findLeftovers(
    files.map(({ path }) => dirname(path)),
    context,
  );
  const isCoreStale = isCompiledStale(OWN_ROOT);
  if (isCoreStale) context.stdout.write(STALE_CORE);
  const count = differences.length + leftovers.length;
  if (count === 0 && isCoreStale) return EXIT.stale;
  if (count === 0) {
    context.stdout.write(`up to date: ${files.length} files\n`);
    return EXIT.ok;
  }
  for (const difference of differences) context.stdout.write(await describe(context, difference));
  for (const path of leftovers) {
    context.stdout.write(`left by a run that was stopped: ${printedPath(context.cwd, path)}\n`);
  }
  const stale = `${count} of ${countOf(files.length, "file")}`;
  tell(context, `${stale} ${count === 1 ? "is" : "are"} stale; run: rstdiag generate`);
  return EXIT.stale;
}

/** Lines that differ, of which more are no use to anybody, and cost time that grows with their square. */
const MOST_EDITS = 2000;

async function describe(context: Context, difference: Difference): Promise<string> {
  const name = printedPath(context.cwd, difference.path);
  if (difference.kind === "foreign") return `no longer generated, can be deleted: ${name}\n`;
  if (difference.kind === "link") return `a link, which is not followed: ${name}\n`;
  if (difference.kind === "missing") return `missing: ${name}\n`;
  const { found, wanted } = difference;
  if (!isUtf8(found) || !isUtf8(wanted) || wanted.includes(0)) {
    const at = wanted.findIndex((octet, index) => octet !== found[index]);
    return `stale: ${name} (binary, from octet ${at < 0 ? wanted.length : at})\n`;
  }
  // Most runs find nothing stale, and need not load it.
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = await import("diff");
  const patch = createTwoFilesPatch(
    name,
    name,
    decode(found),
    decode(wanted),
    "on disk",
    "generated",
    { headerOptions: FILE_HEADERS_ONLY, maxEditLength: MOST_EDITS },
  );
  if (patch === undefined) return `stale: ${name} (nearly all of it is another)\n`;
  return `stale: ${name}\n${colourDiff(context, patch)}`;
}

function decode(octets: Uint8Array): string {
  return new TextDecoder().decode(octets);
}

function colourDiff(context: Context, patch: string): string {
  const { green, red, cyan } = coloursFor(context, context.stdout);
  const colours = new Map([
    ["+", green],
    ["-", red],
    ["@", cyan],
  ]);
  return patch
    .split("\n")
    .map(showUnprintable)
    .map((line) => colours.get(line.charAt(0))?.(line) ?? line)
    .join("\n");
}
