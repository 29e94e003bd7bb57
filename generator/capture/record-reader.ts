/** The octets at hand, and where in them and in the file the next record begins. */
export interface ReadWindow {
  readonly octets: Buffer;
  /** Index in `octets`. */
  readonly position: number;
  /** The same place, counted from the start of the file. */
  readonly offsetBytes: number;
}

/** Reads the records of one format, one after the other; a file header is a record too. */
export interface RecordReader {
  /** Name of the next record in messages, with its article. */
  readonly recordName: string;
  /**
   * Octets of the next record; of its header only, as long as the window ends inside that.
   * Throws `CaptureError` where the header cannot be one.
   */
  readonly measure: (window: ReadWindow) => number;
  /** Takes the next record, whose measured `length` octets are all in the window. */
  readonly take: (window: ReadWindow, length: number) => void;
}

/** Octets from the next record's start to the end of the window. */
export function countRemaining(window: ReadWindow): number {
  return window.octets.length - window.position;
}
