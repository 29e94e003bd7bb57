/** Something cannot be written, and nothing was. */
export class WriteError extends Error {
  override readonly name = "WriteError";
  /** What is in the way, or else the file. */
  readonly path: string;
  /** What is said of it. */
  readonly why: string;

  constructor(path: string, why: string) {
    super(`${path} ${why}`);
    this.path = path;
    this.why = why;
  }
}
