import type { OtherReading } from "../model/other-readings.js";

/**
 * What one tool says of one frame, as far as that tool can say it: member names and values.
 * Without members, it says nothing of a stated reason.
 */
export type Facts = Readonly<Record<string, string | number | boolean>>;

/** Facts as one line, the same for the same facts: `status valid, reasonCode 14, pen 0`. */
export function describeFacts(facts: Facts): string {
  const parts = Object.entries(facts)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  return parts.length === 0 ? "nothing" : parts.join(", ");
}

/** What other revisions say, in one fact: `draft-03: Reset received from the peer`. */
export function joinReadings(readings: readonly OtherReading[] | undefined): Facts {
  if (!readings) return {};
  return {
    otherReadings: readings.map(({ revision, reason }) => `${revision}: ${reason}`).join("; "),
  };
}

/** Two readings of one frame that should be the same. */
export interface Disagreement {
  readonly sample: string;
  readonly frame: number;
  readonly tool: string;
  readonly wanted: Facts;
  readonly found: Facts;
}

/** What a tool says of each frame, by the frame's number. */
export type FactsByFrame = ReadonlyMap<number, Facts>;
