import type { CaptureSummary } from "../model/capture-summary.js";
import type { ComparedReset, ComparisonSummary } from "../model/comparison.js";
import type { Finding } from "../model/finding.js";
import type { RstRecord } from "../model/record.js";
import { LinesError } from "./lines-error.js";

/** Says what is wrong with a line of one kind, if anything is. */
type Check = (line: unknown) => string | undefined;

/** What lines must satisfy. */
export interface LineChecks {
  readonly finding: Check;
  readonly capture: Check;
  readonly record: Check;
  readonly reset: Check;
  readonly comparison: Check;
}

interface InFile {
  readonly file: string;
}

export type PrintedFinding = Finding & InFile;
export type PrintedRecord = RstRecord & InFile;

/** One line that rstdiag printed of one capture. */
export type PrintedOfOne =
  | { readonly kind: "finding"; readonly line: PrintedFinding }
  | { readonly kind: "capture"; readonly line: CaptureSummary }
  | { readonly kind: "record"; readonly line: PrintedRecord };

/** One line that rstdiag printed. */
type Printed =
  | PrintedOfOne
  | { readonly kind: "reset"; readonly line: ComparedReset }
  | { readonly kind: "comparison"; readonly line: ComparisonSummary };

/** A member that objects of one kind alone have. */
const MARKS = {
  finding: "cause",
  capture: "frames",
  record: "source",
  reset: "verdict",
  comparison: "verdicts",
} as const;
const KINDS = ["finding", "capture", "record", "reset", "comparison"] as const;
/** What is of two captures does not name one. */
const OF_TWO: readonly string[] = ["reset", "comparison"];

/** Of findings, some thousands are kept. */
const LONGEST_FINDING = 64 * 1024;

/** Reads a line of the number `line`; throws `LinesError` where it is none of those. */
export function parseLine(
  { text, line }: { readonly text: string; readonly line: number },
  checks: LineChecks,
): Printed {
  const value = parseObject(text, line);
  const kind = KINDS.find((one) => MARKS[one] in value);
  if (kind === undefined) throw new LinesError(line, "rstdiag prints no such object");
  const problem = checks[kind](value);
  if (problem !== undefined)
    throw new LinesError(line, `this is no ${kind} of rstdiag: ${problem}`);
  if (kind === "finding" && text.length > LONGEST_FINDING) {
    throw new LinesError(line, `a finding has more than ${LONGEST_FINDING} characters`);
  }
  if (!OF_TWO.includes(kind) && !("file" in value))
    throw new LinesError(line, "it does not say of which file it is");
  return { kind, line: value } as Printed;
}

function parseObject(text: string, line: number): object {
  let value: unknown;
  try {
    // A byte order mark is white space here, and a mistake there.
    value = JSON.parse(text.trim());
  } catch {
    throw new LinesError(line, "this is no JSON");
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw new LinesError(line, "this is no JSON object");
}
