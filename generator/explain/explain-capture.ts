import type { OnFrame } from "../capture/frame.js";
import { isDissectedLinkType } from "../capture/protocol-numbers.js";
import { readCapture } from "../capture/read-capture.js";
import { SegmentReader } from "../capture/tcp-segment.js";
import type { Finding } from "../model/finding.js";
import type { Model } from "../model/model.js";
import { TCP_FLAG } from "../model/tcp-flag.js";
import {
  addressOf,
  type Connection,
  type ConnectionKey,
  otherEnd,
  portOf,
  readReset,
} from "./connection.js";
import { type History, readHistory } from "./core/history.js";
import { judge } from "./core/judge.js";
import { HealthChecks, HostMemory } from "./core/other-connections.js";
import { FailureWatch, type OnFailure } from "./failures.js";
import { RelatedConnections } from "./related-connections.js";
import { readStatement } from "./statements.js";
import { idleTimers } from "./tables.js";
import { DEFAULT_CONNECTION_LIMIT, Tracker } from "./tracker.js";

/** Counts up while a capture is read, so that it is right also where the reading fails. */
export interface ExplainCounts {
  frames: number;
  /** Frames of link types that cannot be read here. */
  unread: number;
  segments: number;
  resets: number;
  /** Connections that were forgotten while open, since there were too many at the same time. */
  evicted: number;
  /** Connections that failed without an RST; absent where nobody asks for them. */
  failures?: number;
  /** The connection of the watched frame, once that was read. */
  watchedStream?: number;
}

export interface ExplainSink {
  readonly consume: (finding: Finding) => void;
  /** Takes connections that failed without an RST, which are looked for only then. */
  readonly onFailure?: OnFailure;
  /** Sees the history of each finding before that. */
  readonly onHistory?: (history: History) => void;
  /** Sees each frame, for what else is said of frames. */
  readonly onFrame?: OnFrame;
  readonly counts: ExplainCounts;
  /** Whose connection is asked for. */
  readonly watchedFrame?: number;
  /** Connections that are followed at the same time; 65,536 where absent. */
  readonly connectionLimit?: number;
}

/**
 * Reads a pcap or pcapng capture and hands over a finding for each connection that was reset,
 * soon after what followed the reset was seen: nearly in the order of the frames.
 * Rejects with `CaptureError` where the capture is damaged, after what was before that place.
 */
export async function explainCapture(
  model: Model,
  chunks: AsyncIterable<Uint8Array>,
  sink: ExplainSink,
): Promise<void> {
  const { counts, onHistory, onFailure } = sink;
  const hosts = new HostMemory(idleTimers());
  const checks = new HealthChecks(sink.consume, hosts);
  const related = new RelatedConnections();
  const failures = onFailure && createWatch(model, counts, onFailure, (key) => tracker.find(key));
  const tracker: Tracker = new Tracker({
    connectionLimit: sink.connectionLimit ?? DEFAULT_CONNECTION_LIMIT,
    readStatement: (segment, sender) => readStatement(model, segment, sender),
    onSynAck: ({ key }, from, timeToLive) => {
      hosts.addSynAck(addressOf(key, from), timeToLive);
      failures?.addAnswer();
    },
    ...(failures && { onEnd: (connection, events) => failures.judge(connection, events) }),
    onOpen: (connection, from, segment, { number, seconds }) => {
      if (Number.isNaN(hosts.began)) hosts.began = seconds;
      connection.relation = related.add(connection, from, segment, number);
      if ((segment.flags & TCP_FLAG.RST) !== 0) return;
      if ((segment.flags & TCP_FLAG.SYN) !== 0) {
        failures?.addSyn(connection, from, segment.sequenceNumber);
      }
      const { key } = connection;
      const [client, server] = [addressOf(key, from), addressOf(key, otherEnd(from))];
      hosts.addPort(client, server, portOf(key, otherEnd(from)));
    },
    onRst: ({ client, key, began, sides }, from, { frame, seconds }) => {
      if (sides[0].segments > 0 && sides[1].segments > 0) {
        hosts.addLiveReset(addressOf(key, from), { frame, seconds });
      }
      if (client === undefined || from === client) return;
      failures?.addAnswer();
      // There is nothing to pass on of a connection that was refused.
      if (sides[from].segments === 0) return;
      hosts.addReset(addressOf(key, client), { frame, seconds, began });
    },
    onReset: (connection, events) => {
      const history = readHistory(readReset(connection, events));
      const finding = judge(model, history, hosts);
      counts.resets += 1;
      onHistory?.(history);
      checks.add(finding, history);
    },
  });
  const segments = new SegmentReader();
  try {
    await readCapture(chunks, (frame) => {
      counts.frames = frame.number;
      sink.onFrame?.(frame);
      failures?.addFrame(frame);
      const segment = segments.read(frame);
      if (segment !== undefined) {
        counts.segments += 1;
        const stream = tracker.add(segment, frame);
        if (frame.number === sink.watchedFrame) counts.watchedStream = stream;
      } else if (!isDissectedLinkType(frame.linkType)) counts.unread += 1;
      else failures?.addOther(frame);
    });
  } finally {
    tracker.end();
    checks.end();
    counts.evicted = tracker.evicted;
  }
}

/** Looks for failures, and counts them. */
function createWatch(
  model: Model,
  counts: ExplainCounts,
  onFailure: OnFailure,
  find: (key: ConnectionKey) => Connection | undefined,
): FailureWatch {
  counts.failures = 0;
  const consume: OnFailure = (failure, conversation) => {
    counts.failures = (counts.failures ?? 0) + 1;
    onFailure(failure, conversation);
  };
  return new FailureWatch({ model, consume, find });
}
