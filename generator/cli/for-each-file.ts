import { once } from "node:events";
import { availableParallelism } from "node:os";
import { LARGE_OCTETS, sizeOf } from "./capture-input.js";
import type { Context } from "./context.js";
import { createProgress, type Progress } from "./progress.js";
import { type FileTask, FileTurn, type FromThread, ThreadPool } from "./thread-pool.js";

/** One bar for all files; it makes room for text that goes to the same terminal. */
class TotalProgress {
  readonly #context: Context;
  readonly #title: string;
  readonly #total: number;
  readonly #isShown: boolean;
  #done = 0;
  #bar: Progress | undefined;

  constructor(context: Context, files: readonly string[], task: FileTask) {
    this.#context = context;
    this.#title = `${files.length} captures`;
    this.#total = sizeOf(context, files);
    const isJson = task.command !== "report" && task.options.json === true;
    // Records that scroll by show the progress, and a bar would be torn by them.
    this.#isShown = this.#total > LARGE_OCTETS && !(isJson && context.stdout.isTTY);
    this.show();
  }

  readonly add = (octets: number): void => {
    this.#done += octets;
    this.#bar?.add(octets);
  };

  show(): void {
    if (this.#bar !== undefined) return;
    const options = { title: this.#title, total: this.#total, shown: this.#isShown };
    this.#bar = createProgress(this.#context, options);
    this.#bar.set(this.#done, this.#total);
  }

  hide(): void {
    this.#bar?.stop();
    this.#bar = undefined;
  }
}

/** Of less than this altogether, starting threads costs more than they save. */
const WORTHWHILE_OCTETS = 1024 * 1024 * 1024;

const SCRIPT = new URL("./file-thread.js", import.meta.url);

interface FileWork {
  readonly files: readonly string[];
  /** Files that are read at the same time; where absent, as many as the machine and the files merit. */
  readonly jobs: number | undefined;
  readonly task: FileTask;
  /** Does the task with one file in this thread; false where it could not be read to its end. */
  readonly read: (file: string) => Promise<boolean>;
}

/**
 * Reads several files, at the same time in threads of their own where that helps, and prints what
 * each gives in the order of the files. Returns whether all could be read to their end; rejects with
 * `ThreadError` where a thread died.
 */
export async function forEachFile(context: Context, work: FileWork): Promise<boolean> {
  const count = countThreads(context, work);
  if (count > 1) return readInThreads(context, work, count);
  let isWhole = true;
  for (const file of work.files) isWhole = (await work.read(file)) && isWhole;
  return isWhole;
}

/** Standard input is this thread's own. */
function countThreads(context: Context, { files, jobs }: FileWork): number {
  if (files.includes("-")) return 1;
  if (jobs !== undefined) return Math.min(jobs, files.length);
  const isWorthwhile = sizeOf(context, files) > WORTHWHILE_OCTETS;
  return isWorthwhile ? Math.min(availableParallelism(), files.length) : 1;
}

async function readInThreads(context: Context, work: FileWork, count: number): Promise<boolean> {
  const { files, task } = work;
  const progress = new TotalProgress(context, files, task);
  const turns = files.map((file) => new FileTurn(file));
  const { stdin: _in, stdout, stderr: _error, onRead: _onRead, ...world } = context;
  const { isTTY = false, columns } = stdout;
  const terminal = { isTTY, ...(columns !== undefined && { columns }) };
  const pool = new ThreadPool(turns, count, {
    script: SCRIPT,
    data: { ...world, env: { ...world.env }, task, terminal },
    onProgress: progress.add,
  });
  try {
    let isWhole = true;
    for (const turn of turns) isWhole = (await print(context, turn, progress)) && isWhole;
    return isWhole;
  } finally {
    progress.hide();
    await pool.close();
  }
}

async function print(context: Context, turn: FileTurn, progress: TotalProgress): Promise<boolean> {
  for await (const message of turn.messages()) {
    if (message.kind === "end") return message.isWhole;
    if (message.kind === "text") await printText(context, message, { turn, progress });
  }
  return false;
}

async function printText(
  context: Context,
  { to, text }: Extract<FromThread, { kind: "text" }>,
  { turn, progress }: { readonly turn: FileTurn; readonly progress: TotalProgress },
): Promise<void> {
  const output = context[to];
  if (output.isTTY) progress.hide();
  if (!output.write(text)) await once(output, "drain");
  progress.show();
  if (to === "stdout") turn.printed(text.length);
}
