import { realpathSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { finished } from "node:stream/promises";
import { countOf } from "../explain/finding-words.js";
import { sumOf } from "../report/kind.js";
import { makePage } from "../report/page.js";
import { PrintedLines } from "../report/printed-lines.js";
import { Summary } from "../report/summary.js";
import { writeFiles } from "../write/pack-files.js";
import { type Context, EXIT, tell, tellOf } from "./context.js";
import { keepMemoryFlat } from "./flat-memory.js";
import { forEachFile } from "./for-each-file.js";
import { createLineChecks } from "./json-lines.js";
import { loadOrTell } from "./pack.js";
import { findProject, ownVersion, type ProjectOptions } from "./project.js";
import { ReportParts } from "./report-parts.js";

export interface ReportOptions extends Omit<ProjectOptions, "out"> {
  /** The page to write. */
  readonly html: string;
  /** Files that are read at the same time. */
  readonly jobs?: number;
}

/**
 * `rstdiag report`: one page about all captures, and those that were explained elsewhere; written
 * as far as they could be read.
 */
export async function report(
  context: Context,
  files: readonly string[],
  options: ReportOptions,
): Promise<number> {
  const path = followLinks(resolve(context.cwd, options.html));
  const twice = files.find((file, at) => files.indexOf(file) < at);
  if (twice !== undefined) {
    tellOf(context, twice, "is given twice; its resets would count double");
    return EXIT.usage;
  }
  const obstacle = findObstacle(context, path, files);
  if (obstacle !== undefined) {
    tellOf(context, options.html, obstacle);
    return EXIT.usage;
  }
  keepMemoryFlat();
  const model = await loadOrTell(context, findProject(context, options));
  if (!model) return EXIT.badInput;
  const summary = new Summary(model);
  const lines = new PrintedLines(model, summary, createLineChecks(model));
  const parts = new ReportParts(context, { model, summary, lines });
  const output = parts.output();
  await forEachFile(
    { ...context, stdout: output },
    {
      files,
      jobs: options.jobs,
      task: { command: "report", model },
      read: (file) => parts.read(file),
    },
  );
  // Lines that a thread found in a file are read here, and may not have been yet.
  output.end();
  await finished(output);
  lines.finish();
  const broken = summary.files.filter(({ problem }) => problem !== undefined);
  for (const { name, problem } of broken) tellOf(context, name, problem ?? "");
  const resets = sumOf(summary.kinds);
  const { comparisons } = summary;
  if (
    resets === 0 &&
    comparisons.count === 0 &&
    summary.files.every(({ counts, problem }) => counts.frames === 0 && problem !== undefined)
  ) {
    tell(context, `${options.html} is not written: no capture could be read`);
    return EXIT.badInput;
  }
  const content = new TextEncoder().encode(makePage(summary, model, ownVersion()));
  writeFiles([{ path, content }]);
  const found = [countOf(resets, "reset connection"), countOf(summary.files.length, "capture")];
  const compared = comparisons.count > 0 ? `, ${countOf(comparisons.count, "comparison")}` : "";
  tellOf(context, options.html, `${found.join(" of ")}${compared}`);
  return broken.length > 0 ? EXIT.badInput : EXIT.ok;
}

/** What forbids to write the page there. */
function findObstacle(
  { cwd }: Context,
  path: string,
  files: readonly string[],
): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  if (found.isDirectory()) return "is a folder; name a file";
  // The page is renamed into its place, which would take away a device or a pipe.
  if (!found.isFile()) return "is no regular file; name one, or a new one";
  const isInput = files
    .map((file) => resolve(cwd, file))
    .some((file) => isThere(file) && realpathSync(file) === realpathSync(path));
  return isInput ? "is one of the captures; name another file" : undefined;
}

/** A link stays one: the page goes to where it points. */
function followLinks(path: string): string {
  return isThere(path) ? realpathSync(path) : path;
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
