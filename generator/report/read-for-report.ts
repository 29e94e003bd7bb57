import { createDecoder } from "../capture/decode-capture.js";
import { type ExplainCounts, explainCapture } from "../explain/explain-capture.js";
import type { Model } from "../model/model.js";
import { PayloadCounters } from "./payload-counters.js";
import type { Summary } from "./summary.js";

/**
 * Reads one capture in one pass, for its findings and for the payloads of its RSTs. Rejects with
 * `CaptureError` where it is damaged; what was before that place is then counted.
 */
export async function readForReport(
  model: Model,
  chunks: AsyncIterable<Uint8Array>,
  { summary, counts }: { readonly summary: Summary; readonly counts: ExplainCounts },
): Promise<void> {
  const file = summary.files.length;
  const payloads = new PayloadCounters(model);
  const decoded = { frames: 0, unread: 0, resets: 0, stated: 0, guessed: 0 };
  try {
    await explainCapture(model, chunks, {
      consume: (finding) => summary.add(finding, file),
      onFrame: createDecoder(model, {
        consume: (one) => payloads.add(one),
        counts: decoded,
      }),
      counts,
    });
  } finally {
    payloads.resets = decoded.resets;
    summary.payloads.merge(payloads.counts());
  }
}
