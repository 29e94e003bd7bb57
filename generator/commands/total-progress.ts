import { LARGE_OCTETS, sizeOf } from "./capture-size.js";
import type { Context } from "./context.js";
import type { FileTask } from "./file-message.js";
import { createProgress, type Progress } from "./progress.js";

/** One bar for all files; it makes room for text that goes to the same terminal. */
export class TotalProgress {
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
