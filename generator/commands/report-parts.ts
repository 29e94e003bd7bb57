import { Writable } from "node:stream";
import type { ExplainCounts } from "../explain/explain-capture.js";
import type { PayloadCounts } from "../model/capture-summary.js";
import type { Finding } from "../model/finding.js";
import type { Model } from "../model/model.js";
import { LinesError } from "../report/lines-error.js";
import type { PrintedLines } from "../report/printed-lines.js";
import { readForReport } from "../report/read-for-report.js";
import type { ReadFile, Summary } from "../report/summary.js";
import { describeInputError, keepPace, openInput } from "./capture-input.js";
import type { Context } from "./context.js";
import { recogniseLines } from "./json-lines.js";

/** What a file gives for a report: findings, then payloads, its end last. */
type ReportPart =
  | { readonly finding: Finding }
  | { readonly payloads: PayloadCounts }
  | { readonly file: ReadFile }
  /** The file is no capture but lines, which nobody has read yet. */
  | { readonly lines: string };

/** Reads a capture in a thread, and writes one part a line; false where it is damaged. */
export async function writeForReport(
  context: Context,
  model: Model,
  name: string,
): Promise<boolean> {
  const write = (part: ReportPart) => context.stdout.write(`${JSON.stringify(part)}\n`);
  const counts: ExplainCounts = { frames: 0, unread: 0, segments: 0, resets: 0, evicted: 0 };
  const input = openInput(context, name, {});
  try {
    const { isLines, chunks } = await recogniseLines(name, input.chunks);
    if (isLines) {
      write({ lines: name });
      return true;
    }
    await readForReport(model, keepPace(context, chunks), {
      onFinding: (finding) => write({ finding }),
      onPayloads: (payloads) => write({ payloads }),
      counts,
    });
    write({ file: { name, counts } });
    return true;
  } catch (error) {
    write({ file: { name, counts, problem: describeInputError(error) } });
    return false;
  } finally {
    input.close();
  }
}

interface Parts {
  readonly model: Model;
  readonly summary: Summary;
  readonly lines: PrintedLines;
}

/** Takes into a summary what files give, that are read here or in threads. */
export class ReportParts {
  readonly #context: Context;
  readonly #parts: Parts;

  constructor(context: Context, parts: Parts) {
    this.#context = context;
    this.#parts = parts;
  }

  /** Adds a capture, or the lines that were printed of some; false where it is damaged. */
  async read(name: string): Promise<boolean> {
    const { model, summary, lines } = this.#parts;
    const file = summary.files.length;
    const counts: ExplainCounts = { frames: 0, unread: 0, segments: 0, resets: 0, evicted: 0 };
    const input = openInput(this.#context, name, {});
    try {
      const { isLines, chunks } = await recogniseLines(name, input.chunks);
      if (isLines) {
        await lines.read(chunks);
        return true;
      }
      await readForReport(model, chunks, {
        onFinding: (finding) => summary.add(finding, file),
        onPayloads: (payloads) => summary.payloads.merge(payloads),
        counts,
      });
      summary.files.push({ name, counts });
      return true;
    } catch (error) {
      const place = error instanceof LinesError ? `${name}:${error.line}` : name;
      summary.files.push({ name: place, counts, problem: describe(error) });
      return false;
    } finally {
      input.close();
    }
  }

  /** Where threads print, file after file. */
  output(): Writable {
    return new Writable({
      decodeStrings: false,
      write: (text: string, _encoding, done) => {
        this.#addAll(text).then(() => done(), done);
      },
    });
  }

  async #addAll(text: string): Promise<void> {
    for (const line of text.split("\n")) {
      if (line !== "") await this.#add(JSON.parse(line));
    }
  }

  async #add(part: ReportPart): Promise<void> {
    const { summary } = this.#parts;
    if ("finding" in part) summary.add(part.finding, summary.files.length);
    else if ("payloads" in part) summary.payloads.merge(part.payloads);
    else if ("file" in part) summary.files.push(part.file);
    else await this.read(part.lines);
  }
}

function describe(error: unknown): string {
  return error instanceof LinesError ? error.message : describeInputError(error);
}
