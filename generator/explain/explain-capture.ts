import type { Frame, FromText, OnFrame } from "../capture/frame.js";
import { SegmentReader } from "../capture/tcp-segment.js";
import type { UnreadFrames } from "../capture/unread-frames.js";
import { nameEnd } from "../decode/decode-capture.js";
import { noTextCounts, readPackets } from "../decode/read-packets.js";
import { BoundedMap } from "../model/bounded-map.js";
import type { Finding } from "../model/finding.js";
import type { Model } from "../model/model.js";
import { TCP_FLAG } from "../model/tcp-flag.js";
import type { CaptureEdges } from "./capture-edges.js";
import { type Connection, readFollowed } from "./connection.js";
import type { ConnectionKey } from "./connection-key.js";
import { type Conversation, type History, readConversation } from "./core/history.js";
import { type ConnectionWatch, Explainer } from "./explainer.js";
import { FailureWatch, type OnFailure } from "./failures.js";
import { findFollowed } from "./first-reading.js";
import { UnfollowedConnections } from "./unfollowed.js";

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
  /** Lines of a text of which nothing could be made; absent where the input is a capture. */
  unreadLines?: number;
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
  /** Sees connections that no RST ended, of those that are asked for. */
  readonly others?: {
    readonly isWanted: (stream: number) => boolean;
    readonly take: (conversation: Conversation) => void;
  };
  /** Sees each frame, for what else is said of frames. */
  readonly onFrame?: OnFrame;
  readonly counts: ExplainCounts;
  /** Seconds by a clock, where the capture is still being written and empty chunks are pauses. */
  readonly now?: () => number;
  /** Learns before the end what connections a capture begins and ends with. */
  readonly onEdges?: (edges: CaptureEdges) => void;
  /** Whose connection is asked for. */
  readonly watchedFrame?: number;
  /**
   * The same octets once more, for captures that can be read twice: the first reading tells which
   * connections are reset, and to those that are not the second one gives little time.
   */
  readonly ahead?: (() => AsyncIterable<Uint8Array>) | undefined;
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
 * Reads a capture, or the text of one, and hands over a finding for each connection that was reset,
 * soon after what followed the reset was seen: nearly in the order of the frames.
 * Rejects with `CaptureError` where the capture is damaged, after what was before that place.
 */
export async function explainCapture(
  model: Model,
  chunks: AsyncIterable<Uint8Array>,
  sink: ExplainSink,
): Promise<void> {
  const { counts, onHistory, onFailure } = sink;
  const resets = new TextResets();
  const failures = onFailure && createWatch(model, counts, onFailure, (key) => explainer.find(key));
  const connectionLimit = sink.connectionLimit ?? DEFAULT_CONNECTION_LIMIT;
  const watch = failures ?? sink.others;
  const followed = watch ? undefined : sink.ahead && (await findFollowed(sink.ahead()));
  const limit = connectionLimit * UNFOLLOWED_SHARE;
  const explainer: Explainer = new Explainer(model, {
    consume: (finding) => sink.consume(resets.complete(finding)),
    onHistory: (history) => {
      counts.resets += 1;
      onHistory?.(history);
    },
    ...(watch && { watch: joinWatches(failures, sink.others) }),
    ...(followed && {
      createUnfollowed: (heard) => new UnfollowedConnections({ ...heard, followed, limit }),
    }),
    connectionLimit,
  });
  const segments = new SegmentReader(undefined, (quoted) => explainer.number(quoted));
  const text = noTextCounts();
  const live = sink.now && new LiveClock(sink.now);
  const onPause = live && ((octets: number) => live.read(octets, (time) => explainer.pass(time)));
  const onFrame: OnFrame = (frame) => {
    counts.frames = frame.number;
    if (live !== undefined) live.frameSeconds = frame.seconds;
    sink.onFrame?.(frame);
    failures?.addFrame(frame);
    const before = counts.segments;
    for (let one = segments.read(frame); one !== undefined; one = segments.readNext()) {
      counts.segments += 1;
      if (frame.text !== undefined) resets.note(one.flags, frame);
      const stream = explainer.add(one, frame);
      if (frame.number === sink.watchedFrame) counts.watchedStream = stream;
    }
    if (counts.segments === before) failures?.addOther(frame);
  };
  try {
    await readPackets(model, chunks, { onFrame, text, onPause });
  } finally {
    if (text.frames > 0) {
      counts.frames = text.frames;
      counts.unreadLines = text.skippedLines;
    }
    sink.onEdges?.(explainer.readEdges());
    explainer.end();
    counts.evicted = explainer.evicted();
    counts.unread = segments.unread.total;
    counts.notRead = segments.unread.list();
  }
}

/** Connections that are followed at the same time, where no limit is given. */
export const DEFAULT_CONNECTION_LIMIT = 65_536;

/** For each connection that is followed, so many others are known. */
const UNFOLLOWED_SHARE = 8;

/** Findings wait for what follows an RST, and health checks for others of their kind. */
const RESET_LIMIT = 65_536;

/** What a text says of its RSTs, until their findings are made. */
class TextResets {
  readonly #lacks = new BoundedMap<readonly string[]>(RESET_LIMIT);
  #text: FromText | undefined;

  note(flags: number, { number, text }: Frame): void {
    this.#text = text;
    const isOfUse = (flags & TCP_FLAG.RST) !== 0 && text !== undefined && text.lacks.length > 0;
    if (isOfUse) this.#lacks.set(String(number), text.lacks);
  }

  /** Adds what the text lacks, and gives hosts their names again. */
  complete(finding: Finding): Finding {
    if (this.#text === undefined) return finding;
    const lacks = this.#lacks.get(String(finding.frame)) ?? [];
    this.#lacks.delete(String(finding.frame));
    return {
      ...finding,
      client: nameEnd(finding.client, this.#text),
      server: nameEnd(finding.server, this.#text),
      missing: [...new Set([...finding.missing, ...lacks])],
    };
  }
}

/** What looks for failures, and sees connections that are asked for besides. */
function joinWatches(
  failures: ConnectionWatch | undefined,
  others: ExplainSink["others"],
): ConnectionWatch {
  return {
    addSyn: (...syn) => failures?.addSyn(...syn),
    addAnswer: () => failures?.addAnswer(),
    judge: (connection) => {
      failures?.judge(connection);
      if (others?.isWanted(connection.stream())) {
        others.take(readConversation(readFollowed(connection)));
      }
    },
  };
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
