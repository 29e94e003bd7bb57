import type { Failure, FailureName, IcmpFamily } from "../../model/failure.js";
import type { Model } from "../../model/model.js";
import { NEXT_STEPS_OF_FAILURES } from "./failure-words.js";
import { type Conversation, type Event, otherSide, type Side } from "./history.js";
import { findCode, MEANINGS, type Meanings } from "./registry-words.js";
import { hasGivenUp, unacknowledged } from "./retries.js";
import { CLIENT_IS_GUESS, countOf, showSeconds, WAS_FORGOTTEN } from "./words.js";

/** What kinds of ICMP errors there are, whatever their numbers are. */
export type IcmpKind = Extract<
  FailureName,
  "destination-unreachable" | "time-exceeded" | "packet-too-big"
>;

/** An ICMP error that quotes a segment of the connection. */
export interface IcmpNotice {
  readonly frame: number;
  readonly seconds: number;
  readonly kind: IcmpKind;
  readonly family: IcmpFamily;
  readonly type: number;
  readonly code: number;
  readonly words: string;
  /** The address that sent it. */
  readonly from: string;
  readonly mtu: number | undefined;
  /** Whose segment is quoted. */
  readonly sender: Side;
  /** The relative number of that segment. */
  readonly sequence: number;
  /** The quote has other addresses or ports: a translator is in between. */
  readonly isTranslated: boolean;
}

/** What of the rest of the capture a failure depends on. */
export interface FailureSurroundings {
  readonly notices: readonly IcmpNotice[];
  /** Up to when nothing more came: the end of the capture or the next connection of the same ends. */
  readonly untilSeconds: number;
  /** Whether any connection of the capture shows both directions. */
  readonly hasAnswers: boolean;
  /** Time of a frame of the connection as text, where it has one. */
  readonly timeOf: (seconds: number) => string | undefined;
}

/** Fewer SYNs without an answer are not told: the capture may have ended before it came. */
const LEAST_SYNS = 3;
/** What comes sooner again is a copy of the same packet, captured elsewhere on its way. */
const COPY_SECONDS = 0.1;
/** Of a few FINs, the ACK may be what the capture lacks. */
const SURE_FINS = 5;
/** For so long data must have been in vain before a few retransmissions say more than a loss. */
const LEAST_SILENCE_SECONDS = 3;

const UNANSWERED = {
  SYN: "unanswered-syn",
  "SYN-ACK": "unanswered-syn-ack",
  data: "unacknowledged-data",
  FIN: "unacknowledged-fin",
} as const satisfies Readonly<Record<string, FailureName>>;

/** What was sent in vain, in the order of the frames. */
interface InVain {
  readonly sender: Side;
  readonly what: keyof typeof UNANSWERED;
  readonly tries: readonly Event[];
}

/**
 * Why a connection failed that no RST ended, as far as the capture shows it; undefined where it shows
 * nothing of the kind. A connection that was answered afterwards did not fail.
 */
export function judgeFailure(
  model: Model,
  conversation: Conversation,
  surroundings: FailureSurroundings,
): Failure | undefined {
  const { notices } = surroundings;
  const inVain = findUnanswered(conversation, surroundings);
  for (const notice of notices) {
    const quoted = findRefused(conversation, notice, surroundings);
    if (quoted === undefined) continue;
    return byIcmp(model, conversation, surroundings, { notice, quoted });
  }
  return inVain && byTimeout(model, conversation, surroundings, inVain);
}

/** SYNs without any answer, or what one end sent again and again without an ACK. */
function findUnanswered(
  { events, sides }: Conversation,
  { untilSeconds }: FailureSurroundings,
): InVain | undefined {
  const syns = unansweredSyns({ events, sides });
  if (syns.length > 0) {
    return syns.length >= LEAST_SYNS ? { sender: "client", what: "SYN", tries: syns } : undefined;
  }
  let longest: InVain | undefined;
  for (const sender of ["client", "server"] as const) {
    // Of an end that was never captured, its ACKs may be missing here.
    if (sides[otherSide(sender)].segments === 0) continue;
    const found = unacknowledged(events, sides, sender);
    if (found === undefined) continue;
    const tries = withoutCopies(found.tries);
    const began = tries[0]?.seconds ?? Number.NaN;
    const isLong = untilSeconds - began >= LEAST_SILENCE_SECONDS;
    if (tries.length < LEAST_SYNS || !isLong) continue;
    if (tries.length > (longest?.tries.length ?? 0)) longest = { sender, ...found, tries };
  }
  return longest;
}

/** The transmissions of a SYN to which nobody said anything, and after which its sender sent no more. */
function unansweredSyns({ events, sides }: Pick<Conversation, "events" | "sides">) {
  // With FIN it is a probe: nobody opens a connection so.
  const isOnlySyns = events.every(
    (one) => one.from === "client" && one.syn && !one.ack && !one.fin,
  );
  if (sides.server.segments > 0 || !isOnlySyns) return [];
  return withoutCopies(events);
}

function withoutCopies(events: readonly Event[]): readonly Event[] {
  const kept: Event[] = [];
  for (const event of events) {
    const gap = event.seconds - (kept.at(-1)?.seconds ?? Number.NaN);
    // Without times each counts.
    if (!(gap < COPY_SECONDS)) kept.push(event);
  }
  return kept;
}

/** What an ICMP error was about, where nobody ever took it: else the connection survived the error. */
function findRefused(
  { events, sides }: Conversation,
  { sender, sequence, frame, seconds }: IcmpNotice,
  { untilSeconds }: FailureSurroundings,
): InVain | undefined {
  const syns = unansweredSyns({ events, sides });
  if (syns.length > 0)
    return sender === "client" ? { sender, what: "SYN", tries: syns } : undefined;
  const peer = sides[otherSide(sender)];
  if (peer.segments === 0 || (peer.ack ?? 0) > sequence) return undefined;
  const isQuoted = (one: Event) =>
    one.from === sender && !one.rst && one.sequence <= sequence && one.end > sequence;
  const tries = withoutCopies(events.filter(isQuoted));
  const [first] = tries;
  // A bare ACK asks for no answer.
  if (first === undefined) return undefined;
  const isTriedAgain = tries.some((one) => one.frame > frame);
  if (!isTriedAgain && !(untilSeconds - seconds >= LEAST_SILENCE_SECONDS)) return undefined;
  const what = first.syn ? (first.ack ? "SYN-ACK" : "SYN") : first.length > 0 ? "data" : "FIN";
  return { sender, what, tries };
}

interface Refused {
  readonly notice: IcmpNotice;
  readonly quoted: InVain;
}

function byIcmp(
  model: Model,
  conversation: Conversation,
  surroundings: FailureSurroundings,
  { notice, quoted }: Refused,
): Failure {
  const { frame, family, type, code, words, from, mtu, kind, isTranslated } = notice;
  const alike = surroundings.notices.filter(
    (one) => one.family === family && one.type === type && one.code === code,
  );
  const size = mtu === undefined ? "" : `, and that the next link takes ${countOf(mtu, "octet")}`;
  const said = `${words} (${family === "icmp" ? "ICMP" : "ICMPv6"} type ${type}, code ${code})`;
  const answer = quoted.what === "SYN" ? "nobody answered it" : "it was never acknowledged";
  return finish(model, conversation, surroundings, {
    failure: kind,
    quoted,
    // An ICMP error is as easy to forge as an RST, but here the silence agrees with it.
    certainty: isTranslated ? "medium" : "high",
    meanings: kind === "destination-unreachable" ? MEANINGS.unreachable : [],
    frames: alike.map((one) => one.frame),
    icmp: {
      frame,
      family,
      type,
      code,
      words,
      from,
      count: alike.length,
      ...(mtu === undefined ? {} : { mtu }),
    },
    missing: isTranslated
      ? [
          "the ICMP error quotes other addresses or ports: only the sequence number tells whom it is about",
        ]
      : [],
    explanation: `${from} says of the ${quoted.what} of the ${quoted.sender}: ${said}${size}; ${answer}`,
  });
}

const ONE_DIRECTION =
  "no connection of the capture has an answer: perhaps only one direction was captured";

function byTimeout(
  model: Model,
  conversation: Conversation,
  surroundings: FailureSurroundings,
  quoted: InVain,
): Failure {
  const { sender, what, tries } = quoted;
  const isSyn = what === "SYN";
  // Who is refused or answered stops at once, or sends at equal intervals: backoff says that neither came.
  const isAlone = isSyn && unacknowledged(tries, conversation.sides, sender) === undefined;
  const isDoubtful = isAlone && !surroundings.hasAnswers;
  const isSure = what === "FIN" ? tries.length >= SURE_FINS : hasGivenUp({ tries, what });
  const seconds = spanOf(tries);
  const span = Number.isNaN(seconds) ? "" : ` within ${showSeconds(seconds)}`;
  const answer = isSyn ? "nobody answered" : "no ACK of it was captured";
  return finish(model, conversation, surroundings, {
    failure: UNANSWERED[what],
    quoted,
    certainty: isSure && !isDoubtful ? "high" : "medium",
    meanings: MEANINGS.timeout,
    frames: [],
    icmp: undefined,
    missing: isDoubtful ? [ONE_DIRECTION] : [],
    explanation: `the ${sender} sent the same ${what} ${tries.length} times${span}, and ${answer}`,
  });
}

function spanOf(tries: readonly Event[]): number {
  return (tries.at(-1)?.seconds ?? Number.NaN) - (tries[0]?.seconds ?? Number.NaN);
}

/** What differs between failures. */
interface Verdict extends Pick<Failure, "failure" | "certainty" | "explanation" | "missing"> {
  readonly quoted: InVain;
  readonly meanings: Meanings;
  /** Those of ICMP errors. */
  readonly frames: readonly number[];
  readonly icmp: Failure["icmp"] | undefined;
}

function finish(
  model: Model,
  { stream, client, server, stage, sides, isClientKnown, isForgotten }: Conversation,
  { timeOf }: FailureSurroundings,
  { failure, certainty, explanation, missing, quoted, meanings, frames, icmp }: Verdict,
): Failure {
  const { sender, tries } = quoted;
  const evidence = inOrder([...tries.map(({ frame }) => frame), ...frames]);
  const seconds = spanOf(tries);
  const time = timeOf(tries[0]?.seconds ?? Number.NaN);
  const code = findCode(model, meanings);
  return {
    kind: "failure",
    stream,
    frame: evidence[0] ?? 0,
    ...(time === undefined ? {} : { time }),
    client,
    server,
    failure,
    sender,
    certainty,
    ...(code === undefined ? {} : code),
    ...(icmp === undefined ? {} : { icmp }),
    transmissions: tries.length,
    ...(seconds >= 0 ? { seconds: Number(seconds.toFixed(6)) } : {}),
    unackedOctets: countUnacknowledged(sides, sender),
    evidence,
    stage,
    missing: [
      ...missing,
      ...(isClientKnown ? [] : [CLIENT_IS_GUESS]),
      ...(isForgotten ? [WAS_FORGOTTEN] : []),
    ],
    explanation,
    nextStep: NEXT_STEPS_OF_FAILURES[failure],
  };
}

/** Octets of data behind the last ACK; SYN and FIN are none. */
function countUnacknowledged(sides: Conversation["sides"], sender: Side): number {
  const own = sides[sender];
  const ack = sides[otherSide(sender)].ack ?? 1;
  return Math.max(0, own.next - Math.max(1, ack) - (own.hasFin ? 1 : 0));
}

function inOrder(frames: readonly number[]): readonly number[] {
  const ordered = [...new Set(frames)];
  return ordered.sort((a, b) => a - b);
}
