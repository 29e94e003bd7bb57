import type { QuotedSegment, TcpSegment } from "../capture/tcp-segment.js";
import type { Finding } from "../model/finding.js";
import type { Model } from "../model/model.js";
import { TCP_FLAG } from "../model/tcp-flag.js";
import type { CaptureEdges } from "./capture-edges.js";
import { type Connection, otherEnd, type Related, readReset } from "./connection.js";
import { addressOf, type ConnectionKey } from "./connection-key.js";
import { type End, type History, readHistory } from "./core/history.js";
import { judge } from "./core/judge.js";
import { HealthChecks, HostMemory } from "./core/other-connections.js";
import type { StoredFrame } from "./event-store.js";
import { RelatedConnections } from "./related-connections.js";
import { readStatement } from "./statements.js";
import { idleTimers } from "./tables.js";
import { Tracker } from "./tracker.js";
import type { UnfollowedConnections, UnfollowedOptions } from "./unfollowed.js";

/** Sees what may belong to a connection that fails without an RST. */
export interface ConnectionWatch {
  addSyn(connection: Connection, end: End, sequenceNumber: number): void;
  /** Something was answered, so that both directions are captured. */
  addAnswer(): void;
  /** A connection that no RST ended is over. */
  judge(connection: Connection): void;
}

export interface ExplainerOptions {
  readonly consume: (finding: Finding) => void;
  /** Sees the history of each finding before that. */
  readonly onHistory: (history: History) => void;
  readonly watch?: ConnectionWatch;
  /** Connections that are followed at the same time. */
  readonly connectionLimit: number;
  /** Makes what takes the segments of connections that are not followed; absent where all are. */
  readonly createUnfollowed?: (heard: Heard) => UnfollowedConnections;
}

/** What is heard of connections that are not followed. */
export type Heard = Omit<UnfollowedOptions, "followed" | "limit">;

/**
 * Takes the segments of one capture in their order, and hands over a finding for each connection
 * that was reset. It reads no file: `explainCapture` feeds it, and in Wireshark its Lua.
 */
export class Explainer {
  readonly #hosts = new HostMemory(idleTimers());
  readonly #related = new RelatedConnections();
  readonly #checks: HealthChecks;
  readonly #tracker: Tracker;
  readonly #unfollowed: UnfollowedConnections | undefined;

  constructor(model: Model, options: ExplainerOptions) {
    const { consume, onHistory, watch, connectionLimit, createUnfollowed } = options;
    const hosts = this.#hosts;
    const onSynAck = (key: ConnectionKey, from: End, timeToLive: number): void =>
      hosts.addSynAck(addressOf(key, from), timeToLive);
    const noteBegin = (seconds: number): void => {
      if (Number.isNaN(hosts.began)) hosts.began = seconds;
    };
    const onOpen = (connection: Related, from: End, segment: TcpSegment, frame: StoredFrame) =>
      this.#related.add(connection, from, segment, frame.number);
    const checks = new HealthChecks(consume);
    this.#checks = checks;
    this.#tracker = new Tracker({
      connectionLimit,
      readStatement: (segment, sender) => readStatement(model, segment, sender),
      onGone: ({ begun }) => {
        if (begun !== undefined) begun.connection = undefined;
      },
      onSynAck: (key, from, timeToLive) => {
        onSynAck(key, from, timeToLive);
        watch?.addAnswer();
      },
      ...(watch === undefined ? {} : { onEnd: (connection) => watch.judge(connection) }),
      onOpen: (connection, from, segment, frame) => {
        noteBegin(frame.seconds);
        onOpen(connection, from, segment, frame);
        if ((segment.flags & (TCP_FLAG.SYN | TCP_FLAG.RST)) === TCP_FLAG.SYN) {
          watch?.addSyn(connection, from, segment.sequenceNumber);
        }
      },
      onRst: (connection, from, frame) => {
        this.#noteReset(connection, from, frame);
        if (connection.client !== undefined && from !== connection.client) watch?.addAnswer();
      },
      onReset: (connection) => {
        const history = readHistory(readReset(connection));
        const finding = judge(model, history, hosts);
        onHistory(history);
        checks.add(finding, history);
      },
    });
    const { edges } = this.#tracker;
    const onBegin = (seconds: number): number => {
      noteBegin(seconds);
      return this.#tracker.nextStream();
    };
    this.#unfollowed = createUnfollowed?.({ onBegin, onOpen, onSynAck, edges });
  }

  /** Takes the next segment, and returns the number of its connection. */
  add(segment: TcpSegment, frame: StoredFrame): number {
    if (this.#unfollowed !== undefined) {
      this.#tracker.pass(frame.seconds);
      const stream = this.#unfollowed.add(segment, frame);
      if (stream >= 0) return stream;
    }
    return this.#tracker.add(segment, frame);
  }

  /** Takes a segment that an ICMP error quotes. */
  number(quoted: QuotedSegment): void {
    this.#tracker.number(quoted);
  }

  /** Hands over what is decided by the time that has gone by, without a segment. */
  pass(seconds: number): void {
    this.#tracker.pass(seconds);
  }

  /** The latest connection of these ends. */
  find(key: ConnectionKey): Connection | undefined {
    return this.#tracker.find(key);
  }

  /** What tells whether another capture goes on with this one's connections; before its end. */
  readEdges(): CaptureEdges {
    const others = this.#unfollowed?.listOpen() ?? [];
    return this.#tracker.edges.read([...this.#tracker.listOpen(), ...others]);
  }

  /** Hands over all findings that are still held back. */
  end(): void {
    this.#tracker.end();
    this.#checks.end();
  }

  /** Connections that were forgotten while they were open, because there were too many. */
  evicted(): number {
    return this.#tracker.evicted;
  }

  #noteReset({ client, key, began, sides }: Connection, from: End, frame: StoredFrame): void {
    const { number, seconds } = frame;
    // An RST in place of a FIN answers the other end, whatever happened there.
    const areOpen = sides.every(({ segments, hasFin }) => segments > 0 && !hasFin);
    if (areOpen) {
      const peer = addressOf(key, otherEnd(from));
      this.#hosts.addLiveReset(addressOf(key, from), { peer, began, frame: number, seconds });
    }
    // There is nothing to pass on of a connection that was refused.
    if (client === undefined || from === client || sides[from].segments === 0) return;
    this.#hosts.addReset(addressOf(key, client), { frame: number, seconds, began });
  }
}
