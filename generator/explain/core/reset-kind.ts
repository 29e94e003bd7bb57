import { type Event, type History, lastWhere, otherSide } from "./history.js";

/** What the header of the RST shows of how it was made (RFC 9293 section 3.10.7.1 and 3.10.5). */
export type ResetKind =
  /** Made from one segment by a host that has no such connection, or does not want it. */
  | { readonly kind: "answer"; readonly to: Event; readonly isBare: boolean }
  /** Sent by a live connection: RST and ACK, with its own next number. */
  | { readonly kind: "abort" }
  | { readonly kind: "odd" };

export function kindOf(history: History): ResetKind {
  return kindOfReset(history, history.reset, history.before);
}

export function kindOfReset(
  { sides }: History,
  reset: Event,
  earlier: readonly Event[],
): ResetKind {
  const peer = otherSide(reset.from);
  if (!reset.ack) {
    const last = lastWhere(earlier, ({ from, rst }) => from === peer && !rst);
    const taken = sides[reset.from].ack ?? 0;
    const to = lastWhere(
      earlier,
      // The latest segment, or one on its way that was never taken.
      (event) =>
        event.from === peer &&
        event.acknowledgment === reset.sequence &&
        (event === last || (event.length > 0 && event.end > taken)),
    );
    return to === undefined ? { kind: "odd" } : { kind: "answer", to, isBare: true };
  }
  if (reset.isSequenceZero && reset.window === 0) {
    const to = lastWhere(earlier, ({ from, end }) => from === peer && end === reset.acknowledgment);
    if (to !== undefined) return { kind: "answer", to, isBare: false };
  }
  const isOwn = reset.sequence === sides[reset.from].next;
  return isOwn || reset.sequence === sides[peer].ack ? { kind: "abort" } : { kind: "odd" };
}

/** Differences of the usual first values 64, 128 and 255: one host may use two of them. */
const SAME_HOST_DIFFERENCES: readonly number[] = [0, 64, 127, 191];

/** Whether two times to live cannot be those of one host on one path. */
export function isForeign(timeToLive: number, usual: number | undefined): boolean {
  if (Number.isNaN(timeToLive)) return false;
  return usual !== undefined && !SAME_HOST_DIFFERENCES.includes(Math.abs(timeToLive - usual));
}

/** Whether the RST has another time to live than all other segments with its source address. */
export function isResetForeign({ reset, sides }: History): boolean {
  return isForeign(reset.timeToLive, sides[reset.from].timeToLive);
}
