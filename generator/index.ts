import { fileURLToPath } from "node:url";
import type { Finding } from "../dist/schema/reset-finding.js";
import type { RstDiagnosticRecord } from "../dist/schema/rst-diagnostic.js";
import { formatMistake } from "./model/mistake.js";
import type { Model } from "./model/model.js";
import type { Chunks, Summary } from "./published.js";
import { findBuiltModel } from "./registry/built-model.js";
import { loadModel } from "./registry/load-model.js";
import { decodeBy, explainBy } from "./streams.js";

export type { Endpoint } from "../dist/schema/rst-diagnostic.js";
export type { Chunks, Finding, RstDiagnosticRecord, Summary };

/** Which words codes have; rstdiag's own registry where nothing is named. */
export interface Registry {
  /** Path of a folder as rstdiag's own `registry` is. */
  readonly folder?: string;
  /** A revision that the folder's definition lists, such as `draft-03`; the first one where absent. */
  readonly revision?: string;
  /** Paths of files with vendors' codes, named by their private enterprise numbers: `32473.csv`. */
  readonly vendors?: readonly string[];
}

export interface DecodeOptions {
  readonly registry?: Registry;
}

export interface ExplainOptions extends DecodeOptions {
  /** Connections that are followed at the same time, at 2 KB each; 65,536 where absent. */
  readonly connections?: number;
}

/**
 * Explains each reset of a capture (pcap, pcapng), or of what tcpdump or tshark printed of one: a
 * finding for each connection, as `rstdiag explain --json` prints it, soon after its RST, and at the
 * end a summary. Throws an `Error` with the offset in octets where a capture is damaged, after what
 * was before that place, and one with file and line where a registry has mistakes.
 */
export function explain(
  capture: Chunks,
  { registry, connections }: ExplainOptions = {},
): AsyncGenerator<Omit<Finding, "file">, Summary> {
  return explainBy(() => modelOf(registry), capture, connections);
}

/**
 * Decodes what each RST segment of a capture, or of a text as `explain` takes it, states: a record
 * for each, as `rstdiag decode --json` prints it. Throws as `explain` does.
 */
export function decode(
  capture: Chunks,
  { registry }: DecodeOptions = {},
): AsyncGenerator<RstDiagnosticRecord, void> {
  return decodeBy(() => modelOf(registry), capture);
}

const OWN_REGISTRY = fileURLToPath(new URL("../registry", import.meta.url));

/** Models do not change: rstdiag's own is read once. */
let ownModel: Model | undefined;

function modelOf({ folder, revision, vendors }: Registry = {}): Model {
  const isOwn = folder === undefined && revision === undefined && vendors === undefined;
  if (isOwn && ownModel !== undefined) return ownModel;
  if (isOwn) {
    ownModel = findBuiltModel(OWN_REGISTRY);
    if (ownModel !== undefined) return ownModel;
  }
  const path = folder ?? OWN_REGISTRY;
  const result = loadModel(
    { path, name: path },
    {
      ...(revision !== undefined && { revision }),
      vendorFiles: (vendors ?? []).map((name) => ({ path: name, name })),
    },
  );
  if (result.kind === "mistakes") throw new Error(result.mistakes.map(formatMistake).join("\n"));
  if (isOwn) ownModel = result.model;
  return result.model;
}
