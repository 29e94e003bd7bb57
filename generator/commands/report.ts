import { realpathSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { ExplainCounts } from "../explain/explain-capture.js";
import { countOf } from "../explain/finding-words.js";
import type { Model } from "../model/model.js";
import { showUnprintable } from "../model/unprintable.js";
import { sumOf } from "../report/kind.js";
import { LinesError } from "../report/lines-error.js";
import { makePage } from "../report/page.js";
import { PrintedLines } from "../report/printed-lines.js";
import { readForReport } from "../report/read-for-report.js";
import { Summary } from "../report/summary.js";
import { writeFiles } from "../write/pack-files.js";
import { describeInputError, openInput } from "./capture-input.js";
import { type Context, EXIT, tell } from "./context.js";
import { createLineChecks, recogniseLines } from "./json-lines.js";
import { loadOrTell } from "./pack.js";
import { findProject, ownVersion, type ProjectOptions } from "./project.js";

export interface ReportOptions extends Omit<ProjectOptions, "out"> {
  /** The page to write. */
  readonly html: string;
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
  const path = resolve(context.cwd, options.html);
  const obstacle = findObstacle(context, path, files);
  if (obstacle !== undefined) {
    tell(context, `${options.html}: ${obstacle}`);
    return EXIT.usage;
  }
  const model = await loadOrTell(context, findProject(context, options));
  if (!model) return EXIT.badInput;
  const summary = new Summary(model);
  const lines = new PrintedLines(model, summary, createLineChecks(model));
  for (const file of files) await readFile(context, { model, summary, lines, file });
  lines.finish();
  const broken = summary.files.filter(({ problem }) => problem !== undefined);
  for (const { name, problem } of broken) tell(context, showUnprintable(`${name}: ${problem}`));
  const resets = sumOf(summary.kinds);
  if (
    resets === 0 &&
    summary.files.every(({ counts, problem }) => counts.frames === 0 && problem !== undefined)
  ) {
    tell(context, `${options.html} is not written: no capture could be read`);
    return EXIT.badInput;
  }
  const content = new TextEncoder().encode(makePage(summary, model, ownVersion()));
  writeFiles([{ path, content }]);
  tell(
    context,
    `${options.html}: ${countOf(resets, "reset connection")} of ${countOf(summary.files.length, "capture")}`,
  );
  return broken.length > 0 ? EXIT.badInput : EXIT.ok;
}

interface Task {
  readonly model: Model;
  readonly summary: Summary;
  readonly lines: PrintedLines;
  readonly file: string;
}

/** Adds a capture, or the lines that were printed of some. */
async function readFile(context: Context, { model, summary, lines, file }: Task): Promise<void> {
  const counts: ExplainCounts = { frames: 0, unread: 0, segments: 0, resets: 0, evicted: 0 };
  const input = openInput(context, file, {});
  try {
    const { isLines, chunks } = await recogniseLines(file, input.chunks);
    if (isLines) return await lines.read(chunks);
    await readForReport(model, chunks, { summary, counts });
    summary.files.push({ name: file, counts });
  } catch (error) {
    const name = error instanceof LinesError ? `${file}:${error.line}` : file;
    summary.files.push({ name, counts, problem: describe(error) });
  } finally {
    input.close();
  }
}

function describe(error: unknown): string {
  return error instanceof LinesError ? error.message : describeInputError(error);
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
  const isInput = files
    .map((file) => resolve(cwd, file))
    .some((file) => isThere(file) && realpathSync(file) === realpathSync(path));
  return isInput ? "is one of the captures; name another file" : undefined;
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
