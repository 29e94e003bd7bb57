import { type ComparisonSummary, VERDICTS } from "../model/comparison.js";
import type { Comparisons } from "./comparisons.js";
import { LinesError } from "./lines-error.js";

/**
 * The comparison of which lines are being read. Its summary has all that a report says, and may stand
 * alone; RSTs before it must be as many as it counts, or lines are missing or of another comparison.
 */
export class OpenComparison {
  readonly #comparisons: Comparisons;
  #resets = 0;
  #lastLine = 0;

  constructor(comparisons: Comparisons) {
    this.#comparisons = comparisons;
  }

  /** Counts the RST of a line. */
  addReset(line: number): void {
    this.#resets += 1;
    this.#lastLine = line;
  }

  /** Takes the summary of a line; throws `LinesError` where other RSTs are before it. */
  close(summary: ComparisonSummary, line: number): void {
    const compared = VERDICTS.reduce((sum, verdict) => sum + summary.verdicts[verdict], 0);
    if (this.#resets !== 0 && this.#resets !== compared) {
      throw new LinesError(
        line,
        `${this.#resets} RSTs are before this summary of the ${compared} that rstdiag compare printed`,
      );
    }
    this.#resets = 0;
    this.#comparisons.add(summary);
  }

  /** To be called behind all lines of an input; throws `LinesError` where the summary is missing. */
  finish(): void {
    if (this.#resets === 0) return;
    throw new LinesError(
      this.#lastLine,
      "the summary behind these RSTs of a comparison is missing",
    );
  }
}
