import type { Cause } from "../../model/finding.js";
import {
  CONTENT,
  type Event,
  type History,
  lastIndexWhere,
  lastWhere,
  otherSide,
  rememberLast,
  type Side,
} from "./history.js";
import { kindOf } from "./reset-kind.js";
import { isAsFar } from "./sender.js";

/** What a host takes at least to hand over data to its application. */
const HANDOVER_SECONDS = 0.01;
/** No connection has so much on its way. */
const WINDOW_LIMIT = 2 ** 24;

/**
 * Octets of data that may never have reached an application: not acknowledged, or acknowledged
 * but followed by the RST at once, which throws away what was not read yet (RFC 9293 section
 * 3.10.7.4). 0 where only one direction was captured: then it is not known what was taken.
 */
export function countLostOctets(history: History, cause: Cause): number {
  const { reset, sides } = history;
  const isOneWay = sides.client.segments === 0 || sides.server.segments === 0;
  if (isOneWay) return rejectedByAnswer(history);
  if (isSurvived(history)) return 0;
  const unread = cause === "unread-data" ? unansweredData(history).octets : 0;
  return (
    unackedOf(history, reset.from) +
    overtakenOf(history) +
    Math.max(unread, rejectedOf(history), unackedOf(history, otherSide(reset.from)))
  );
}

/** Of an end that was captured only in its answer: the data that it rejected. */
function rejectedByAnswer(history: History): number {
  const { before, reset } = history;
  const kind = kindOf(history);
  if (kind.kind !== "answer" || !kind.isBare) return 0;
  const data = before.filter(
    (event) =>
      event.from !== reset.from && isData(event) && event.acknowledgment === reset.sequence,
  );
  return onceEach(data);
}

/** Data that came after the FIN of the end that threw it away, even where its RST acknowledges that. */
function rejectedOf({ before, reset, sides }: History): number {
  const fin = lastWhere(before, (event) => event.from === reset.from && event.fin);
  if (fin === undefined) return 0;
  const taken = Math.max(sides[reset.from].ack ?? 0, fin.acknowledgment ?? 0);
  const late = before.filter(
    (event) => event.from !== reset.from && event.end > taken && isData(event),
  );
  return onceEach(late);
}

/** Octets of an application: no keep-alive probe, and no closing alert of TLS. */
function isData({ length, rst, isProbe, content }: Event): boolean {
  return length > 0 && !rst && !isProbe && content !== CONTENT.CLOSING_ALERT;
}

/** Of retransmissions, the last one counts. */
function onceEach(events: readonly Event[]): number {
  if (events.length < 2) return events[0]?.length ?? 0;
  const unique = events.filter(
    ({ sequence }, at) => !events.slice(at + 1).some((later) => later.sequence === sequence),
  );
  return unique.reduce((sum, { length }) => sum + length, 0);
}

/** The end whose address the RST has went on, so the RST was not believed. */
function isSurvived({ reset, after }: History): boolean {
  if (after.length === 0) return false;
  const peer = otherSide(reset.from);
  const goesOn = (side: Side) => after.some(({ from, rst, syn }) => from === side && !rst && !syn);
  const isReset = after.some(({ from, rst }) => from === peer && rst);
  return goesOn(reset.from) && goesOn(peer) && !isReset;
}

function unackedOf(history: History, side: Side): number {
  const { before, sides, reset } = history;
  const inReset = reset.from === side ? undefined : reset.acknowledgment;
  const acked = Math.max(1, sides[otherSide(side)].ack ?? 1, inReset ?? 1);
  const { end, octets } = sentBy(history, side);
  // No more than was captured, whatever numbers a forger writes.
  const unacked = Math.min(octets, Math.max(0, end - acked));
  if (unacked === 0) return 0;
  const idle = before.filter(
    (event) => event.from === side && event.end > acked && event.length > 0,
  );
  return idle.length > 0 && !idle.some(isData) ? 0 : unacked;
}

/**
 * What a side had sent, with what was on its way to an end that had already reset, or what it sent
 * to an end that was reset in its name.
 */
function sentBy({ sides, after }: History, side: Side) {
  const own = sides[side];
  const end = own.next - (own.hasFin ? 1 : 0);
  if (after.length === 0) return { end, octets: own.octets };
  const late = after.filter(
    // The payload of an RST is no data, nor what somebody else sends in the name of the end.
    ({ from, rst, length, sequence, timeToLive }) =>
      from === side &&
      !rst &&
      length > 0 &&
      sequence >= end &&
      sequence - end < WINDOW_LIMIT &&
      isAsFar(own, timeToLive),
  );
  return {
    end: Math.max(end, ...late.map(({ sequence, length }) => sequence + length)),
    octets: late.reduce((sum, { length }) => sum + length, own.octets),
  };
}

/**
 * Data that the RST followed so soon that its receiver had hardly time to read it. What it answered
 * with data of its own, it has read.
 */
function overtakenOf(history: History): number {
  const { before, reset, sides } = history;
  const peer = otherSide(reset.from);
  // An end that closed had read what it acknowledged.
  if (kindOf(history).kind === "odd" || sides[peer].hasFin) return 0;
  const taken = sides[peer].ack ?? 0;
  let answered = 0;
  for (const { from, length, acknowledgment = 0 } of before) {
    if (from === peer && length > 0) answered = Math.max(answered, acknowledgment);
  }
  const late = before.filter(
    (event) =>
      event.from === reset.from &&
      isData(event) &&
      event.end > answered &&
      event.end <= taken &&
      reset.seconds - event.seconds <= HANDOVER_SECONDS,
  );
  return onceEach(late);
}

/** Data that the sender of the RST got and did not answer by data of its own. */
export interface UnansweredData {
  readonly octets: number;
  readonly last: Event | undefined;
  /** The last data of its own, before that. */
  readonly answeredBefore: Event | undefined;
}

/** What came from the other end since the last data of the RST's sender. */
export const unansweredData = rememberLast(findUnanswered);

function findUnanswered({ before, reset }: History): UnansweredData {
  const peer = otherSide(reset.from);
  const at = lastIndexWhere(before, ({ from, length }) => from === reset.from && length > 0);
  const answeredBefore = at < 0 ? undefined : before[at];
  let first: Event | undefined;
  let last: Event | undefined;
  for (let place = at + 1; place < before.length; place += 1) {
    const event = before[place];
    if (event === undefined || event.from !== peer || !isData(event)) continue;
    first ??= event;
    last = event;
  }
  const octets = first === undefined || last === undefined ? 0 : last.end - first.sequence;
  return { octets: Math.max(0, octets), last, answeredBefore };
}

/** A receiver says of less room than this nothing new (RFC 9293 section 3.8.6.2.2). */
const SHOWN_SEGMENTS = 2;
const USUAL_SEGMENT_OCTETS = 1460;

/**
 * Whether the window that the RST's sender advertised last is smaller than its largest by at least
 * half of those octets, and by two segments: hosts count what they store, and grow the window
 * meanwhile. What one step of the window scale can hide does not count.
 */
export function hasFullWindowClue({ before, reset, sides }: History, octets: number): boolean {
  const { maximumWindow, windowFactor } = sides[reset.from];
  const last = lastWhere(before, ({ from, syn }) => from === reset.from && !syn);
  if (windowFactor === undefined || last === undefined || octets <= 2 * windowFactor) return false;
  const shrunk = (maximumWindow - last.window) * windowFactor;
  return shrunk >= octets / 2 && shrunk >= SHOWN_SEGMENTS * USUAL_SEGMENT_OCTETS;
}
