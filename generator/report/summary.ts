import { createDecoder } from "../decode/decode-capture.js";
import { type ExplainCounts, explainCapture } from "../explain/explain-capture.js";
import type { Failure } from "../model/failure.js";
import type { Finding, PayloadCounts, Resetter, Stage } from "../model/finding.js";
import type { Model } from "../model/model.js";
import { CauseGroups } from "./causes.js";
import { Comparisons } from "./comparisons.js";
import { PayloadCounters } from "./counters.js";
import { Coverage } from "./coverage.js";
import { Failures } from "./failures.js";
import { KeptFindings } from "./findings.js";
import { IdleGaps } from "./gaps.js";
import { valueAt } from "./groups.js";
import { type KindCounts, kindOf, noKinds } from "./kind.js";
import { Pairs } from "./pairs.js";
import { TimeLine } from "./time-line.js";

/** One capture that was read, here or by `rstdiag explain --summary`. */
export interface ReadFile {
  readonly name: string;
  readonly counts: ExplainCounts;
  /** Why it could not be read to its end, for people. */
  problem?: string | undefined;
  /** `rstdiag decode` has read it, and nobody has explained it. */
  readonly decodedOnly?: true;
}

/** All that a report says, in memory that does not grow with the captures. */
export class Summary {
  readonly files: ReadFile[] = [];
  readonly kinds = noKinds();
  readonly by = new Map<Resetter, KindCounts>();
  readonly stages = new Map<Stage, KindCounts>();
  readonly causes = new CauseGroups();
  readonly pairs = new Pairs();
  readonly timeLine = new TimeLine();
  readonly gaps = new IdleGaps();
  readonly kept = new KeptFindings();
  readonly failures = new Failures();
  readonly coverage: Coverage;
  readonly payloads: PayloadCounters;
  readonly comparisons = new Comparisons();
  lostOctets = 0;
  /** Connections of which octets may be lost. */
  losers = 0;
  contradicted = 0;

  constructor(model: Model) {
    this.coverage = new Coverage(model);
    this.payloads = new PayloadCounters(model);
  }

  /** Counts a finding of the capture that is the `file`-th, from 0. */
  add(finding: Finding, file: number): void {
    const kind = kindOf(finding);
    this.kinds[kind] += 1;
    valueAt(this.by, finding.resetBy, noKinds)[kind] += 1;
    valueAt(this.stages, finding.stage, noKinds)[kind] += 1;
    this.lostOctets += finding.unackedOctets;
    if (finding.unackedOctets > 0) this.losers += 1;
    if (finding.contradictions.length > 0) this.contradicted += 1;
    this.causes.add(finding);
    this.pairs.add(finding);
    this.timeLine.add(finding.time, kind);
    this.gaps.add(finding.idleSeconds);
    this.coverage.add(finding);
    this.kept.add({ finding, file });
  }
}

/**
 * Reads one capture in one pass, for its findings and for the payloads of its RSTs; those come at the
 * end, also where that is a damaged place, which rejects with `CaptureError`.
 */
export async function readForReport(
  model: Model,
  chunks: AsyncIterable<Uint8Array>,
  sink: {
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
      counts: sink.counts,
    });
  } finally {
    payloads.resets = counts.resets;
    sink.onPayloads(payloads.counts());
  }
}
