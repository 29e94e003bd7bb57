import type { CaptureSummary } from "../model/capture-summary.js";
import type { Model } from "../model/model.js";
import { LinesError } from "./lines-error.js";
import { OpenComparison } from "./open-comparison.js";
import {
  type LineChecks,
  type PrintedFinding,
  type PrintedOfOne,
  type PrintedRecord,
  parseLine,
} from "./parse-line.js";
import { PayloadCounters } from "./payload-counters.js";
import { splitLines } from "./split-lines.js";
import type { ReadFile, Summary } from "./summary.js";

/** A capture of which lines were read. */
interface OpenCapture {
  readonly entry: ReadFile;
  /** Its place among the captures of the report. */
  readonly file: number;
  findings: number;
}

/** Captures whose lines are not complete yet; printed one after the other, there is one. */
const OPEN_LIMIT = 65_536;

/**
 * Adds to a report what `explain --summary`, `decode --json` and `compare --json` printed, on any
 * machines. What explain says of a capture is complete; of what decode alone has read, the payloads
 * are counted.
 */
export class PrintedLines {
  readonly #open = new Map<string, OpenCapture>();
  readonly #explained = new Set<string>();
  readonly #decoded = new Map<string, PayloadCounters>();
  readonly #model: Model;
  readonly #summary: Summary;
  readonly #checks: LineChecks;

  constructor(model: Model, summary: Summary, checks: LineChecks) {
    this.#model = model;
    this.#summary = summary;
    this.#checks = checks;
  }

  /** Reads lines up to the first one that rstdiag did not print, where it throws `LinesError`. */
  async read(chunks: AsyncIterable<Uint8Array>): Promise<void> {
    const comparison = new OpenComparison(this.#summary.comparisons);
    let line = 0;
    for await (const text of splitLines(chunks)) {
      line += 1;
      if (text.trim() === "") continue;
      if (this.#open.size + this.#decoded.size > OPEN_LIMIT) {
        throw new LinesError(line, `lines of more than ${OPEN_LIMIT} captures are mixed`);
      }
      const printed = parseLine({ text, line }, this.#checks);
      if (printed.kind === "reset") comparison.addReset(line);
      else if (printed.kind === "comparison") comparison.close(printed.line, line);
      else this.#add(printed);
    }
    comparison.finish();
  }

  /** Adds what decode alone has read; to be called behind all lines. */
  finish(): void {
    for (const [file, counters] of this.#decoded) {
      if (this.#explained.has(file)) continue;
      this.#summary.payloads.merge(counters.counts());
      this.#summary.files.push({ ...newEntry(file), decodedOnly: true });
    }
  }

  #add({ kind, line }: PrintedOfOne): void {
    if (kind === "finding") this.#addFinding(line);
    else if (kind === "capture") this.#close(line);
    else this.#addRecord(line);
  }

  #addFinding({ file, ...finding }: PrintedFinding): void {
    const capture = this.#openCapture(file);
    capture.findings += 1;
    this.#summary.add(finding, capture.file);
  }

  #addRecord({ file, ...record }: PrintedRecord): void {
    const counters = this.#decoded.get(file) ?? new PayloadCounters(this.#model);
    this.#decoded.set(file, counters);
    counters.resets += 1;
    counters.add({ record });
  }

  #openCapture(name: string): OpenCapture {
    const found = this.#open.get(name);
    if (found !== undefined) return found;
    const entry = newEntry(name);
    entry.problem = "its summary is missing: give all that rstdiag explain --summary printed";
    const opened = { entry, file: this.#summary.files.push(entry) - 1, findings: 0 };
    this.#open.set(name, opened);
    this.#explained.add(name);
    return opened;
  }

  #close({ file, problem, ...counts }: CaptureSummary): void {
    const { entry, findings } = this.#openCapture(file);
    this.#open.delete(file);
    const { frames, unread, segments, resets, evicted } = counts;
    Object.assign(entry.counts, { frames, unread, segments, resets, evicted });
    entry.problem =
      findings === resets
        ? problem
        : `${findings} findings are there of the ${resets} that rstdiag explain printed`;
    this.#summary.payloads.merge(counts);
  }
}

function newEntry(name: string): ReadFile {
  return {
    name,
    counts: { frames: 0, unread: 0, segments: 0, resets: 0, evicted: 0 },
    problem: undefined,
  };
}
