import { type Event, type History, lastWhere, otherSide, rememberLast } from "./history.js";
import { isPrompt } from "./timing.js";

/** What the header of the RST shows of how it was made (RFC 9293 section 3.10.7.1 and 3.10.5). */
export type ResetKind =
  /** Made from one segment by a host that has no such connection, or does not want it. */
  | { readonly kind: "answer"; readonly to: Event; readonly isBare: boolean }
  /**
   * Sent by a live connection at its own next number: RST and ACK, or a bare RST (macOS, iOS, and
   * Windows, which fills the acknowledgment field in).
   */
  | { readonly kind: "abort" }
  | { readonly kind: "odd" };

export const kindOf = rememberLast((history) =>
  kindOfReset(history, history.reset, history.before),
);

export function kindOfReset(history: History, reset: Event, earlier: readonly Event[]): ResetKind {
  const { sides } = history;
  const peer = otherSide(reset.from);
  if (!reset.ack) return kindOfBare(history, reset, earlier);
  const isFirst = reset.isSequenceZero || sides[reset.from].segments === 0;
  if (isFirst) {
    const to = lastWhere(
      earlier,
      ({ from, rst, end }) => from === peer && !rst && end === reset.acknowledgment,
    );
    if (to !== undefined && (to.syn || reset.isSequenceZero)) {
      return { kind: "answer", to, isBare: false };
    }
  }
  const isOwn = reset.sequence === sides[reset.from].next;
  return isOwn || reset.sequence === sides[peer].ack ? { kind: "abort" } : { kind: "odd" };
}

/** Without the ACK bit, an answer and the abort of some systems differ only in what went before. */
function kindOfBare(history: History, reset: Event, earlier: readonly Event[]): ResetKind {
  const { sides } = history;
  const own = sides[reset.from];
  const peer = otherSide(reset.from);
  const isOwnNext = own.segments > 0 && own.hasFin === false && reset.sequence === own.next;
  const last = lastWhere(earlier, ({ from, rst }) => from === peer && !rst);
  const taken = own.ack ?? 0;
  const to = lastWhere(
    earlier,
    // The latest segment, or one on its way that was never taken.
    (event) =>
      event.from === peer &&
      event.acknowledgment === reset.sequence &&
      (event === last || (event.length > 0 && event.end > taken)),
  );
  const mayAnswer = to !== undefined && isAnswerable(history, { to, reset, earlier });
  if (isOwnNext && !mayAnswer && !isOfNoConnection(history, reset)) return { kind: "abort" };
  return to === undefined ? { kind: "odd" } : { kind: "answer", to, isBare: true };
}

/** Where a host counts its packets, those that it sends without a connection are not counted (Linux). */
function isOfNoConnection({ sides }: History, { from, identification, window }: Event): boolean {
  const usual = sides[from].identification ?? 0;
  return window === 0 && identification === 0 && usual !== 0;
}

/** Who sends the same so often gets no answer from the connection. */
const SURE_COPIES = 3;

interface Exchange {
  readonly to: Event;
  readonly reset: Event;
  readonly earlier: readonly Event[];
}

/** Whether an RST can be the answer to a segment: prompt, of no window, and the first thing said after it. */
function isAnswerable(history: History, { to, reset, earlier }: Exchange): boolean {
  // What has no such connection has no window either.
  if (reset.window !== 0) return false;
  // Windows leaves in the field what it would acknowledge; others leave it 0.
  const copies = earlier.filter(({ from, sequence, end }) => {
    return from === to.from && sequence === to.sequence && end === to.end;
  });
  if (!reset.isAcknowledgmentZero && copies.length < SURE_COPIES) return false;
  const own = lastWhere(earlier, ({ from, rst }) => from === reset.from && !rst);
  const isTaken =
    own !== undefined &&
    earlier.indexOf(own) > earlier.indexOf(to) &&
    (own.acknowledgment ?? 0) >= to.end;
  return !isTaken && isPrompt(history, to, reset);
}

/** Differences of the usual first values 64, 128 and 255: one host may use two of them. */
const SAME_HOST_DIFFERENCES: readonly number[] = [0, 64, 127, 191];

/** Whether two times to live cannot be those of one host on one path. */
export function isForeign(timeToLive: number, usual: number | undefined): boolean {
  if (Number.isNaN(timeToLive)) return false;
  return usual !== undefined && !SAME_HOST_DIFFERENCES.includes(Math.abs(timeToLive - usual));
}
