import { createRequire } from "node:module";
import type * as CliProgress from "cli-progress";
import type { Context } from "./context.js";

/** A bar on standard error, where somebody can see it. */
export interface Progress {
  readonly add: (amount: number) => void;
  /** Takes the bar away, also for good. */
  readonly stop: () => void;
  /** Shows the bar again, as far as the work is by now. */
  readonly resume: () => void;
}

export interface ProgressOptions {
  readonly title: string;
  readonly total: number;
  readonly shown: boolean;
}

const require = createRequire(import.meta.url);

/** Starts a bar where standard error is a terminal and the work is long; else does nothing. */
export function createProgress({ stderr }: Context, options: ProgressOptions): Progress {
  const { title, total, shown } = options;
  if (!shown || !stderr.isTTY) return { add: () => {}, stop: () => {}, resume: () => {} };
  // Most runs show none, and need not load it.
  const { Presets, SingleBar }: typeof CliProgress = require("cli-progress");
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
  let done = 0;
  const resume = (): void => {
    if (!bar.isActive) bar.start(total, done, { title });
  };
  resume();
  return {
    add: (amount) => {
      done += amount;
      bar.increment(amount);
    },
    stop: () => bar.stop(),
    resume,
  };
}
