import { CaptureError } from "../capture/frame.js";
import { FindingTable } from "../explain/core/finding-table.js";
import type { History } from "../explain/core/history.js";
import { segmentLines } from "../explain/core/story.js";
import { describeCounts } from "../explain/describe-counts.js";
import { type ExplainCounts, explainCapture } from "../explain/explain-capture.js";
import { BoundedMap } from "../model/bounded-map.js";
import type { Finding } from "../model/finding.js";
import type { Model } from "../model/model.js";
import { escapeUnseen } from "../model/text.js";
import { KeptItems } from "../report/kept-items.js";
import { kindOf, noKinds } from "../report/kind.js";
import type { Progress, Result } from "./messages.js";
import { FileError, openFile } from "./open-file.js";

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

export interface FileReading {
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
