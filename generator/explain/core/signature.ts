import type { Cause, Certainty, Resetter } from "../../model/finding.js";
import type { Event, History } from "./history.js";

/** What a capture must have before a signature may be believed, and the words for its lack. */
const NEEDS = {
  "both-directions": {
    isMet: ({ sides }: History) => sides.client.segments > 0 && sides.server.segments > 0,
    lack: "only one direction was captured before the RST",
  },
  /** No octet was acknowledged that the capture lacks. */
  "no-loss": {
    isMet: ({ sides }: History) => !sides.client.isHoley && !sides.server.isHoley,
    lack: "segments are missing from the capture",
  },
  timestamps: {
    isMet: ({ before, reset }: History) =>
      [...before, reset].every(({ seconds }) => !Number.isNaN(seconds)),
    lack: "the packets have no capture times",
  },
  /** The SYN, so that it is known who began and from which number. */
  handshake: {
    isMet: ({ isClientKnown }: History) => isClientKnown,
    lack: "the capture began after the handshake",
  },
} as const;

export type Need = keyof typeof NEEDS;

/** What the capture lacks of `needs`, in their order. */
export function findLacks(history: History, needs: readonly Need[]): readonly string[] {
  return needs.filter((need) => !NEEDS[need].isMet(history)).map((need) => NEEDS[need].lack);
}

/** What other connections of the capture show. */
export interface Surroundings {
  /** Time to live of the SYN+ACKs of a host; undefined where none was seen, or they differ. */
  readonly timeToLiveOf: (address: string) => number | undefined;
  /**
   * The one reset that the server of this connection got shortly before as a client, of a
   * connection that began during this one: its frame.
   */
  readonly findResetBehind: (history: History) => number | undefined;
}

/** A signature that fits. */
export interface Match {
  readonly certainty: Certainty;
  readonly evidence: readonly Event[];
  /** Frames of other connections that belong to it. */
  readonly otherFrames?: readonly number[];
  /** What the packets show, as a clause that says nothing of who sent the RST. */
  readonly observed: string;
  /** Who sent the RST; the end whose address it has where absent. */
  readonly resetBy?: Resetter;
  readonly benign?: boolean;
  /** What to do next, where that is not what the cause suggests. */
  readonly nextStep?: string;
  /** What the capture cannot show of it. */
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
