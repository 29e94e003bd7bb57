import type { Cause, Certainty, Resetter } from "../model/finding.js";
import type { Event, History } from "./history.js";
import type { Surroundings } from "./surroundings.js";

/** What a capture must have before a signature may be believed. */
export type Need =
  /** Segments of both ends before the reset. */
  | "both-directions"
  /** No octet was acknowledged that the capture lacks. */
  | "no-loss"
  | "timestamps"
  /** The SYN, so that it is known who began and from which number. */
  | "handshake";

/** A signature that fits. */
export interface Match {
  readonly certainty: Certainty;
  readonly evidence: readonly Event[];
  /** Frames of other connections that belong to it. */
  readonly otherFrames?: readonly number[];
  /** What shows it, as one sentence without a full stop. */
  readonly shows: string;
  /** Who sent the RST; the end whose address it has where absent. */
  readonly by?: Resetter;
  readonly benign?: boolean;
  /** What to look at next, where that is not what the cause suggests. */
  readonly next?: string;
  /** What the capture cannot tell of it. */
  readonly doubts?: readonly string[];
}

/** One way in which connections are reset, and how it looks on the wire. */
export interface Signature {
  readonly cause: Cause;
  /** Where it is described. */
  readonly reference: string;
  readonly needs: readonly Need[];
  /** A pure function of one connection's events, and of what is known of its hosts. */
  readonly match: (history: History, surroundings: Surroundings) => Match | undefined;
}
