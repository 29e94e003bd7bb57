import type { Frame, OnFrame } from "../capture/frame.js";
import { readCapture } from "../capture/read-capture.js";
import { SegmentReader } from "../capture/tcp-segment.js";
import type { UnreadFrames } from "../capture/unread-frames.js";
import type { Finding } from "../model/finding.js";
import type { Model } from "../model/model.js";
import type { CaptureEdges } from "./capture-edges.js";
import { addressOf, readReset } from "./connection.js";
import { type History, readHistory } from "./core/history.js";
import { judge } from "./core/judge.js";
import { HealthChecks, HostMemory } from "./core/other-connections.js";
import { readStatement } from "./statements.js";
import { DEFAULT_CONNECTION_LIMIT, Tracker } from "./tracker.js";

/** Counts up while a capture is read, so that it is right also where the reading fails. */
export interface ExplainCounts {
  frames: number;
  /** Frames that carry what cannot be read here. */
  unread: number;
  /** The same by what that is. */
  notRead?: readonly UnreadFrames[];
  segments: number;
  resets: number;
  /** Connections that were forgotten while open, since there were too many at the same time. */
  evicted: number;
  /** The connection of the watched frame, once that was read. */
  watchedStream?: number;
}

export interface ExplainSink {
  readonly consume: (finding: Finding) => void;
  /** Sees the history of each finding before that. */
  readonly onHistory?: (history: History) => void;
  /** Sees each frame, for what else is said of frames. */
  readonly onFrame?: OnFrame;
  readonly counts: ExplainCounts;
  /** Seconds by a clock, where the capture is still being written and empty chunks are pauses. */
  readonly now?: () => number;
  /** Learns before the end what connections a capture begins and ends with. */
  readonly onEdges?: (edges: CaptureEdges) => void;
  /** Whose connection is asked for. */
  readonly watchedFrame?: number;
  /** Connections that are followed at the same time; 65,536 where absent. */
  readonly connectionLimit?: number;
}

/** Carries the capture's time on while nothing is captured. */
class LiveClock {
  frameSeconds = Number.NaN;
  readonly #now: () => number;
  #octets = 0;
  #since: number;

  constructor(now: () => number) {
    this.#now = now;
    this.#since = now();
  }

  /** Calls `onPause` with the time of the capture, where no octets have come since the last call. */
  read(octets: number, onPause: (seconds: number) => void): void {
    if (octets === this.#octets) onPause(this.frameSeconds + this.#now() - this.#since);
    else this.#since = this.#now();
    this.#octets = octets;
  }
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
  const { counts, onHistory } = sink;
  const hosts = new HostMemory();
  const checks = new HealthChecks(sink.consume);
  const tracker = new Tracker({
    connectionLimit: sink.connectionLimit ?? DEFAULT_CONNECTION_LIMIT,
    readStatement: (segment, sender) => readStatement(model, segment, sender),
    onSynAck: ({ key }, from, timeToLive) => {
      hosts.addSynAck(addressOf(key, from), timeToLive);
    },
    onRst: ({ client, key, began, sides }, from, { frame, seconds }) => {
      if (client === undefined || from === client) return;
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
  const segments = new SegmentReader(undefined, (quoted) => tracker.number(quoted));
  const live = sink.now && new LiveClock(sink.now);
  const onPause = live && ((octets: number) => live.read(octets, (time) => tracker.pass(time)));
  try {
    const onFrame = (frame: Frame): void => {
      counts.frames = frame.number;
      if (live !== undefined) live.frameSeconds = frame.seconds;
      sink.onFrame?.(frame);
      for (let one = segments.read(frame); one !== undefined; one = segments.readNext()) {
        counts.segments += 1;
        const stream = tracker.add(one, frame);
        if (frame.number === sink.watchedFrame) counts.watchedStream = stream;
      }
    };
    await readCapture(chunks, onFrame, onPause);
  } finally {
    sink.onEdges?.(tracker.readEdges());
    tracker.end();
    checks.end();
    counts.evicted = tracker.evicted;
    counts.unread = segments.unread.total;
    counts.notRead = segments.unread.list();
  }
}
