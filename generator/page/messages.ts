import type { FindingsSummary } from "../explain/core/finding-table.js";
import type { Finding } from "../model/finding.js";
import type { KindCounts } from "../report/chart.js";

/** What the page asks of its worker: to read a capture, or to be content with what was read. */
export type Request = { readonly kind: "read"; readonly file: File } | { readonly kind: "stop" };

/** What the worker says. */
export type Answer = Progress | Result;

export interface Progress {
  readonly kind: "progress";
  /** Of the file, as it lies there. */
  readonly octets: number;
  /** What was read so far, on one line. */
  readonly counts: string;
}

/** All that is shown of a capture. */
export interface Result {
  readonly kind: "result";
  readonly counts: string;
  readonly kinds: Readonly<KindCounts>;
  /** Absent where nothing was reset. */
  readonly summary?: FindingsSummary;
  /** Those that are listed one by one. */
  readonly listed: readonly ListedFinding[];
  /** Why it was not read to its end. */
  readonly problem?: string;
  readonly isStopped: boolean;
  /** As `rstdiag explain --json` prints them, but without `file`. */
  readonly jsonLines: Blob;
}

export interface ListedFinding {
  readonly finding: Finding;
  /** The last ones of the connection, a line each; none where too much else was to be remembered. */
  readonly segments: readonly string[];
}
