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
