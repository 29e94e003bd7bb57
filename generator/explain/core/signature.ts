import type { Cause, Certainty, Resetter, Situation } from "../../model/finding.js";
import type { Event, History } from "./history.js";

/** After so many segments in a row a hole in the capture is over. */
const SOUND_EVENTS = 16;

/** What a capture must have before a signature may be believed, and the words for its lack. */
const NEEDS = {
  "both-directions": {
    isMet: ({ sides }: History) => sides.client.segments > 0 && sides.server.segments > 0,
    lack: "only one direction was captured before the RST",
  },
  /** Since long before the evidence began, no octet was acknowledged that the capture lacks. */
  "no-loss": {
    isMet: ({ sides, before }: History, first: number) => {
      const hole = Math.max(sides.client.holeFrame, sides.server.holeFrame);
      if (hole === 0) return true;
      const between = before.filter(({ frame }) => frame > hole && frame < first).length;
      return between >= SOUND_EVENTS;
    },
    lack: "segments are missing from the capture",
  },
  timestamps: {
    isMet: ({ before, reset }: History) =>
      !Number.isNaN(reset.seconds) && before.every(({ seconds }) => !Number.isNaN(seconds)),
    lack: "the packets have no capture times",
  },
  /** The SYN, so that it is known who began and from which number. */
  handshake: {
    isMet: ({ isClientKnown }: History) => isClientKnown,
    lack: "the capture began after the handshake",
  },
} as const;

export type Need = keyof typeof NEEDS;

/** What the capture lacks of `needs`, in their order; the evidence begins with the frame `first`. */
export function findLacks(
  history: History,
  needs: readonly Need[],
  first: number,
): readonly string[] {
  const lacks: string[] = [];
  for (const need of needs) {
    const { isMet, lack } = NEEDS[need];
    if (!isMet(history, first)) lacks.push(lack);
  }
  return lacks;
}

/** What products do with a silent connection. */
export const IDLE_ACTS = ["closes", "resets", "forgets", "forgets half-closed"] as const;

/** After how much silence a product ends or forgets a connection. */
export interface IdleTimer {
  readonly seconds: number;
  /** What happens then. */
  readonly act: (typeof IDLE_ACTS)[number];
  readonly product: string;
}

/** Connections that one host reset together. */
export interface ResetCluster {
  readonly count: number;
  /** How many other ends they had; 8 are 8 or more. */
  readonly peers: number;
  /** Of their RSTs. */
  readonly frames: readonly number[];
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
  /** After how much silence products end or forget a connection; the shortest first. */
  /** The time of the first segment of the capture; NaN before. */
  readonly began: number;
  readonly idleTimers: readonly IdleTimer[];
  /** Live connections that the source of this RST reset within milliseconds; undefined for few. */
  readonly findCluster: (history: History) => ResetCluster | undefined;
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
  /** The name under which people search for it. */
  readonly situation?: Situation;
  /** What to do next, where that is not what the cause or the situation suggests. */
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
