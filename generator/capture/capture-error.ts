/** The capture cannot be read from `offsetBytes` on; the message says what is there. */
export class CaptureError extends Error {
  override readonly name = "CaptureError";
  /** Octets from the start of the file to the record that cannot be read. */
  readonly offsetBytes: number;

  constructor(offsetBytes: number, what: string) {
    super(`offset ${offsetBytes}: ${what}`);
    this.offsetBytes = offsetBytes;
  }
}
