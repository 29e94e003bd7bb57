import { createHash } from "node:crypto";
import type { ExplainCounts } from "../explain/explain-capture.js";
import type { Failure } from "../model/failure.js";
import type { Finding } from "../model/finding.js";
import type { Tally } from "./tally.js";

/** Thousands of findings are kept; few are as long. */
const LONG_CHARACTERS = 8192;
const HASHED_CHARACTERS = 16_384;

/** One capture that was read, here or by `rstdiag explain --summary`. */
export interface ReadFile {
  readonly name: string;
  readonly counts: ExplainCounts;
  /** Why it could not be read to its end, for people. */
  problem?: string | undefined;
  /** `rstdiag decode` has read it, and nobody has explained it. */
  readonly decodedOnly?: true;
  /** The name of the capture that it is, which was counted; of this one nothing was. */
  sameAs?: string | undefined;
}

/** A capture that is counted by itself, until it is known whether it was counted before. */
export class OpenCapture {
  readonly entry: ReadFile;
  /** Its place among the captures of the report. */
  readonly file: number;
  readonly tally: Tally;
  findings = 0;
  failures = 0;
  /** Whether any finding says when it was. */
  hasTime = false;
  /** Of all findings, one after the other. */
  #first = "";
  readonly #hash = createHash("sha256");
  /** What is to be hashed yet: each call costs as much as many findings. */
  #unhashed = "";

  constructor(entry: ReadFile, file: number, tally: Tally) {
    this.entry = entry;
    this.file = file;
    this.tally = tally;
  }

  add(finding: Finding): void {
    const text = JSON.stringify(finding);
    if (this.findings === 0) this.#first = text;
    this.findings += 1;
    this.hasTime ||= finding.time !== undefined;
    this.#unhashed += text;
    if (this.#unhashed.length >= HASHED_CHARACTERS) this.#hashOn();
    const listed = text.length > LONG_CHARACTERS ? shorten(finding) : finding;
    this.tally.add(finding, this.file, listed);
  }

  /** Whether its findings begin with this one: then whoever says it again begins anew. */
  beginsWith(finding: Finding): boolean {
    return this.findings > 0 && JSON.stringify(finding) === this.#first;
  }

  addFailure(failure: Failure): void {
    this.failures += 1;
    const isLong = JSON.stringify(failure).length > LONG_CHARACTERS;
    this.tally.failures.add(isLong ? shorten(failure) : failure, this.file);
  }

  /** Of what was added so far; no more may be added then. */
  digest(): string {
    this.#hashOn();
    return this.#hash.digest("base64");
  }

  #hashOn(): void {
    this.#hash.update(this.#unhashed);
    this.#unhashed = "";
  }
}

const MOST_CHARACTERS = 1000;
const MOST_ITEMS = 100;

/** What is printed of a capture, with texts and lists no longer than a page has room for. */
function shorten<T>(value: T): T {
  return shortenAny(value) as T;
}

function shortenAny(value: unknown): unknown {
  if (typeof value === "string") {
    return value.length > MOST_CHARACTERS ? `${value.slice(0, MOST_CHARACTERS - 1)}…` : value;
  }
  if (Array.isArray(value)) return value.slice(0, MOST_ITEMS).map(shortenAny);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shortenAny(one)]));
}
