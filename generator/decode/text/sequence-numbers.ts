import { BoundedMap } from "../../model/bounded-map.js";
import { TCP_FLAG } from "../../model/tcp-flag.js";
import type { SegmentLine } from "./segment-line.js";

const { ACK, FIN, RST, SYN } = TCP_FLAG;
const CONNECTION_LIMIT = 65_536;
/** Numbers below this count from the start of a connection: few are as small by chance. */
const LEAST_ABSOLUTE = 2 ** 24;
/** tshark begins with 0, which the wire has only where a host knows no number. */
const TSHARK_BASE = 0x1000_0000;
const LARGEST_WINDOW = 0xffff;
/** Who repeats an acknowledgment after so long asks whether the other end is there. */
const PROBE_SECONDS = 1;
/** The same, where the other end has closed its window. */
const WINDOW_PROBE_SECONDS = 0.1;

/** The numbers of a segment as on the wire, or as near to it as the text allows. */
export interface Numbers {
  readonly sequence: number;
  readonly acknowledgment: number;
  readonly window: number;
  /** Whether the text lacks one of them, and another one stands for it. */
  readonly isAssumed: boolean;
}

interface Side {
  /** What tcpdump subtracts from its numbers. */
  reference: number | undefined;
  /** Whether only differences of its numbers are known. */
  isRelative: boolean;
  /** Whether its numbers are so small that they may be relative, though they should not be. */
  isDoubtful: boolean;
  /** Behind what it sent, or what of it was acknowledged. */
  next: number | undefined;
  hasSyn: boolean;
  isSeen: boolean;
  windowShift: number;
  /** As it was printed last. */
  window: number | undefined;
  /** Its last segment, as long as the other end has sent nothing since. */
  last:
    | { readonly acknowledgment: number; readonly window: number; readonly seconds: number }
    | undefined;
}

/**
 * Makes relative numbers absolute, connection by connection. tcpdump prints them absolute where there
 * is no ACK bit, in the first segment that has it and in each SYN with ACK, with -S always, else
 * relative: which they are is told by what each end is expected to send.
 */
export class SequenceNumbers {
  readonly #connections = new BoundedMap<Connection>(CONNECTION_LIMIT);

  /** Takes the next segment between these ends; `source` and `destination` tell them apart. */
  resolve(line: SegmentLine, source: string, destination: string, seconds: number): Numbers {
    const isFirst = source <= destination;
    const key = isFirst ? `${source} ${destination}` : `${destination} ${source}`;
    const known = this.#connections.get(key) ?? {
      sides: [newSide(), newSide()],
      isRecorded: false,
    };
    this.#connections.set(key, known);
    const [own, peer] = isFirst ? known.sides : [known.sides[1], known.sides[0]];
    if ((line.flags & (SYN | ACK)) === SYN) begin(own, peer, line);
    const numbers =
      line.program === "tshark"
        ? placeOnBase(line, own, peer)
        : resolve(line, own, peer, { known, seconds });
    remember(line, own, peer, numbers, seconds);
    return { window: rawWindow(line, own, peer), ...numbers };
  }
}

interface Connection {
  readonly sides: readonly [Side, Side];
  /** Whether tcpdump has noted from which numbers it counts. */
  isRecorded: boolean;
}

function newSide(): Side {
  return {
    reference: undefined,
    isRelative: false,
    isDoubtful: false,
    next: undefined,
    hasSyn: false,
    isSeen: false,
    windowShift: 0,
    window: undefined,
    last: undefined,
  };
}

/** A SYN with another number begins another connection of the same ends. */
function begin(own: Side, peer: Side, { sequence }: SegmentLine): void {
  const start = sequence === undefined ? undefined : (sequence + 1) >>> 0;
  if (own.hasSyn && own.next === start) return;
  forget(own);
  // What it sends next may still be of the connection before.
  peer.hasSyn = false;
  peer.isSeen = false;
  peer.last = undefined;
}

function forget(side: Side): void {
  side.next = undefined;
  side.isRelative = false;
  side.isDoubtful = false;
  side.last = undefined;
}

type Placed = Omit<Numbers, "window">;

interface Moment {
  readonly known: Connection;
  readonly seconds: number;
}

function resolve(line: SegmentLine, own: Side, peer: Side, { known, seconds }: Moment): Placed {
  const { flags } = line;
  const hasAck = (flags & ACK) !== 0;
  if ((flags & SYN) !== 0 && !own.hasSyn) forget(own);
  const printed = placePrinted(line, own, peer, known);
  const ack = printed.acknowledgment ?? (hasAck ? (peer.next ?? 0) : 0);
  const isAckAssumed = printed.acknowledgment === undefined && hasAck;
  if (printed.sequence !== undefined) {
    return { sequence: printed.sequence, acknowledgment: ack, isAssumed: isAckAssumed };
  }
  // Of a segment that has nothing but an acknowledgment, no number is printed.
  const isPureAck = (flags & (SYN | FIN | RST)) === 0 && line.lengthBytes === 0;
  const expected = own.next ?? standIn(line, own, peer);
  const isProbe = isPureAck && asksAgain(line, own, seconds, peer.window === 0);
  return {
    sequence: isProbe ? (expected - 1) >>> 0 : expected,
    acknowledgment: ack,
    isAssumed: isAckAssumed || !isPureAck,
  };
}

/** Places what the line has of both numbers, and notes as tcpdump does from which it counts. */
function placePrinted(line: SegmentLine, own: Side, peer: Side, known: Connection) {
  const { flags, sequence: seq, acknowledgment: ack } = line;
  const hasAck = (flags & ACK) !== 0;
  const isSyn = (flags & SYN) !== 0;
  const isNoted = hasAck && (isSyn || !known.isRecorded);
  const acknowledgment = ack === undefined ? undefined : place(ack, peer, isNoted);
  const sequence = seq === undefined ? undefined : place(seq, own, isNoted || !hasAck);
  if (isSyn) {
    // What has a SYN is never relative.
    own.isDoubtful = false;
    peer.isDoubtful = false;
  }
  if (isNoted) {
    known.isRecorded = true;
    if (sequence !== undefined) own.reference = sequence;
    if (acknowledgment !== undefined) peer.reference = (acknowledgment - 1) >>> 0;
  }
  // Where the answer to a SYN was cut away, it is what is counted from.
  if (isSyn) own.reference ??= sequence;
  return { sequence, acknowledgment };
}

/** For the number of an end that has sent nothing: 0 in an answer to a SYN (RFC 9293 section 3.10.7.1). */
function standIn({ flags }: SegmentLine, own: Side, peer: Side): number {
  if ((flags & RST) !== 0) return peer.hasSyn ? 0 : 1;
  own.isRelative = true;
  return 1;
}

/** Whether a segment says again what was said, after a silence that nothing has broken. */
function asksAgain(
  { acknowledgment, window }: SegmentLine,
  own: Side,
  seconds: number,
  isWindowClosed: boolean,
): boolean {
  const { last } = own;
  if (last === undefined || acknowledgment === undefined) return false;
  const isSame = last.acknowledgment === acknowledgment && last.window === window;
  const least = isWindowClosed ? WINDOW_PROBE_SECONDS : PROBE_SECONDS;
  return isSame && seconds - last.seconds >= least;
}

/** Finds which number on the wire was meant: of both ways to read it, the one that is expected. */
function place(printed: number, side: Side, isAbsolute: boolean): number {
  const { reference, next } = side;
  const relative = reference === undefined ? undefined : (reference + printed) >>> 0;
  const first = isAbsolute ? printed : (relative ?? printed);
  if (next === undefined) {
    side.isDoubtful = first === printed && printed < LEAST_ABSOLUTE;
    return first;
  }
  if (side.isDoubtful && relative !== undefined) decide(side, printed, relative);
  if (side.isRelative && isNear(printed, next)) return printed;
  const second = (isAbsolute ? relative : printed) ?? first;
  const nearer = gapOf(second, next) < gapOf(first, next) ? second : first;
  if (isNear(nearer, next)) return nearer;
  if (!side.isRelative && !side.isDoubtful) return first;
  // Where only differences are known, an absolute number is taken for the expected one.
  side.reference = (next - printed) >>> 0;
  return next;
}

/** The first number that is exactly the expected one tells how all are counted. */
function decide(side: Side, printed: number, relative: number): void {
  if ((printed === side.next) === (relative === side.next)) return;
  side.isDoubtful = false;
  side.isRelative = printed === side.next;
}

function isNear(left: number, right: number): boolean {
  return gapOf(left, right) < LEAST_ABSOLUTE;
}

function gapOf(left: number, right: number): number {
  return Math.abs((left - right) | 0);
}

/** tshark's numbers are all relative to the first of each end, and begin with 0 or 1. */
function placeOnBase(line: SegmentLine, own: Side, peer: Side): Placed {
  const { flags, sequence, acknowledgment } = line;
  const isAnswer = (flags & RST) !== 0 && (flags & ACK) !== 0 && peer.hasSyn && !own.isSeen;
  const placed = sequence === undefined ? own.next : (TSHARK_BASE + sequence) >>> 0;
  return {
    sequence: isAnswer && (sequence ?? 0) <= 1 ? 0 : (placed ?? TSHARK_BASE),
    acknowledgment: acknowledgment === undefined ? 0 : (TSHARK_BASE + acknowledgment) >>> 0,
    isAssumed: sequence === undefined,
  };
}

function remember(
  line: SegmentLine,
  own: Side,
  peer: Side,
  numbers: Placed,
  seconds: number,
): void {
  const { flags, lengthBytes, acknowledgment, window } = line;
  const { sequence } = numbers;
  // What an RST has may be forged, and nothing follows it.
  if ((flags & RST) !== 0) return;
  const steps = ((flags & SYN) !== 0 ? 1 : 0) + ((flags & FIN) !== 0 ? 1 : 0);
  const end = (sequence + lengthBytes + steps) >>> 0;
  if (own.next === undefined || ((end - own.next) | 0) > 0) own.next = end;
  own.isSeen = true;
  own.window = window;
  if ((flags & SYN) !== 0) own.hasSyn = true;
  if ((flags & ACK) !== 0 && acknowledgment !== undefined) {
    const ack = numbers.acknowledgment;
    if (peer.next === undefined || ((ack - peer.next) | 0) > 0) peer.next = ack;
    own.last = { acknowledgment, window: window ?? 0, seconds };
  }
  peer.last = undefined;
}

/** tshark prints windows with their scale, where it saw both SYNs. */
function rawWindow(
  { program, flags, window = 0, options }: SegmentLine,
  own: Side,
  peer: Side,
): number {
  if ((flags & SYN) !== 0) own.windowShift = shiftOf(options);
  const isScaled = program === "tshark" && (flags & SYN) === 0 && own.windowShift > 0;
  const shift = isScaled && (peer.windowShift > 0 || !peer.hasSyn) ? own.windowShift : 0;
  return Math.min(LARGEST_WINDOW, Math.floor(window / 2 ** shift));
}

/** The window scale option, as it is encoded for a line. */
function shiftOf(options: Uint8Array): number {
  for (let at = 0; at + 2 < options.length; ) {
    const kind = options[at];
    if (kind === 3) return options[at + 2] ?? 0;
    at += kind === 0 || kind === 1 ? 1 : Math.max(2, options[at + 1] ?? 2);
  }
  return 0;
}
