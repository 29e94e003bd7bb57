import { fileURLToPath } from "node:url";
import type { Finding } from "../dist/schema/reset-finding.js";
import type { RstDiagnosticRecord } from "../dist/schema/rst-diagnostic.js";
import { decodeCapture } from "./decode/decode-capture.js";
import { type ExplainCounts, explainCapture } from "./explain/explain-capture.js";
import { formatMistake } from "./model/mistake.js";
import type { Model } from "./model/model.js";
import { findBuiltModel } from "./registry/built-model.js";
import { loadModel } from "./registry/load-model.js";

export type { Endpoint } from "../dist/schema/rst-diagnostic.js";
export type { Finding, RstDiagnosticRecord };

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

/** What was read of a capture, once there are no more findings. */
export interface Summary {
  readonly frames: number;
  /** TCP segments. */
  readonly segments: number;
  /** Connections that were reset. */
  readonly resets: number;
  /** Frames whose content is not read here. */
  readonly unread: number;
  /** Connections that were forgotten while they were open: there were more than were to be followed. */
  readonly forgotten: number;
}

/** The octets of a capture in their order, such as a stream of Node's. */
export type Chunks = AsyncIterable<Uint8Array>;

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
  const counts: ExplainCounts = { frames: 0, unread: 0, segments: 0, resets: 0, evicted: 0 };
  const limit = connections === undefined ? {} : { connectionLimit: connections };
  return handOver<Omit<Finding, "file">, Summary>(capture, {
    read: (chunks, consume) =>
      explainCapture(modelOf(registry), chunks, {
        consume: (finding) => consume(asPublished(finding)),
        counts,
        ...limit,
      }),
    summarise: () => {
      const { frames, segments, resets, unread, evicted } = counts;
      return { frames, segments, resets, unread, forgotten: evicted };
    },
  });
}

/**
 * Decodes what each RST segment of a capture, or of a text as `explain` takes it, states: a record
 * for each, as `rstdiag decode --json` prints it. Throws as `explain` does.
 */
export function decode(
  capture: Chunks,
  { registry }: DecodeOptions = {},
): AsyncGenerator<RstDiagnosticRecord, void> {
  const counts = { frames: 0, unread: 0, resets: 0, stated: 0, guessed: 0 };
  return handOver<RstDiagnosticRecord, void>(capture, {
    read: (chunks, consume) =>
      decodeCapture(modelOf(registry), chunks, {
        consume: ({ record }) => consume(asPublished(record)),
        counts,
      }),
    summarise: () => {},
  });
}

/** The published types name the formats of rstdiag's own definition, where the Model's allow any. */
function asPublished<T>(one: object): T {
  return one as T;
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

interface Reading<T, R> {
  readonly read: (chunks: Chunks, consume: (one: T) => void) => Promise<void>;
  readonly summarise: () => R;
}

/** Reads on only when all that was found so far has been taken. */
async function* handOver<T, R>(capture: Chunks, reading: Reading<T, R>): AsyncGenerator<T, R> {
  const found: T[] = [];
  let isStopped = false;
  let wakeReader = (): void => {};
  let wakeTaker = (): void => {};
  async function* paced(): AsyncGenerator<Uint8Array> {
    for await (const chunk of capture) {
      if (isStopped) return;
      yield chunk;
      if (found.length === 0) continue;
      wakeTaker();
      await new Promise<void>((resolve) => {
        wakeReader = resolve;
      });
    }
  }
  const end: { error?: unknown; isReached: boolean } = { isReached: false };
  const finish = (error?: unknown): void => {
    Object.assign(end, { error, isReached: true });
    wakeTaker();
  };
  reading.read(paced(), (one) => found.push(one)).then(() => finish(), finish);
  try {
    while (!end.isReached || found.length > 0) {
      if (found.length === 0) {
        const more = new Promise<void>((resolve) => {
          wakeTaker = resolve;
        });
        wakeReader();
        await more;
      }
      yield* found.splice(0);
    }
    if (end.error !== undefined) throw end.error;
    return reading.summarise();
  } finally {
    // Whoever takes no more need not wait for the next chunk, at which the reading ends.
    isStopped = true;
    wakeReader();
  }
}
