import { type ComparedReset, type ComparisonSummary, VERDICTS } from "../model/comparison.js";
import type { PrintedFailure } from "../model/failure.js";
import type { CaptureSummary, PrintedFinding } from "../model/finding.js";
import type { Model } from "../model/model.js";
import type { RstRecord } from "../model/record.js";
import { valueAt } from "./groups.js";
import type { OpenCapture } from "./open-capture.js";
import { PayloadCounters } from "./payload-counters.js";
import type { Summary } from "./summary.js";

/** A line is not one that rstdiag printed; the message says what it is, and what to do. */
export class LinesError extends Error {
  override readonly name = "LinesError";
  /** Number of the line, from 1. */
  readonly line: number;

  constructor(line: number, what: string) {
    super(
      `${what}; give the lines as rstdiag explain --summary, decode --json and compare --json print them`,
    );
    this.line = line;
  }
}

/** No finding is near that long, and a summary with all the hosts that it may have is shorter. */
const LONGEST_CHARACTERS = 1024 * 1024;

/** Cuts chunks of any size into the texts of their lines; throws `LinesError` at one that is too long. */
export async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let held = "";
  let line = 1;
  for await (const chunk of chunks) {
    const lines = (held + decoder.decode(chunk, { stream: true })).split("\n");
    held = lines.pop() ?? "";
    for (const text of lines) {
      refuseLong(text, line);
      yield text;
      line += 1;
    }
    refuseLong(held, line);
  }
  held += decoder.decode();
  if (held !== "") yield held;
}

function refuseLong(text: string, line: number): void {
  if (text.length <= LONGEST_CHARACTERS) return;
  throw new LinesError(line, `the line has more than ${LONGEST_CHARACTERS} characters`);
}

/** A member that objects of one kind alone have. */
const MARKS = {
  finding: "cause",
  failure: "failure",
  capture: "frames",
  record: "source",
  reset: "verdict",
  comparison: "verdicts",
} as const;
const KINDS = Object.keys(MARKS) as readonly LineKind[];

export type LineKind = keyof typeof MARKS;

/** Says what is wrong with a line of one kind, if anything is. */
export type LineCheck = (kind: LineKind, line: unknown) => string | undefined;

type PrintedRecord = RstRecord & Pick<PrintedFinding, "file">;

/** What one line of rstdiag has, of one capture or of two. */
type PrintedOfOne =
  | { readonly kind: "finding"; readonly value: PrintedFinding }
  | { readonly kind: "failure"; readonly value: PrintedFailure }
  | { readonly kind: "capture"; readonly value: CaptureSummary }
  | { readonly kind: "record"; readonly value: PrintedRecord };
type Printed =
  | PrintedOfOne
  | { readonly kind: "reset"; readonly value: ComparedReset }
  | { readonly kind: "comparison"; readonly value: ComparisonSummary };

/** Of findings and failures, some thousands are kept; rstdiag prints none that is near as long. */
const LONGEST_FINDING = 64 * 1024;

/** A line alone cannot be read: those behind it can. */
class LongFinding extends LinesError {}

/** Reads a line of the number `line`; throws `LinesError` where it is none of those. */
function parseLine(text: string, line: number, check: LineCheck): Printed {
  const value = parseObject(text, line);
  const kind = KINDS.find((one) => MARKS[one] in value);
  if (kind === undefined) throw new LinesError(line, "rstdiag prints no such object");
  const problem = check(kind, value);
  if (problem !== undefined) {
    throw new LinesError(line, `this is not a ${kind} of rstdiag: ${problem}`);
  }
  if ((kind === "finding" || kind === "failure") && text.length > LONGEST_FINDING) {
    throw new LongFinding(line, `a ${kind} has more than ${LONGEST_FINDING} characters`);
  }
  const isOfOne = kind !== "reset" && kind !== "comparison";
  if (isOfOne && !("file" in value)) throw new LinesError(line, "it does not name its file");
  return { kind, value } as Printed;
}

function parseObject(text: string, line: number): object {
  let value: unknown;
  try {
    // A byte order mark is white space here, and a mistake there.
    value = JSON.parse(text.trim());
  } catch {
    throw new LinesError(line, "this is not JSON");
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw new LinesError(line, "this is not a JSON object");
}

/** RSTs before a summary must be as many as it counts, or lines are missing or of another comparison. */
function refuseOtherResets(resets: number, { verdicts }: ComparisonSummary, line: number): void {
  const compared = VERDICTS.reduce((sum, verdict) => sum + verdicts[verdict], 0);
  if (resets === 0 || resets === compared) return;
  throw new LinesError(
    line,
    `${resets} RSTs are before this summary of the ${compared} that rstdiag compare printed`,
  );
}

/** Captures whose lines are not complete yet; printed one after the other, there is one. */
const OPEN_LIMIT = 65_536;

/**
 * Adds to a report what `explain --summary`, `decode --json` and `compare --json` printed, on any
 * machines. What explain says of a capture is complete; of what decode alone has read, the payloads
 * are counted. The summary of a comparison has all that a report says, and may stand alone.
 */
export class PrintedLines {
  readonly #open = new Map<string, OpenCapture>();
  /** Those that never had an end, and were begun again. */
  readonly #endless: OpenCapture[] = [];
  /** Of the captures of the report, the first one that the present input can have begun. */
  #firstFile = 0;
  readonly #explained = new Set<string>();
  readonly #decoded = new Map<string, PayloadCounters>();
  readonly #model: Model;
  readonly #summary: Summary;
  readonly #check: LineCheck;

  constructor(model: Model, summary: Summary, check: LineCheck) {
    this.#model = model;
    this.#summary = summary;
    this.#check = check;
  }

  /**
   * Reads lines up to the first one that rstdiag did not print, where it throws `LinesError`. Findings
   * that are too long to be kept are left out, and the first of them is thrown behind all lines.
   */
  async read(chunks: AsyncIterable<Uint8Array>): Promise<void> {
    this.#firstFile = this.#summary.files.length;
    let long: LongFinding | undefined;
    let line = 0;
    let [resets, lastReset] = [0, 0];
    for await (const text of splitLines(chunks)) {
      line += 1;
      if (text.trim() === "") continue;
      if (this.#open.size + this.#decoded.size > OPEN_LIMIT) {
        throw new LinesError(line, `lines of more than ${OPEN_LIMIT} captures are mixed`);
      }
      const printed = this.#parse(text, line);
      if (printed instanceof LongFinding) {
        long ??= printed;
        continue;
      }
      if (printed.kind === "reset") {
        resets += 1;
        lastReset = line;
      } else if (printed.kind === "comparison") {
        refuseOtherResets(resets, printed.value, line);
        resets = 0;
        this.#summary.comparisons.add(printed.value);
      } else this.#addOfOne(printed);
    }
    if (resets > 0) {
      throw new LinesError(lastReset, "the summary behind these RSTs of a comparison is missing");
    }
    if (long !== undefined) throw long;
  }

  #parse(text: string, line: number): Printed | LongFinding {
    try {
      return parseLine(text, line, this.#check);
    } catch (error) {
      if (error instanceof LongFinding) return error;
      throw error;
    }
  }

  /** Adds what has no end, and what decode alone has read; to be called behind all lines. */
  finish(): void {
    for (const capture of [...this.#endless, ...this.#open.values()]) {
      capture.entry.problem = SUMMARY_IS_MISSING;
      this.#summary.close(capture, undefined);
    }
    for (const [file, counters] of this.#decoded) {
      if (!this.#explained.has(file)) this.#summary.addDecoded(file, counters.counts());
    }
  }

  #addOfOne({ kind, value }: PrintedOfOne): void {
    if (kind === "finding") this.#addFinding(value);
    else if (kind === "failure") this.#addFailure(value);
    else if (kind === "capture") this.#close(value);
    else this.#addRecord(value);
  }

  #addFinding({ file, ...finding }: PrintedFinding): void {
    const open = this.#open.get(file);
    if (open !== undefined && this.#isOfBefore(open) && open.beginsWith(finding)) {
      // These lines were given twice, and the first ones lack their end.
      this.#open.delete(file);
      this.#endless.push(open);
    }
    this.#openCapture(file).add(finding);
  }

  #addFailure({ file, ...failure }: PrintedFailure): void {
    this.#openCapture(file).addFailure(failure);
  }

  #addRecord({ file, ...record }: PrintedRecord): void {
    const counters = valueAt(this.#decoded, file, () => new PayloadCounters(this.#model));
    counters.resets += 1;
    counters.add({ record });
  }

  /** Whether a capture was begun by the lines of another input. */
  #isOfBefore({ file }: OpenCapture): boolean {
    return file < this.#firstFile;
  }

  #openCapture(name: string): OpenCapture {
    this.#explained.add(name);
    return valueAt(this.#open, name, () => this.#summary.open(name));
  }

  #close({ file, problem, ...counts }: CaptureSummary): void {
    const capture = this.#openCapture(file);
    this.#open.delete(file);
    const { entry, findings, failures } = capture;
    const { frames, unread, segments, resets, evicted } = counts;
    Object.assign(entry.counts, { frames, unread, segments, resets, evicted });
    const expected = counts.failures ?? 0;
    entry.problem =
      findings !== resets
        ? `${findings} findings are there of the ${resets} that rstdiag explain printed`
        : failures !== expected
          ? `${failures} failures are there of the ${expected} that rstdiag explain printed`
          : problem;
    this.#summary.close(capture, counts);
  }
}

const SUMMARY_IS_MISSING =
  "its summary is missing: give all that rstdiag explain --summary printed";
