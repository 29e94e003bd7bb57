import { MODEL } from "rstdiag:embedded";
import type { Finding } from "../dist/schema/reset-finding.js";
import type { RstDiagnosticRecord } from "../dist/schema/rst-diagnostic.js";
import { readStream } from "./capture/read-capture.js";
import { deepFreeze, type Model } from "./model/model.js";
import type { Chunks, Summary } from "./published.js";
import { decodeBy, explainBy } from "./streams.js";

export type { Endpoint } from "../dist/schema/rst-diagnostic.js";
export type { Chunks, Finding, RstDiagnosticRecord, Summary };

export interface ExplainOptions {
  /** Connections that are followed at the same time, at 2 KB each; 65,536 where absent. */
  readonly connections?: number;
}

/** As in Node, by rstdiag's own registry; a `File` is a `Blob`. */
export function explain(
  capture: Blob | Chunks,
  { connections }: ExplainOptions = {},
): AsyncGenerator<Omit<Finding, "file">, Summary> {
  return explainBy(ownModel, chunksOf(capture), connections);
}

/** As in Node, by rstdiag's own registry. */
export function decode(capture: Blob | Chunks): AsyncGenerator<RstDiagnosticRecord, void> {
  return decodeBy(ownModel, chunksOf(capture));
}

function ownModel(): Model {
  return deepFreeze(MODEL);
}

function chunksOf(capture: Blob | Chunks): Chunks {
  return capture instanceof Blob ? readStream(capture.stream()) : capture;
}
