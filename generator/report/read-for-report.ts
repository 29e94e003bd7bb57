import { createDecoder } from "../capture/decode-capture.js";
import { type ExplainCounts, explainCapture } from "../explain/explain-capture.js";
import type { PayloadCounts } from "../model/capture-summary.js";
import type { Finding } from "../model/finding.js";
import type { Model } from "../model/model.js";
import { PayloadCounters } from "./payload-counters.js";

/** What takes what one capture holds. */
interface ReportSink {
  readonly onFinding: (finding: Finding) => void;
  /** What its RST segments state; at the end, also where that is a damaged place. */
  readonly onPayloads: (payloads: PayloadCounts) => void;
  readonly counts: ExplainCounts;
}

/**
 * Reads one capture in one pass, for its findings and for the payloads of its RSTs. Rejects with
 * `CaptureError` where it is damaged; what was before that place is then counted.
 */
export async function readForReport(
  model: Model,
  chunks: AsyncIterable<Uint8Array>,
  { onFinding, onPayloads, counts }: ReportSink,
): Promise<void> {
  const payloads = new PayloadCounters(model);
  const decoded = { frames: 0, unread: 0, resets: 0, stated: 0, guessed: 0 };
  try {
    await explainCapture(model, chunks, {
      consume: onFinding,
      onFrame: createDecoder(model, {
        consume: (one) => payloads.add(one),
        counts: decoded,
      }),
      counts,
    });
  } finally {
    payloads.resets = decoded.resets;
    onPayloads(payloads.counts());
  }
}
