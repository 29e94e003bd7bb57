import type { Clock } from "./clock.js";

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

/** One packet of a capture file, as delivered to a consumer. */
export interface Frame {
  /** From 1, over all sections and interfaces of the file. */
  readonly number: number;
  /** https://www.tcpdump.org/linktypes.html */
  readonly linkType: number;
  /** The captured octets, as a view: valid during the call only, copy what must stay. */
  readonly octets: Uint8Array;
  /** Octets of the file that hold the captured ones, for those who can do without a view. */
  readonly window: Uint8Array;
  /** Where in the window the captured octets begin, and where they end. */
  readonly start: number;
  readonly end: number;
  /** Octets that the packet had on the wire. */
  readonly originalLength: number;
  /** All opt_comment of the packet, joined by newlines (pcapng draft section 3.5). */
  readonly comment: string | undefined;
  /**
   * UTC, RFC 3339, with the digits that the capture has, as `2026-04-19T16:59:13.939985Z`.
   * Undefined for a Simple Packet Block, and outside the years 0000 to 9999.
   */
  readonly time: string | undefined;
  /** The same as a number since 1970, to about a quarter of a microsecond; NaN where it has none. */
  readonly seconds: number;
  /** Undefined where it was captured; else what the line lacks that it was made of. */
  readonly text?: FromText | undefined;
}

/** What is to be known of a frame that was read from a text, not from a capture. */
export interface FromText {
  /** Whether TTL and identification are those of the packet: else they are not known. */
  readonly hasIpHeader: boolean;
  /** Sentences for people on what the text does not tell of this frame. */
  readonly lacks: readonly string[];
  /** Names of hosts, by the addresses that stand for them; it grows with the text. */
  readonly hosts: ReadonlyMap<string, string>;
}

/**
 * Consumer of frames; called in the order of the file, never after `readCapture` has ended. The
 * frame is valid during the call only: the next one is written over it.
 */
export type OnFrame = (frame: Frame) => void;

const NOTHING = new Uint8Array();

/**
 * The frame that a reader writes anew for each packet. What few frames are asked for, a view of the
 * octets and the time as text, is made only then.
 */
export class CurrentFrame implements Frame {
  number = 0;
  linkType = 0;
  window: Uint8Array = NOTHING;
  start = 0;
  end = 0;
  originalLength = 0;
  comment: string | undefined = undefined;
  timestampHigh = 0;
  timestampLow = 0;
  seconds = Number.NaN;
  text: FromText | undefined = undefined;
  #clock: Clock | undefined = undefined;

  /** Without a clock, the record has no time. */
  setTime(clock: Clock | undefined, high = 0, low = 0): void {
    this.#clock = clock;
    this.timestampHigh = high;
    this.timestampLow = low;
    // A number that is made anew wherever it is asked for costs memory at each segment.
    this.seconds = clock === undefined ? Number.NaN : clock.toSeconds(high, low);
  }

  get octets(): Uint8Array {
    return this.window.subarray(this.start, this.end);
  }

  get time(): string | undefined {
    return this.#clock?.format(this.timestampHigh, this.timestampLow);
  }
}

/** The octets at hand, and where in them and in the file the next record begins. */
export interface ReadWindow {
  readonly octets: Uint8Array;
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
