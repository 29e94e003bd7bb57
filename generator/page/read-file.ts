import { CaptureError } from "../capture/frame.js";
import { readStream } from "../capture/read-capture.js";
import { FindingTable } from "../explain/core/finding-table.js";
import type { History } from "../explain/core/history.js";
import { segmentLines } from "../explain/core/story.js";
import { describeCounts } from "../explain/describe-counts.js";
import { type ExplainCounts, explainCapture } from "../explain/explain-capture.js";
import { BoundedMap } from "../model/bounded-map.js";
import type { Finding } from "../model/finding.js";
import type { Model } from "../model/model.js";
import { escapeUnseen } from "../model/text.js";
import { kindOf, noKinds } from "../report/chart.js";
import { KeptItems } from "../report/kept-items.js";
import type { Progress, Result } from "./messages.js";

/** A page with more is slow to open. */
const LISTED = 500;
const LISTED_OF_EACH_CAUSE = 25;
/** Findings wait for others of their kind; beyond so many, the first ones have no segments to show. */
const WAITING = 4096;
/** Lines become a part of a file so many at once, which the browser may keep on a disk. */
const JSON_CHARACTERS = 1024 * 1024;

/** Chunks that are at hand come one after the other, and no message between them. */
const LISTEN_MILLISECONDS = 100;

function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

interface Found {
  readonly finding: Finding;
  readonly history: History | undefined;
}

interface FileReading {
  readonly onProgress: (progress: Progress) => void;
  /** Whether what was read until now is enough. */
  readonly isStopped: () => boolean;
}

/** Reads a file to its end, to where it is damaged, or until it is stopped. Rejects never. */
export async function readFile(
  model: Model,
  file: File,
  { onProgress, isStopped }: FileReading,
): Promise<Result> {
  const counts: ExplainCounts = { frames: 0, unread: 0, segments: 0, resets: 0, evicted: 0 };
  const findings = new Findings();
  const onOctets = (octets: number): void =>
    onProgress({ kind: "progress", octets, counts: describeCounts(counts) });
  const chunks = async function* (): AsyncGenerator<Uint8Array> {
    let heard = performance.now();
    for await (const chunk of openFile(file, onOctets)) {
      if (isStopped()) return;
      yield chunk;
      if (performance.now() - heard < LISTEN_MILLISECONDS) continue;
      await nextTask();
      heard = performance.now();
    }
  };
  let problem: string | undefined;
  try {
    await explainCapture(model, chunks(), {
      consume: (finding) => findings.add(finding),
      onHistory: (history) => findings.remember(history),
      counts,
    });
  } catch (error) {
    // Where the reading was stopped, the last record is cut.
    if (!isStopped()) problem = describeProblem(error);
  }
  return {
    kind: "result",
    counts: describeCounts(counts),
    ...findings.result(),
    ...(problem !== undefined && { problem }),
    isStopped: isStopped(),
  };
}

function describeProblem(error: unknown): string {
  if (error instanceof CaptureError || error instanceof FileError) return error.message;
  return `rstdiag has a mistake: ${error instanceof Error ? error.message : String(error)}`;
}

/** What is kept of the findings of one capture. */
class Findings {
  readonly #table = new FindingTable();
  readonly #kinds = noKinds();
  readonly #histories = new BoundedMap<History>(WAITING);
  readonly #kept = new KeptItems<Found>({
    room: LISTED,
    roomOfEach: LISTED_OF_EACH_CAUSE,
    compare: ({ finding: a }, { finding: b }) =>
      Number(a.benign) - Number(b.benign) || a.frame - b.frame,
  });
  readonly #parts: Blob[] = [];
  #lines = "";

  remember(history: History): void {
    this.#histories.set(String(history.reset.frame), history);
  }

  add(finding: Finding): void {
    const key = String(finding.frame);
    const history = this.#histories.get(key);
    this.#histories.delete(key);
    this.#table.add(finding);
    this.#kinds[kindOf(finding)] += 1;
    this.#kept.add(finding.cause, { finding, history });
    this.#lines += `${escapeUnseen(JSON.stringify(finding))}\n`;
    if (this.#lines.length > JSON_CHARACTERS) this.#flush();
  }

  #flush(): void {
    this.#parts.push(new Blob([this.#lines]));
    this.#lines = "";
  }

  result(): Pick<Result, "kinds" | "summary" | "listed" | "jsonLines"> {
    this.#flush();
    const summary = this.#table.summary();
    return {
      kinds: this.#kinds,
      ...(summary !== undefined && { summary }),
      listed: this.#kept.list().map(({ finding, history }) => ({
        finding,
        segments: history === undefined ? [] : segmentLines(finding, history),
      })),
      jsonLines: new Blob(this.#parts, { type: "application/jsonl" }),
    };
  }
}

/** The file cannot be read; the message says why, for people. */
class FileError extends Error {
  override readonly name = "FileError";
}

/**
 * The octets of a file, decompressed where it is compressed by gzip. `onOctets` learns how many of
 * the file were read. Throws `FileError`.
 */
async function* openFile(
  file: Blob,
  onOctets: (octets: number) => void,
): AsyncGenerator<Uint8Array> {
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    let octets = 0;
    for await (const chunk of guarded(file)) {
      octets += chunk.length;
      onOctets(octets);
      yield chunk;
    }
  };
  if (await isGzip(file)) yield* gunzip(counted());
  else yield* counted();
}

async function* guarded(file: Blob): AsyncGenerator<Uint8Array> {
  try {
    yield* readStream(file.stream());
  } catch (error) {
    const name = error instanceof Error ? error.name : String(error);
    throw new FileError(`cannot be read (${name}); is it a file, and has it not changed since?`);
  }
}

async function isGzip(file: Blob): Promise<boolean> {
  const start = file.slice(0, 2);
  const [first, second] = new Uint8Array(await start.arrayBuffer().catch(() => new ArrayBuffer(0)));
  return first === 0x1f && second === 0x8b;
}

async function* gunzip(chunks: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (typeof DecompressionStream === "undefined") {
    throw new FileError("this browser decompresses nothing; decompress it first: gunzip FILE.gz");
  }
  let failure: unknown;
  const packed = new ReadableStream<BufferSource>({
    async pull(controller) {
      try {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(Uint8Array.from(value));
      } catch (error) {
        failure = error;
        controller.error(error);
      }
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
  try {
    yield* readStream(packed.pipeThrough(new DecompressionStream("gzip")));
  } catch (error) {
    if (failure !== undefined) throw failure;
    const message = error instanceof Error ? error.message : String(error);
    throw new FileError(`the file is damaged: it cannot be decompressed (${message})`);
  }
}
