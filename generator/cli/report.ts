import { readFileSync, realpathSync, statSync } from "node:fs";
import { posix, resolve } from "node:path";
import type { Command } from "commander";
import { countOf, groupDigits } from "../explain/core/words.js";
import { type NewFile, writeFiles } from "../install/whole-files.js";
import type { PayloadCounts } from "../model/finding.js";
import type { Model } from "../model/model.js";
import type { Schema } from "../model/shape.js";
import { showUnprintable } from "../model/text.js";
import { sumOf } from "../report/chart.js";
import type { OpenCapture, ReadFile } from "../report/open-capture.js";
import { isReport, makePage } from "../report/page.js";
import {
  type LineCheck,
  type LineKind,
  LinesError,
  PrintedLines,
} from "../report/printed-lines.js";
import { readForReport, Summary } from "../report/summary.js";
import { LINE_SCHEMAS } from "../targets/schema/documents.js";
import { openSchema } from "../verify/schema-check.js";
import { describeInputError, keepPace, openInput } from "./capture-input.js";
import { prepareForCaptures } from "./captures.js";
import { type Context, Refusal, type Session, tellOf } from "./context.js";
import { EXIT } from "./exit-codes.js";
import { placeOutput, readPart } from "./named-output.js";
import { addInputs, nameOf } from "./options.js";
import { ownVersion } from "./own-release.js";
import { findInputs, type InputOptions, loadOrRefuse } from "./project.js";

export function define(command: Command, { context, print, run }: Session): void {
  command
    .argument(
      "<file...>",
      "pcap or pcapng, text from tcpdump or tshark, or what explain --summary, decode --json and compare --json printed; - is standard input",
    )
    .requiredOption(
      "--html <file>",
      "the page to write, - is standard output; it is self-contained, so it can be sent as it is",
      nameOf("file"),
    );
  command
    .option("--failures", "also list connections of the captures that failed without an RST")
    .option(
      "--expect <file>",
      "a file with the names of all captures that must be there, one a line; name those that are not",
      nameOf("file"),
    )
    .option("--force", "replace an existing file that is not a report");
  addInputs(command).action((files, options) => {
    const end = options.html === STANDARD_OUTPUT ? print : run;
    return end(report(context, files, options));
  });
}

const STANDARD_OUTPUT = "-";

interface ReportOptions extends InputOptions {
  readonly html: string;
  readonly expect?: string;
  readonly force?: true;
  readonly failures?: true;
}

/** Writes one page about all captures, as far as they could be read, here or on other machines. */
async function report(
  context: Context,
  files: readonly string[],
  options: ReportOptions,
): Promise<number> {
  const isPrinted = options.html === STANDARD_OUTPUT;
  const name = isPrinted ? "standard output" : options.html;
  const place = isPrinted ? undefined : placePage(context, files, options);
  const expected = options.expect === undefined ? [] : readExpected(context, options.expect);
  prepareForCaptures();
  const model = await loadOrRefuse(context, findInputs(context, options));
  const summary = await readAll(context, files, model, options);
  for (const missing of findMissing(summary.files, expected)) summary.files.push(missing);
  for (const { name, sameAs } of summary.files) {
    if (sameAs === undefined) continue;
    tellOf(context, name, `is the same capture as ${sameAs}, so it is left out: it counts once`);
  }
  for (const name of summary.comparisons.leftOut) {
    tellOf(context, name, "this comparison was given before, so it is left out: it counts once");
  }
  const broken = summary.files.filter(({ problem }) => problem !== undefined);
  for (const { name, problem = "" } of broken) tellOf(context, name, problem);
  if (isEmpty(summary)) {
    throw new Refusal(`${name} was not written: no capture could be read`);
  }
  const page = makePage(summary, model, ownVersion());
  const content = new TextEncoder().encode(page);
  if (place === undefined) context.stdout.write(page);
  else await writeFiles([{ ...place, content }], context);
  tellOf(context, name, describeContent(summary));
  return broken.length > 0 ? EXIT.badInput : EXIT.ok;
}

function placePage(
  context: Context,
  inputs: readonly string[],
  { html: name, force }: ReportOptions,
): NewFile {
  const isOurs = (path: string) => isReport(readPart(path, 0, HEAD_OCTETS).toString("latin1"));
  return placeOutput(context, { name, inputs, force, isOurs });
}

/** A report says within so many octets that it is one. */
const HEAD_OCTETS = 4096;

/** Sums up all files. */
async function readAll(
  context: Context,
  files: readonly string[],
  model: Model,
  options: ReportOptions,
): Promise<Summary> {
  const summary = new Summary(model);
  const lines = new PrintedLines(model, summary, createLineCheck(model));
  for (const file of leaveOutSame(context, files, summary)) {
    await addFile(context, file, {
      model,
      summary,
      lines,
      withFailures: options.failures === true,
    });
  }
  lines.finish();
  return summary;
}

/** The files without those that are one of them by another name, which the summary learns. */
function leaveOutSame(
  { cwd }: Context,
  files: readonly string[],
  summary: Summary,
): readonly string[] {
  const first = new Map<string, string>();
  return files.filter((file) => {
    const key = file === "-" ? file : identityOf(resolve(cwd, file));
    const known = first.get(key);
    if (known !== undefined) summary.addSame(file, known);
    else first.set(key, file);
    return known === undefined;
  });
}

/** What all names of a file have in common, links among them. */
function identityOf(path: string): string {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  // Some systems number no files.
  if (found === undefined || found.ino === 0n)
    return found === undefined ? path : realpathSync(path);
  return `${found.dev} ${found.ino}`;
}

interface Reading {
  readonly model: Model;
  readonly summary: Summary;
  /** Takes a file that is no capture, but what a command printed. */
  readonly lines: PrintedLines;
  readonly withFailures: boolean;
}

/** Adds what one file holds, as far as it can be read. */
async function addFile(
  context: Context,
  name: string,
  { model, summary, lines, withFailures }: Reading,
): Promise<void> {
  const input = openInput(context, name);
  let capture: OpenCapture | undefined;
  let payloads: PayloadCounts | undefined;
  try {
    const { isLines, chunks } = await recogniseLines(name, input.chunks);
    if (isLines) return await lines.read(chunks);
    const open = summary.open(name);
    capture = open;
    await readForReport(model, keepPace(context, chunks), {
      ahead: input.ahead,
      onFinding: (finding) => open.add(finding),
      ...(withFailures && { onFailure: (failure) => open.addFailure(failure) }),
      onPayloads: (counted) => {
        payloads = counted;
      },
      counts: open.entry.counts,
    });
  } catch (error) {
    const isLine = error instanceof LinesError;
    const problem = isLine ? error.message : describeInputError(error);
    if (capture) capture.entry.problem = problem;
    else summary.addUnread(isLine ? `${name}:${error.line}` : name, problem);
  } finally {
    await input.close();
  }
  if (capture) summary.close(capture, payloads);
}

function isEmpty({ kinds, failures, comparisons, counted }: Summary): boolean {
  const isUnread = ({ counts, problem }: ReadFile) => counts.frames === 0 && problem !== undefined;
  const found = sumOf(kinds) + failures.count + comparisons.count;
  return found === 0 && counted.every(isUnread);
}

function describeContent({ kinds, failures, comparisons, counted }: Summary): string {
  const failed =
    failures.count > 0 ? ` and ${groupDigits(failures.count)} that failed without an RST` : "";
  const resets = `${countOf(sumOf(kinds), "reset connection")}${failed}`;
  const compared = comparisons.count > 0 ? `, ${countOf(comparisons.count, "comparison")}` : "";
  return `${resets} of ${countOf(counted.length, "capture")}${compared}`;
}

/** The names in a list of captures, one a line, as a report names them: `web1:monday.pcap`. */
export function readExpected({ cwd }: Context, list: string): readonly string[] {
  let text: string;
  try {
    text = readFileSync(resolve(cwd, list), "utf8");
  } catch (error) {
    throw new Refusal(showUnprintable(`${list}: ${describeInputError(error)}`));
  }
  const names = text
    .replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .filter((line) => line !== "");
  if (names.length === 0) throw new Refusal(showUnprintable(`${list}: names no capture`));
  return names;
}

const MISSING = "is missing: neither the capture nor lines of it were given";

/** The expected captures of which nothing was read: where nobody printed a line, no line is damaged. */
export function findMissing(
  files: readonly ReadFile[],
  expected: readonly string[],
): readonly ReadFile[] {
  const known = new Set(files.map(({ name }) => posix.normalize(name)));
  const missing = expected.filter((name) => !known.has(posix.normalize(name)));
  return [...new Set(missing)].map((name) => ({
    name,
    counts: { frames: 0, unread: 0, segments: 0, resets: 0, evicted: 0 },
    problem: MISSING,
  }));
}

const BRACE = 0x7b;
/** White space, and the byte order mark that some shells put before what they redirect. */
const BEFORE_TEXT = new Set([0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf]);
const NAME = /\.(jsonl|ndjson)$/i;

/**
 * Tells JSON lines from captures: no capture begins with a brace. An empty file has its name. The
 * chunks that it returns still have all octets.
 */
export async function recogniseLines(file: string, chunks: AsyncIterable<Uint8Array>) {
  const iterator = chunks[Symbol.asyncIterator]();
  const seen: Uint8Array[] = [];
  let start: number | undefined;
  while (start === undefined) {
    const next = await iterator.next();
    if (next.done) break;
    // A copy: white space alone would be overwritten by what is read next.
    seen.push(new Uint8Array(next.value));
    start = next.value.find((octet) => !BEFORE_TEXT.has(octet));
  }
  const isLines = start === BRACE || (seen.length === 0 && NAME.test(file));
  return { isLines, chunks: again(seen, iterator) };
}

async function* again(seen: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>) {
  yield* seen;
  yield* { [Symbol.asyncIterator]: () => rest };
}

/** Holds lines against the schemas of the pack, each compiled for its first line: one may be large. */
export function createLineCheck(model: Model): LineCheck {
  const compiled = new Map<LineKind, (line: unknown) => string | undefined>();
  return (kind, line) => {
    const check = compiled.get(kind) ?? compile(LINE_SCHEMAS[kind](model));
    compiled.set(kind, check);
    return check(line);
  };
}

function compile(schema: Schema): (line: unknown) => string | undefined {
  const result = openSchema(JSON.stringify(schema));
  if (result.kind === "broken") throw new Error(result.reason);
  return result.check;
}
