import { CaptureError, type RecordReader } from "./frame.js";

/** Octets that tell the format of a file. */
export const MAGIC_LENGTH = 4;

const NOTHING = new Uint8Array();

/**
 * Cuts chunks of any size into records. Only a record that lies across chunks is copied; at most
 * one record is held, and the readers limit its length.
 */
export class RecordLoop {
  readonly #createReader: (octets: Uint8Array) => RecordReader;
  #reader: RecordReader | undefined;
  /** Octets before what is held or read now. */
  #offsetBytes = 0;
  #held: Uint8Array = NOTHING;
  #heldLength = 0;
  /** Octets that the next record must have before it can be taken or measured again. */
  #needed = MAGIC_LENGTH;

  /** `createReader` gets the first octets of the file, `MAGIC_LENGTH` or more. */
  constructor(createReader: (octets: Uint8Array) => RecordReader) {
    this.#createReader = createReader;
  }

  /** Reads all records that end in `chunk`; throws `CaptureError` at the first damaged one. */
  push(chunk: Uint8Array): void {
    let start = 0;
    while (this.#heldLength > 0 && start < chunk.length) start += this.#fill(chunk, start);
    if (start === chunk.length) return;
    const rest = start === 0 ? chunk : chunk.subarray(start);
    const used = this.#drain(rest);
    if (used < rest.length) this.#hold(rest.subarray(used));
  }

  /** Throws `CaptureError` where the file ends inside a record. */
  end(): void {
    if (this.#heldLength > 0) {
      const name = this.#reader?.recordName ?? "its magic number";
      throw new CaptureError(
        this.#offsetBytes,
        `the file ends inside ${name}, ${this.#heldLength} of ${this.#needed} octets are there; ` +
          "it was cut off",
      );
    }
    if (this.#offsetBytes === 0) {
      throw new CaptureError(0, "the file is empty; a capture has at least a file header");
    }
  }

  /** Moves to the held record what it lacks, returns how much, and reads it if it is whole. */
  #fill(chunk: Uint8Array, start: number): number {
    if (this.#held.length < this.#needed) this.#hold(this.#held.subarray(0, this.#heldLength));
    const end = Math.min(chunk.length, start + this.#needed - this.#heldLength);
    this.#held.set(chunk.subarray(start, end), this.#heldLength);
    this.#heldLength += end - start;
    if (this.#heldLength === this.#needed && this.#drain(this.#held) > 0) {
      this.#held = NOTHING;
      this.#heldLength = 0;
    }
    return end - start;
  }

  /** Frames may be views of what was held before, so that memory is never written again. */
  #hold(octets: Uint8Array): void {
    this.#held = new Uint8Array(this.#needed);
    this.#held.set(octets);
    this.#heldLength = octets.length;
  }

  /** Takes all records that are whole; returns their octets. */
  #drain(octets: Uint8Array): number {
    if (octets.length < MAGIC_LENGTH && this.#reader === undefined) return 0;
    this.#reader ??= this.#createReader(octets);
    const reader = this.#reader;
    const base = this.#offsetBytes;
    const window = { octets, position: 0, offsetBytes: base };
    while (window.position < octets.length) {
      const length = reader.measure(window);
      this.#needed = length;
      if (octets.length - window.position < length) break;
      reader.take(window, length);
      window.position += length;
      window.offsetBytes = base + window.position;
    }
    this.#offsetBytes = window.offsetBytes;
    return window.position;
  }
}
