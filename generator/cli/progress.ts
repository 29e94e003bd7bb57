import { Presets, SingleBar } from "cli-progress";
import type { Context } from "./context.js";

/** A bar on standard error, where somebody can see it. */
export interface Progress {
  readonly add: (amount: number) => void;
  readonly set: (done: number, total: number) => void;
  readonly stop: () => void;
}

export interface ProgressOptions {
  readonly title: string;
  readonly total: number;
  /** Whether the work is long enough for a bar. */
  readonly shown: boolean;
}

const NONE: Progress = { add: () => {}, set: () => {}, stop: () => {} };

/** Starts a bar where standard error is a terminal and the work is long; else does nothing. */
export function createProgress({ stderr }: Context, options: ProgressOptions): Progress {
  if (!options.shown || !stderr.isTTY) return NONE;
  const bar = new SingleBar(
    {
      format: "{title} {bar} {percentage} %  {eta_formatted}",
      stream: stderr,
      clearOnComplete: true,
      // Else an interrupted run would leave the terminal without line wrap.
      linewrap: true,
    },
    Presets.shades_classic,
  );
  bar.start(options.total, 0, { title: options.title });
  return {
    add: (amount) => bar.increment(amount),
    set: (done, total) => {
      bar.setTotal(total);
      bar.update(done);
    },
    stop: () => bar.stop(),
  };
}
