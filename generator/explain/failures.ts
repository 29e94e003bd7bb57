import type { Frame } from "../capture/frame.js";
import { type IcmpError, IcmpErrorReader } from "../capture/icmp-error.js";
import { sourceOf } from "../capture/ip-packet.js";
import { BoundedMap } from "../model/bounded-map.js";
import type { Failure } from "../model/failure.js";
import type { Model } from "../model/model.js";
import { type Connection, otherEnd, readFollowed } from "./connection.js";
import { type ConnectionKey, createKey, endpointOf, readKey } from "./connection-key.js";
import { type IcmpNotice, judgeFailure } from "./core/failure.js";
import { basesOf, type Conversation, type End, readConversation } from "./core/history.js";
import { distance } from "./core/side.js";
import { icmpWords } from "./tables.js";

/** ICMP errors about one connection that are kept: the first ones, then the latest. */
const NOTICE_LIMIT = 8;
/** SYNs by their numbers, for errors that quote other addresses than those captured. */
const SYN_LIMIT = 16_384;

/** An ICMP error as it was captured, in the order of the connection's key. */
interface StoredNotice extends Omit<IcmpNotice, "sender" | "sequence"> {
  readonly end: End;
  /** As on the wire. */
  readonly number: number;
}

/** Takes a connection that failed without an RST. */
export type OnFailure = (failure: Failure, conversation: Conversation) => void;

interface FailureWatchOptions {
  readonly model: Model;
  readonly consume: OnFailure;
  /** The connection of these ends, if it is followed. */
  readonly find: (key: ConnectionKey) => Connection | undefined;
}

/**
 * Finds connections that failed without an RST: it remembers what ICMP errors say of those that are
 * followed, and judges each when it is given up. What it keeps lives as long as its connection.
 */
export class FailureWatch {
  readonly #options: FailureWatchOptions;
  readonly #reader = new IcmpErrorReader();
  readonly #key = createKey();
  readonly #notices = new WeakMap<Connection, StoredNotice[]>();
  readonly #byFirstNumber = new BoundedMap<{ readonly connection: Connection; readonly end: End }>(
    SYN_LIMIT,
  );
  /** A late segment gives a connection that has ended another end. */
  readonly #told = new WeakSet<Connection>();
  #untilSeconds = Number.NaN;
  #hasAnswers = false;

  constructor(options: FailureWatchOptions) {
    this.#options = options;
  }

  /** Takes any frame, before its segment is followed. */
  addFrame({ seconds }: Frame): void {
    if (!Number.isNaN(seconds)) this.#untilSeconds = seconds;
  }

  /** Takes a frame without a TCP segment. */
  addOther(frame: Frame): void {
    const error = this.#reader.read(frame);
    if (error === undefined) return;
    const found = this.#findQuoted(error) ?? this.#findTranslated(error);
    if (found === undefined) return;
    const { connection, end, isTranslated } = found;
    const notices = this.#notices.get(connection) ?? [];
    this.#notices.set(connection, notices);
    if (notices.length >= NOTICE_LIMIT) notices.pop();
    notices.push({
      frame: frame.number,
      seconds: frame.seconds,
      ...icmpWords(error),
      family: error.family,
      type: error.type,
      code: error.code,
      mtu: error.mtu,
      from: sourceOf(error.packet),
      end,
      number: error.quoted.sequenceNumber,
      isTranslated,
    });
  }

  /** A SYN began a connection. */
  addSyn(connection: Connection, end: End, sequenceNumber: number): void {
    this.#byFirstNumber.set(String(sequenceNumber), { connection, end });
  }

  /** Something was answered, so that both directions are captured. */
  addAnswer(): void {
    this.#hasAnswers = true;
  }

  /** A connection that no RST ended is over. */
  judge(connection: Connection): void {
    const { sides, client } = connection;
    const [left, right] = sides;
    if (left.segments > 0 && right.segments > 0) this.#hasAnswers = true;
    const stored = this.#notices.get(connection) ?? [];
    if (this.#told.has(connection) || (stored.length === 0 && !isUnanswered(connection))) return;
    const followed = readFollowed(connection);
    const bases = basesOf(sides);
    const conversation = readConversation(followed);
    const failure = judgeFailure(this.#options.model, conversation, {
      notices: stored.map(({ end, number, ...notice }) => ({
        ...notice,
        sender: end === (client ?? followed.client) ? "client" : "server",
        sequence: (number - bases[end]) >>> 0,
      })),
      untilSeconds: this.#untilSeconds,
      hasAnswers: this.#hasAnswers,
      timeOf,
    });
    if (failure === undefined) return;
    this.#told.add(connection);
    this.#options.consume(failure, conversation);
  }

  /** The numbers must be those of what that end has sent: so little can be forged (RFC 5927). */
  #findQuoted({ quoted }: IcmpError) {
    const end = readKey(quoted, this.#key);
    const latest = this.#options.find(this.#key);
    for (const connection of [latest, latest?.previous]) {
      if (connection === undefined || !hasSent(connection, end, quoted.sequenceNumber)) continue;
      return { connection, end, isTranslated: false };
    }
    return undefined;
  }

  /** Of a SYN, the number and one of both ends are enough. */
  #findTranslated({ quoted }: IcmpError) {
    const found = this.#byFirstNumber.get(String(quoted.sequenceNumber));
    if (found === undefined) return undefined;
    const { connection, end } = found;
    const [source, destination] = [end, otherEnd(end)].map((one) =>
      JSON.stringify(endpointOf(connection.key, one)),
    );
    const sender = readKey(quoted, this.#key);
    const isAlike =
      JSON.stringify(endpointOf(this.#key, sender)) === source ||
      JSON.stringify(endpointOf(this.#key, otherEnd(sender))) === destination;
    return isAlike ? { connection, end, isTranslated: true } : undefined;
  }
}

function hasSent({ sides }: Connection, end: End, number: number): boolean {
  const { segments, base, next } = sides[end];
  return segments > 0 && distance(number, base) >= 0 && distance(next, number) >= 0;
}

/** Whether something that was sent has no ACK, by a look that costs nothing. */
function isUnanswered({ sides, count }: Connection): boolean {
  const [left, right] = sides;
  if (count < 3) return false;
  const isOpen = (own: typeof left, peer: typeof left) =>
    own.segments > 0 && (!peer.hasAck || distance(own.next, peer.ack) > 0);
  return isOpen(left, right) || isOpen(right, left);
}

/** To the microsecond; undefined where there is no such time. */
function timeOf(seconds: number): string | undefined {
  const micros = Math.round(seconds * 1e6);
  const date = new Date(Math.floor(micros / 1000));
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999) return undefined;
  if (date.getUTCFullYear() < 0) return undefined;
  const rest = String(((micros % 1000) + 1000) % 1000).padStart(3, "0");
  return `${date.toISOString().slice(0, -1)}${rest}Z`;
}
