import type { Finding } from "../dist/schema/reset-finding.js";
import type { RstDiagnosticRecord } from "../dist/schema/rst-diagnostic.js";
import { decodeCapture } from "./decode/decode-capture.js";
import { type ExplainCounts, explainCapture } from "./explain/explain-capture.js";
import type { Model } from "./model/model.js";
import type { Chunks, Summary } from "./published.js";

/** Also those of another realm, such as a frame's. */
function isOctets(chunk: unknown): boolean {
  return Object.prototype.toString.call(chunk) === "[object Uint8Array]";
}

/** What `explain` of the library does, by the Model that is asked for when the reading begins. */
export function explainBy(
  model: () => Model,
  capture: Chunks,
  connections: number | undefined,
): AsyncGenerator<Omit<Finding, "file">, Summary> {
  const counts: ExplainCounts = { frames: 0, unread: 0, segments: 0, resets: 0, evicted: 0 };
  if (connections !== undefined && !(Number.isInteger(connections) && connections >= 1)) {
    throw new RangeError(`connections is ${connections}, and not a whole number from 1 on`);
  }
  const limit = connections === undefined ? {} : { connectionLimit: connections };
  return handOver<Omit<Finding, "file">, Summary>(capture, {
    read: (chunks, consume) =>
      explainCapture(model(), chunks, {
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

/** What `decode` of the library does, as `explainBy`. */
export function decodeBy(
  model: () => Model,
  capture: Chunks,
): AsyncGenerator<RstDiagnosticRecord, void> {
  const counts = { frames: 0, unread: 0, resets: 0, stated: 0, guessed: 0 };
  return handOver<RstDiagnosticRecord, void>(capture, {
    read: (chunks, consume) =>
      decodeCapture(model(), chunks, {
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
      if (!isOctets(chunk)) throw new TypeError("a chunk of the capture is no Uint8Array");
      yield chunk;
      if (found.length === 0) continue;
      wakeTaker();
      await new Promise<void>((resolve) => {
        wakeReader = resolve;
      });
      if (isStopped) return;
    }
  }
  const end: { failure?: { readonly error: unknown }; isReached: boolean } = { isReached: false };
  const finish = (how: typeof end): void => {
    Object.assign(end, how);
    wakeTaker();
  };
  reading
    .read(paced(), (one) => found.push(one))
    .then(
      () => finish({ isReached: true }),
      (error) => finish({ failure: { error }, isReached: true }),
    );
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
    // A stream may fail without saying why.
    if (end.failure !== undefined)
      throw end.failure.error ?? new Error("the capture cannot be read");
    return reading.summarise();
  } finally {
    // Whoever takes no more need not wait for the next chunk, at which the reading ends.
    isStopped = true;
    wakeReader();
  }
}
