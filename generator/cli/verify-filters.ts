import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findDifferences, shortPath } from "../install/placed-files.js";
import { alignColumns } from "../model/columns.js";
import type { Model } from "../model/model.js";
import { showUnprintable } from "../model/text.js";
import { namedFilters, target } from "../targets/filters.js";
import { type FilterFrame, readFilterFrames } from "../verify/filter-frames.js";
import {
  countInstructions,
  type FilterResult,
  type FilterTrial,
  proveCapture,
  proveDisplay,
  writeFilterFrames,
} from "../verify/filter-proof.js";
import { makePrivateFolder } from "../verify/private-folder.js";
import { findTsharkVersion, openTshark } from "../verify/tshark-run.js";
import { type Context, Refusal, tell } from "./context.js";
import { EXIT } from "./exit-codes.js";
import { ownVersion } from "./own-release.js";
import { createProgress } from "./progress.js";
import { coloursFor } from "./terminal.js";

/** `rstdiag verify --filters`: each filter of the pack in `dist`, on all samples and more. */
export async function verifyFilters(
  context: Context,
  model: Model,
  dist: string,
  samples: readonly { readonly name: string; readonly path: string }[],
): Promise<number> {
  const stale = findStale(context, model, dist);
  if (stale.length > 0) {
    throw new Refusal(`stale: ${stale.join(", ")}; run: rstdiag generate`, EXIT.stale);
  }
  const hasLibpcap = typeof (await countInstructions("tcp")) === "number";
  const hasTshark = (await findTsharkVersion()) !== undefined;
  const skips = [
    ...(hasLibpcap ? [] : ["SKIPPED capture filters: tcpdump is not installed"]),
    ...(hasTshark ? [] : ["SKIPPED display filters: tshark is not installed"]),
  ];
  const trial = { model, frames: await readFilterFrames(model, samples) };
  const { filters } = namedFilters(model);
  const title = "trying filters";
  const progress = createProgress(context, { title, total: filters.length, shown: true });
  const display = hasTshark ? openDisplay(context, dist, trial) : undefined;
  const results: FilterResult[] = [];
  try {
    for (const filter of filters) {
      if (hasLibpcap) results.push(...(await proveCapture(trial, filter)));
      if (display) results.push(await proveDisplay(trial, filter, display.tshark, display.path));
      progress.add(1);
    }
  } finally {
    progress.stop();
    display?.tshark.close();
  }
  return printResults(context, trial, results, skips);
}

/** The files on disk are what a user has: it is their filters that are tried. */
function findStale({ cwd }: Context, model: Model, dist: string): readonly string[] {
  const files = target(model, { version: ownVersion() }).map(({ path, content }) => ({
    folder: dist,
    path: join(dist, path),
    content: Buffer.from(content),
  }));
  return findDifferences(files, [join(dist, "filters")]).map(({ path }) => shortPath(cwd, path));
}

function openDisplay({ isRoot }: Context, dist: string, { frames }: FilterTrial) {
  const tshark = openTshark({ luaPaths: [join(dist, "wireshark/rstdiag.lua")], isRoot });
  const folder = makePrivateFolder("filters");
  const path = join(folder, "frames.pcapng");
  writeFileSync(path, writeFilterFrames(frames));
  const placed = tshark.place(path);
  rmSync(folder, { recursive: true });
  return { tshark, path: placed };
}

function printResults(
  context: Context,
  trial: FilterTrial,
  results: readonly FilterResult[],
  skips: readonly string[],
): number {
  const { stdout } = context;
  const { red, yellow } = coloursFor(context, stdout);
  const rows = results.map(({ name, form, instructions, selected }) => [
    showUnprintable(name),
    form,
    String(instructions ?? "").padStart(12),
    String(selected.length).padStart(6),
    nameFrames(selected),
  ]);
  const head = ["Filter", "Form", "Instructions", "Frames", "Selected"];
  for (const line of alignColumns([head, ...rows], "  ")) stdout.write(`${line}\n`);
  const failures = results.flatMap(describeFailure);
  for (const line of failures) stdout.write(`${red(line)}\n`);
  for (const line of skips) stdout.write(`${yellow(line)}\n`);
  const bad = `${failures.length} ${failures.length === 1 ? "fails" : "fail"}`;
  const verdict = failures.length === 0 ? "all select what they must" : bad;
  stdout.write(`${results.length} filters on ${trial.frames.length} frames: ${verdict}\n`);
  const isForbidden = skips.length > 0 && mustRunAll(context);
  if (isForbidden) tell(context, SKIP_IS_FAILURE);
  return failures.length === 0 && !isForbidden ? EXIT.ok : EXIT.disagreement;
}

/** Whether nothing may be skipped: whoever runs this cannot read what was. */
export function mustRunAll({ env }: Context): boolean {
  return !["", "false"].includes(env["CI"] ?? "");
}

export const SKIP_IS_FAILURE = "a skipped tool is a failure because CI is set";

function describeFailure(result: FilterResult): readonly string[] {
  const { name, form, problem, missed, excess } = result;
  const parts = [
    ...(problem === undefined ? [] : [problem]),
    ...(missed.length > 0 ? [`misses ${nameFrames(missed)}`] : []),
    ...(excess.length > 0 ? [`selects too much: ${nameFrames(excess)}`] : []),
  ];
  return parts.length === 0 ? [] : [showUnprintable(`WRONG ${name}, ${form}: ${parts.join("; ")}`)];
}

/** Frames by their sample, neighbours together: `malformed 1-3 5, truncated 2`. */
function nameFrames(frames: readonly FilterFrame[]): string {
  const bySample = new Map<string, number[]>();
  for (const { sample, number } of frames) {
    bySample.set(sample, [...(bySample.get(sample) ?? []), number]);
  }
  return [...bySample].map(([sample, numbers]) => `${sample} ${joinRuns(numbers)}`).join(", ");
}

function joinRuns(numbers: readonly number[]): string {
  const runs: { readonly first: number; last: number }[] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run && run.last + 1 === number) run.last = number;
    else runs.push({ first: number, last: number });
  }
  return runs.map(({ first, last }) => (first === last ? first : `${first}-${last}`)).join(" ");
}
