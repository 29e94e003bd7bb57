import type { Event, History } from "./history.js";

/** What the RST's sender sent at the end, after the last segment of the other side. */
export function ownTrail({ before, reset }: History): readonly Event[] {
  const last = before.findLastIndex(({ from }) => from !== reset.from);
  return before.slice(last + 1);
}

/** Segments that only ask whether the other end is there: one octet or none, already sent before. */
export function probesOf(events: readonly Event[], next: number): readonly Event[] {
  return events.filter(
    ({ length, syn, fin, rst, sequence }) =>
      length <= 1 && !syn && !fin && !rst && sequence === next - 1,
  );
}
