import { createDecoder } from "../decode/decode-capture.js";
import {
  type ExplainCounts,
  type ExplainSink,
  explainCapture,
} from "../explain/explain-capture.js";
import type { Failure } from "../model/failure.js";
import type { Finding, PayloadCounts } from "../model/finding.js";
import type { Model } from "../model/model.js";
import { Comparisons } from "./comparisons.js";
import { OpenCapture, type ReadFile } from "./open-capture.js";
import { PayloadCounters } from "./payload-counters.js";
import { SameCaptures } from "./same-captures.js";
import { Tally } from "./tally.js";

/** All that a report says. */
export class Summary extends Tally {
  /** In their order; also those that are the same as another one, and have no counts. */
  readonly files: ReadFile[] = [];
  readonly payloads: PayloadCounters;
  readonly comparisons = new Comparisons();
  readonly #model: Model;
  readonly #same = new SameCaptures();

  constructor(model: Model) {
    super(model);
    this.#model = model;
    this.payloads = new PayloadCounters(model);
  }

  /** Those that were counted. */
  get counted(): readonly ReadFile[] {
    return this.files.filter(({ sameAs }) => sameAs === undefined);
  }

  /** Begins to count a capture, which has its place among the others from now on. */
  open(name: string): OpenCapture {
    const entry: ReadFile = { name, counts: noCounts(), problem: undefined };
    const file = this.files.push(entry) - 1;
    return new OpenCapture(entry, file, new Tally(this.#model));
  }

  /**
   * Counts what was read of a capture, unless it is one that was counted. `payloads` are those of its
   * end; without one it is told by its findings alone.
   */
  close(capture: OpenCapture, payloads: PayloadCounts | undefined): void {
    const { entry, tally } = capture;
    const found = this.#same.find(capture, payloads !== undefined);
    if (found === undefined) {
      this.merge(tally);
      if (payloads !== undefined) this.payloads.merge(payloads);
    } else {
      entry.sameAs = found.name;
      entry.problem = undefined;
      Object.assign(entry.counts, noCounts());
      // The first one may have been read without them.
      if (!found.hasFailures) this.failures.merge(tally.failures);
      found.hasFailures ||= tally.failures.count > 0;
    }
    if (payloads !== undefined) this.#same.notePayloads(capture, payloads);
  }

  /** Counts what decode has read, unless the same capture was explained. */
  addDecoded(name: string, payloads: PayloadCounts): void {
    const entry: ReadFile = { name, counts: noCounts(), decodedOnly: true };
    this.files.push(entry);
    entry.sameAs = this.#same.findDecoded(name, payloads);
    if (entry.sameAs === undefined) this.payloads.merge(payloads);
  }

  /** A file that is no capture, or none that could be read. */
  addUnread(name: string, problem: string): void {
    this.files.push({ name, counts: noCounts(), problem });
  }

  /** A file of which nothing is to be read, since it is the one of another name. */
  addSame(name: string, sameAs: string): void {
    this.files.push({ name, counts: noCounts(), sameAs });
  }
}

function noCounts(): ExplainCounts {
  return { frames: 0, unread: 0, segments: 0, resets: 0, evicted: 0 };
}

/**
 * Reads one capture for its findings and for the payloads of its RSTs; those come at the
 * end, also where that is a damaged place, which rejects with `CaptureError`.
 */
export async function readForReport(
  model: Model,
  chunks: AsyncIterable<Uint8Array>,
  sink: {
    readonly ahead: ExplainSink["ahead"];
    readonly onFinding: (finding: Finding) => void;
    /** Takes connections that failed without an RST, where they are asked for. */
    readonly onFailure?: (failure: Failure) => void;
    readonly onPayloads: (payloads: PayloadCounts) => void;
    readonly counts: ExplainCounts;
  },
): Promise<void> {
  const payloads = new PayloadCounters(model);
  const counts = { frames: 0, unread: 0, resets: 0, stated: 0, guessed: 0 };
  const onFrame = createDecoder(model, { consume: (one) => payloads.add(one), counts });
  try {
    await explainCapture(model, chunks, {
      consume: sink.onFinding,
      ...(sink.onFailure && { onFailure: sink.onFailure }),
      onFrame,
      ahead: sink.ahead,
      counts: sink.counts,
    });
  } finally {
    payloads.resets = counts.resets;
    sink.onPayloads(payloads.counts());
  }
}
