import type { Endpoint } from "./record.js";

/** What became of an RST on its way; the first that holds. */
export const VERDICTS = [
  /** Its payload is as it was sent, and it kept its place among the RSTs of its connection. */
  "delivered",
  /** As delivered, but another RST of its connection overtook it, or it overtook another. */
  "reordered",
  /** It arrived without its payload. */
  "stripped",
  /** It arrived with the first octets of its payload alone. */
  "cut",
  /** It arrived with other octets, or with more. */
  "changed",
  /** It was sent and did not arrive. */
  "dropped",
  /** It arrived and was not sent. */
  "added",
  /** The evidence allows more than one of these. */
  "ambiguous",
  /** The other capture does not reach the time at which it would be there, or may be of other traffic. */
  "uncovered",
] as const;

export type Verdict = (typeof VERDICTS)[number];

/** Which way an RST went, by the hops that its ends' segments had behind them. */
export const DIRECTIONS = ["forward", "backward", "unknown"] as const;

export type Direction = (typeof DIRECTIONS)[number];

/** Format of an RST without payload, and of one of whose payload nothing was captured. */
export const PAYLOAD_ABSENT = "empty";
export const PAYLOAD_UNREAD = "not-captured";

/** What of the headers a middle box may change, the TTL apart: all hops change that. */
export const HEADER_FIELDS = [
  "source",
  "destination",
  "sequence-number",
  "acknowledgment-number",
  "control-bits",
  "window",
  "options",
  "dscp",
  "ecn",
  "identification",
] as const;

export type HeaderField = (typeof HEADER_FIELDS)[number];

/** A value is a number, an address with its port, or octets in hex. */
export interface HeaderChange {
  readonly field: HeaderField;
  readonly sent: string | number;
  readonly received: string | number;
}

/** An RST as one of the captures has it. */
export interface SeenAt {
  readonly frame: number;
  /** UTC, RFC 3339, by the clock of its capture; absent where the capture has no time. */
  readonly time?: string;
  readonly source: Endpoint;
  readonly destination: Endpoint;
  /** SEG.LEN. */
  readonly lengthBytes: number;
  /** The payload's format, by its `id`, or `empty`, or `not-captured`. */
  readonly format: string;
}

/** One object of `compare --json`: an RST that one or both captures have. */
export interface ComparedReset {
  readonly kind: "reset";
  readonly verdict: Verdict;
  /** Also where the verdict is another one. */
  readonly reordered: boolean;
  readonly direction: Direction;
  readonly sent?: SeenAt;
  readonly received?: SeenAt;
  /** The TTL (hop limit) when it was sent less that when it arrived. */
  readonly timeToLiveDifference?: number;
  readonly changes: readonly HeaderChange[];
  /** What could not be told, and why. */
  readonly missing: readonly string[];
}

/** A share with the bounds of its 95 % confidence interval (Wilson 1927). */
export interface Rate {
  readonly count: number;
  readonly of: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** Verdicts that a sent RST of a group has. */
export type GroupVerdict = Exclude<Verdict, "uncovered">;

/** RSTs of one format whose payloads have about the same size: the sizes that were seen. */
export interface ComparedGroup extends Readonly<Record<GroupVerdict, number>> {
  readonly format: string;
  readonly leastOctets: number;
  readonly mostOctets: number;
  /** All but those that were added. */
  readonly sent: number;
  /** With the payload as sent, in order or not; absent where nothing certain was sent. */
  readonly intact?: Rate;
  /** With any payload or with none. */
  readonly arrived?: Rate;
}

/** How the clock of the receiver's capture goes against that of the sender's. */
export interface ClockDifference {
  /** Median of received less sent, so that it has the way's delay in it. */
  readonly seconds: number;
  /** Median of how far each one is from that. */
  readonly spreadSeconds: number;
  /** SYN and RST segments that are unmistakably in both captures. */
  readonly landmarks: number;
}

export interface ComparedSide {
  /** The capture's name, as it was given. */
  readonly file: string;
  readonly frames: number;
  readonly resets: number;
  /** RSTs beyond the limit. */
  readonly notCompared: number;
}

/** The last object of `compare --json`. */
export interface ComparisonSummary {
  readonly kind: "summary";
  readonly sender: ComparedSide;
  readonly receiver: ComparedSide;
  /** Absent where no segment is unmistakably in both captures. */
  readonly clock?: ClockDifference;
  /**
   * RSTs of all verdicts, whichever way they went: of those that went backward, the dropped ones
   * were added, and the added ones dropped. All that follows is of the others.
   */
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** RSTs that went from the receiver's side to the sender's. */
  readonly backward: number;
  readonly groups: readonly ComparedGroup[];
  readonly timeToLiveDifferences: readonly {
    readonly difference: number;
    readonly resets: number;
  }[];
  readonly changes: readonly { readonly field: HeaderField; readonly resets: number }[];
}
