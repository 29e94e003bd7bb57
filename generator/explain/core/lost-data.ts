import type { Cause } from "../../model/finding.js";
import {
  type Event,
  type History,
  lastIndexWhere,
  lastWhere,
  otherSide,
  type Side,
} from "./history.js";
import { kindOf } from "./reset-kind.js";

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
  if (isOneWay || isSurvived(history)) return 0;
  const unread = cause === "unread-data" ? unansweredData(history).octets : 0;
  return (
    unackedOf(history, reset.from) +
    overtakenOf(history) +
    Math.max(unread, unackedOf(history, otherSide(reset.from)))
  );
}

/** The end whose address the RST has went on, so the RST was not believed. */
function isSurvived({ reset, after }: History): boolean {
  const peer = otherSide(reset.from);
  const goesOn = (side: Side) => after.some(({ from, rst, syn }) => from === side && !rst && !syn);
  const isReset = after.some(({ from, rst }) => from === peer && rst);
  return goesOn(reset.from) && goesOn(peer) && !isReset;
}

function unackedOf(history: History, side: Side): number {
  const { sides, reset } = history;
  const inReset = reset.from === side ? undefined : reset.acknowledgment;
  const acked = Math.max(1, sides[otherSide(side)].ack ?? 1, inReset ?? 1);
  const { end, octets } = sentBy(history, side);
  // No more than was captured, whatever numbers a forger writes.
  return Math.min(octets, Math.max(0, end - acked));
}

/**
 * What a side had sent, with what was on its way to an end that had already reset, or what it sent
 * to an end that was reset in its name.
 */
function sentBy({ sides, after }: History, side: Side) {
  const own = sides[side];
  const end = own.next - (own.hasFin ? 1 : 0);
  const late = after.filter(
    // The payload of an RST is no data.
    ({ from, rst, length, sequence }) =>
      from === side && !rst && length > 0 && sequence >= end && sequence - end < WINDOW_LIMIT,
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
  if (kindOf(history).kind === "odd") return 0;
  const peer = otherSide(reset.from);
  const taken = sides[peer].ack ?? 0;
  const answers = before.filter(({ from, length }) => from === peer && length > 0);
  const answered = Math.max(0, ...answers.map(({ acknowledgment = 0 }) => acknowledgment));
  const late = before.filter(
    ({ from, length, end, seconds }) =>
      from === reset.from &&
      length > 0 &&
      end > answered &&
      end <= taken &&
      reset.seconds - seconds <= HANDOVER_SECONDS,
  );
  // Of retransmissions, the last one counts.
  const unique = late.filter(
    ({ sequence }, at) => !late.slice(at + 1).some((later) => later.sequence === sequence),
  );
  return unique.reduce((sum, { length }) => sum + length, 0);
}

/** Data that the sender of the RST got and did not answer by data of its own. */
export interface UnansweredData {
  readonly octets: number;
  readonly last: Event | undefined;
  /** The last data of its own, before that. */
  readonly answeredBefore: Event | undefined;
}

/** What came from the other end since the last data of the RST's sender. */
export function unansweredData({ before, reset }: History): UnansweredData {
  const peer = otherSide(reset.from);
  const at = lastIndexWhere(before, ({ from, length }) => from === reset.from && length > 0);
  const data = before.slice(at + 1).filter(({ from, length }) => from === peer && length > 0);
  const first = data[0];
  const last = data.at(-1);
  const octets = first === undefined || last === undefined ? 0 : last.end - first.sequence;
  return { octets: Math.max(0, octets), last, answeredBefore: before[at] };
}

/**
 * Whether the window that the RST's sender advertised last is smaller than its largest by at least
 * half of those octets: hosts count what they store, and grow the window meanwhile. What one step
 * of the window scale can hide does not count.
 */
export function hasFullWindowClue({ before, reset, sides }: History, octets: number): boolean {
  const { maximumWindow, windowFactor } = sides[reset.from];
  const last = lastWhere(before, ({ from, syn }) => from === reset.from && !syn);
  if (windowFactor === undefined || last === undefined || octets <= 2 * windowFactor) return false;
  return (maximumWindow - last.window) * windowFactor >= octets / 2;
}
