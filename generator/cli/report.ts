import { realpathSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { type Command, InvalidArgumentError } from "commander";
import { countOf } from "../explain/core/words.js";
import type { ExplainCounts } from "../explain/explain-capture.js";
import { writeFiles } from "../install/placed-files.js";
import type { Finding, PayloadCounts } from "../model/finding.js";
import type { Model } from "../model/model.js";
import { sumOf } from "../report/kind.js";
import { makePage } from "../report/page.js";
import { LinesError, PrintedLines } from "../report/printed-lines.js";
import { type ReadFile, readForReport, Summary } from "../report/summary.js";
import { describeInputError, keepPace, openInput } from "./capture-input.js";
import {
  type Context,
  EXIT,
  keepMemoryFlat,
  ownVersion,
  type Session,
  tell,
  tellOf,
} from "./context.js";
import { forEachFile } from "./file-threads.js";
import { createLineCheck, recogniseLines } from "./json-lines.js";
import { addInputs, addJobs } from "./options.js";
import { findProject, loadOrTell, type ProjectOptions } from "./project.js";

export function define(command: Command, { context, run }: Session): void {
  command
    .argument(
      "<file...>",
      "pcap or pcapng, text from tcpdump or tshark, or what explain --summary, decode --json and compare --json printed; - is standard input",
    )
    .requiredOption(
      "--html <file>",
      "the page to write; it is self-contained, so it can be sent as it is",
      (name) => {
        if (name === "") throw new InvalidArgumentError("Give the name of a file.");
        return name;
      },
    );
  addInputs(addJobs(command)).action((files, options) => run(report(context, files, options)));
}

/** What a file gives for a report: findings, then payloads, its end last. */
type ReportPart =
  | { readonly finding: Finding }
  | { readonly payloads: PayloadCounts }
  | { readonly file: ReadFile }
  /** The file is no capture but lines, which nobody has read yet. */
  | { readonly lines: string };

interface Settings {
  readonly model: Model;
}

/** Takes what a file gives; its lines are read at once, or left for later. */
interface Receiver {
  readonly take: (part: ReportPart) => void;
  readonly takeLines: (chunks: AsyncIterable<Uint8Array>) => Promise<void> | void;
}

/** Reads one file; false where it is damaged. */
async function readParts(
  context: Context,
  name: string,
  model: Model,
  { take, takeLines }: Receiver,
): Promise<boolean> {
  const counts: ExplainCounts = { frames: 0, unread: 0, segments: 0, resets: 0, evicted: 0 };
  const input = openInput(context, name);
  try {
    const { isLines, chunks } = await recogniseLines(name, input.chunks);
    if (isLines) {
      await takeLines(chunks);
      return true;
    }
    await readForReport(model, keepPace(context, chunks), {
      onFinding: (finding) => take({ finding }),
      onPayloads: (payloads) => take({ payloads }),
      counts,
    });
    take({ file: { name, counts } });
    return true;
  } catch (error) {
    const isLine = error instanceof LinesError;
    const problem = isLine ? error.message : describeInputError(error);
    take({ file: { name: isLine ? `${name}:${error.line}` : name, counts, problem } });
    return false;
  } finally {
    await input.close();
  }
}

/** Reads a file in a thread, and writes one part a line; false where it is damaged. */
export function readFile(context: Context, name: string, { model }: Settings): Promise<boolean> {
  const take = (part: ReportPart): void => {
    context.stdout.write(`${JSON.stringify(part)}\n`);
  };
  return readParts(context, name, model, { take, takeLines: () => take({ lines: name }) });
}

interface Parts extends Settings {
  readonly summary: Summary;
  readonly lines: PrintedLines;
}

/** Takes into a summary what files give, whether they are read here or in threads. */
export class ReportParts {
  readonly #context: Context;
  readonly #parts: Parts;

  constructor(context: Context, parts: Parts) {
    this.#context = context;
    this.#parts = parts;
  }

  /** Adds a capture, or the lines that were printed of some; false where it is damaged. */
  read(name: string): Promise<boolean> {
    const { model, lines } = this.#parts;
    return readParts(this.#context, name, model, {
      take: (part) => this.#add(part),
      takeLines: (chunks) => lines.read(chunks),
    });
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
      if (line === "") continue;
      const part: ReportPart = JSON.parse(line);
      if ("lines" in part) await this.read(part.lines);
      else this.#add(part);
    }
  }

  #add(part: ReportPart): void {
    const { summary } = this.#parts;
    if ("finding" in part) summary.add(part.finding, summary.files.length);
    else if ("payloads" in part) summary.payloads.merge(part.payloads);
    else if ("file" in part) summary.files.push(part.file);
  }
}

interface ReportOptions extends Omit<ProjectOptions, "out"> {
  /** The page to write. */
  readonly html: string;
  /** Files that are read at the same time. */
  readonly jobs?: number;
}

/** Writes one page about all captures, as far as they could be read, here or on other machines. */
async function report(
  context: Context,
  files: readonly string[],
  options: ReportOptions,
): Promise<number> {
  const path = followLinks(resolve(context.cwd, options.html));
  const twice = files.find((file, at) => files.indexOf(file) < at);
  if (twice !== undefined) {
    tellOf(context, twice, "is given twice; name it once, or its resets count double");
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
  const lines = new PrintedLines(model, summary, createLineCheck(model));
  const parts = new ReportParts(context, { model, summary, lines });
  const output = parts.output();
  const settings: Settings = { model };
  await forEachFile(
    { ...context, stdout: output },
    {
      files,
      jobs: options.jobs,
      isJson: false,
      module: import.meta.url,
      settings,
      read: (file) => parts.read(file),
    },
  );
  // Lines that a thread found in a file are read here, and may not have been yet.
  output.end();
  await finished(output);
  lines.finish();
  const broken = summary.files.filter(({ problem }) => problem !== undefined);
  for (const { name, problem = "" } of broken) tellOf(context, name, problem);
  if (isEmpty(summary)) {
    tell(context, `${options.html} was not written: no capture could be read`);
    return EXIT.badInput;
  }
  const content = new TextEncoder().encode(makePage(summary, model, ownVersion()));
  writeFiles([{ path, content }]);
  tellOf(context, options.html, describeContent(summary));
  return broken.length > 0 ? EXIT.badInput : EXIT.ok;
}

function isEmpty({ kinds, comparisons, files }: Summary): boolean {
  const isUnread = ({ counts, problem }: ReadFile) => counts.frames === 0 && problem !== undefined;
  return sumOf(kinds) === 0 && comparisons.count === 0 && files.every(isUnread);
}

function describeContent({ kinds, comparisons, files }: Summary): string {
  const resets = countOf(sumOf(kinds), "reset connection");
  const compared = comparisons.count > 0 ? `, ${countOf(comparisons.count, "comparison")}` : "";
  return `${resets} of ${countOf(files.length, "capture")}${compared}`;
}

/** Why the page cannot be written there. */
function findObstacle(
  { cwd }: Context,
  path: string,
  files: readonly string[],
): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  if (found.isDirectory()) return "is a folder; name a file";
  // The page is renamed into its place, which would take away a device or a pipe.
  if (!found.isFile()) return "is not a regular file; name one, or a new file";
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
