import type { CaptureEdges } from "../explain/capture-edges.js";
import { countOf } from "../explain/core/words.js";
import { type Context, tellOf } from "./context.js";
import { quoteForShell } from "./options.js";

/** A capture of several, and what connections it begins and ends with. */
export interface NamedEdges extends CaptureEdges {
  readonly name: string;
}

/** Between the last segment of one file of a ring buffer, and the first one of the next. */
const GAP_SECONDS = 60;
const SHOWN_NAMES = 8;

/**
 * Says of captures that continue one another that they do, and how they are read as one: each comes
 * right after one before in time, and goes on with connections that were open there.
 */
export function tellParts(context: Context, captures: readonly NamedEdges[]): void {
  const sorted = [...captures].sort((a, b) => a.firstSeconds - b.firstSeconds);
  for (let at = 1; at < sorted.length; at += 1) {
    const [before, after] = [sorted[at - 1], sorted[at]];
    const common = before && after ? countCommon(before, after) : 0;
    if (before === undefined || after === undefined || common === 0) continue;
    const names = sorted.map(({ name }) => quote(name));
    const shown = names.length > SHOWN_NAMES ? "FILE..." : names.join(" ");
    const goesOn = common === 1 ? "goes on" : "go on";
    const what = `${countOf(common, "connection")} of ${before.name} ${goesOn} here`;
    tellOf(context, after.name, `${what}; read the files as one: rstdiag explain --join ${shown}`);
    return;
  }
}

function countCommon(before: NamedEdges, after: NamedEdges): number {
  const gap = after.firstSeconds - before.lastSeconds;
  if (!(Math.abs(gap) <= GAP_SECONDS)) return 0;
  return after.begunBefore.filter((one) => before.openAtEnd.has(one)).length;
}

/** As a shell wants it, and a command, which would take it for an option. */
function quote(name: string): string {
  return quoteForShell(name.startsWith("-") ? `./${name}` : name);
}
