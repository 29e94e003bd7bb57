import type { Event, History } from "./history.js";

/** What the RST's sender sent at the end, after the last segment of the other side. */
export function ownTrail({ before, reset }: History): readonly Event[] {
  const last = before.findLastIndex(({ from }) => from !== reset.from);
  return before.slice(last + 1);
}

/**
 * What the RST's sender sent before the segments that only its RST answers: the end of its own
 * part of the connection, where it had given up in silence.
 */
export function lastOwnTrail({ before, reset }: History): readonly Event[] {
  const end = before.findLastIndex(({ from }) => from === reset.from) + 1;
  const last = before.slice(0, end).findLastIndex(({ from }) => from !== reset.from);
  return before.slice(last + 1, end);
}

/** Segments that only ask whether the other end is there: one octet or none, already sent before. */
export function probesOf(events: readonly Event[], next: number): readonly Event[] {
  return events.filter(
    ({ length, syn, fin, rst, sequence }) =>
      length <= 1 && !syn && !fin && !rst && sequence === next - 1,
  );
}
