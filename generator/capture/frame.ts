import type { Clock } from "./clock.js";

/** One packet of a capture file, as delivered to a consumer. */
export interface Frame {
  /** From 1, over all sections and interfaces of the file. */
  readonly number: number;
  /** https://www.tcpdump.org/linktypes.html */
  readonly linkType: number;
  /** The captured octets, as a view: valid during the call only, copy what must stay. */
  readonly octets: Buffer;
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
}

/** Consumer of frames; called in the order of the file, never after `readCapture` has ended. */
export type OnFrame = (frame: Frame) => void;

interface FrameFields {
  readonly number: number;
  readonly linkType: number;
  readonly octets: Buffer;
  readonly originalLength: number;
  readonly comment: string | undefined;
  /** Undefined where the record has no time. */
  readonly clock: Clock | undefined;
  readonly timestampHigh: number;
  readonly timestampLow: number;
}

/** A frame that formats its time only when asked, because most frames never are. */
export class CapturedFrame implements Frame {
  readonly number: number;
  readonly linkType: number;
  readonly octets: Buffer;
  readonly originalLength: number;
  readonly comment: string | undefined;
  readonly #clock: Clock | undefined;
  readonly #timestampHigh: number;
  readonly #timestampLow: number;

  constructor(fields: FrameFields) {
    this.number = fields.number;
    this.linkType = fields.linkType;
    this.octets = fields.octets;
    this.originalLength = fields.originalLength;
    this.comment = fields.comment;
    this.#clock = fields.clock;
    this.#timestampHigh = fields.timestampHigh;
    this.#timestampLow = fields.timestampLow;
  }

  get seconds(): number {
    return this.#clock?.toSeconds(this.#timestampHigh, this.#timestampLow) ?? Number.NaN;
  }

  get time(): string | undefined {
    return this.#clock?.format(this.#timestampHigh, this.#timestampLow);
  }
}
