import { realpathSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { countOf } from "../explain/core/words.js";
import type { ExplainCounts } from "../explain/explain-capture.js";
import type { Finding, PayloadCounts } from "../model/finding.js";
import type { Model } from "../model/model.js";
import { sumOf } from "../report/kind.js";
import { makePage } from "../report/page.js";
import { LinesError, PrintedLines } from "../report/printed-lines.js";
import { type ReadFile, readForReport, Summary } from "../report/summary.js";
import { describeInputError, keepPace, openInput } from "./capture-input.js";
import { type Context, EXIT, keepMemoryFlat, tell, tellOf } from "./context.js";
import { forEachFile } from "./for-each-file.js";
import { createLineChecks, recogniseLines } from "./json-lines.js";
import { loadOrTell } from "./pack.js";
import { writeFiles } from "./pack-files.js";
import { findProject, ownVersion, type ProjectOptions } from "./project.js";

/** What a file gives for a report: findings, then payloads, its end last. */
type ReportPart =
  | { readonly finding: Finding }
  | { readonly payloads: PayloadCounts }
  | { readonly file: ReadFile }
  /** The file is no capture but lines, which nobody has read yet. */
  | { readonly lines: string };

/** Reads a capture in a thread, and writes one part a line; false where it is damaged. */
export async function writeForReport(
  context: Context,
  model: Model,
  name: string,
): Promise<boolean> {
  const write = (part: ReportPart) => context.stdout.write(`${JSON.stringify(part)}\n`);
  const counts: ExplainCounts = { frames: 0, unread: 0, segments: 0, resets: 0, evicted: 0 };
  const input = openInput(context, name, {});
  try {
    const { isLines, chunks } = await recogniseLines(name, input.chunks);
    if (isLines) {
      write({ lines: name });
      return true;
    }
    await readForReport(model, keepPace(context, chunks), {
      onFinding: (finding) => write({ finding }),
      onPayloads: (payloads) => write({ payloads }),
      counts,
    });
    write({ file: { name, counts } });
    return true;
  } catch (error) {
    write({ file: { name, counts, problem: describeInputError(error) } });
    return false;
  } finally {
    input.close();
  }
}

interface Parts {
  readonly model: Model;
  readonly summary: Summary;
  readonly lines: PrintedLines;
}

/** Takes into a summary what files give, that are read here or in threads. */
export class ReportParts {
  readonly #context: Context;
  readonly #parts: Parts;

  constructor(context: Context, parts: Parts) {
    this.#context = context;
    this.#parts = parts;
  }

  /** Adds a capture, or the lines that were printed of some; false where it is damaged. */
  async read(name: string): Promise<boolean> {
    const { model, summary, lines } = this.#parts;
    const file = summary.files.length;
    const counts: ExplainCounts = { frames: 0, unread: 0, segments: 0, resets: 0, evicted: 0 };
    const input = openInput(this.#context, name, {});
    try {
      const { isLines, chunks } = await recogniseLines(name, input.chunks);
      if (isLines) {
        await lines.read(chunks);
        return true;
      }
      await readForReport(model, chunks, {
        onFinding: (finding) => summary.add(finding, file),
        onPayloads: (payloads) => summary.payloads.merge(payloads),
        counts,
      });
      summary.files.push({ name, counts });
      return true;
    } catch (error) {
      const place = error instanceof LinesError ? `${name}:${error.line}` : name;
      summary.files.push({ name: place, counts, problem: describe(error) });
      return false;
    } finally {
      input.close();
    }
  }

  /** Where threads print, file after file. */
  output(): Writable {
    return new Writable({
      decodeStrings: false,
      write: (text: string, _encoding, done) => {
        this.#addAll(text).then(() => done(), done);
      },
    });
  }

  async #addAll(text: string): Promise<void> {
    for (const line of text.split("\n")) {
      if (line !== "") await this.#add(JSON.parse(line));
    }
  }

  async #add(part: ReportPart): Promise<void> {
    const { summary } = this.#parts;
    if ("finding" in part) summary.add(part.finding, summary.files.length);
    else if ("payloads" in part) summary.payloads.merge(part.payloads);
    else if ("file" in part) summary.files.push(part.file);
    else await this.read(part.lines);
  }
}

function describe(error: unknown): string {
  return error instanceof LinesError ? error.message : describeInputError(error);
}

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
