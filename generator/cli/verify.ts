import { existsSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import Table from "cli-table3";
import type { Command } from "commander";
import { countOf } from "../explain/core/words.js";
import type { Model } from "../model/model.js";
import {
  type Disagreement,
  describeFacts,
  readSampleFrames,
  type SampleFrames,
  type Score,
} from "../verify/facts.js";
import {
  openDecoder,
  openSchemaTool,
  openTcpdumpTool,
  openTsharkTool,
  type Tool,
} from "../verify/tools.js";
import { type Context, messageOf, Refusal, type Session } from "./context.js";
import { EXIT } from "./exit-codes.js";
import { addPackOptions } from "./options.js";
import { createProgress } from "./progress.js";
import { findProject, loadOrRefuse, type Project, type ProjectOptions } from "./project.js";
import { coloursFor } from "./terminal.js";
import { mustRunAll, SKIP_IS_FAILURE, verifyFilters } from "./verify-filters.js";

/** One row of the table: a cell for each tool, a string where it could not read the sample. */
export interface SampleResult {
  readonly name: string;
  readonly frames: number;
  readonly cells: readonly (Score | string | undefined)[];
}

/** Prints the table, then all that is wrong or could not be proved. Gives the exit code. */
export function printAgreement(
  context: Context,
  tools: readonly Tool[],
  results: readonly SampleResult[],
): number {
  const { stdout } = context;
  const { red, yellow } = coloursFor(context, stdout);
  const table = new Table({
    head: ["sample", "frames", ...tools.map(({ name }) => name)],
    style: { head: [], border: [] },
    chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
  });
  for (const { name, frames, cells } of results) {
    table.push([name, frames, ...cells.map((cell, at) => showCell(cell, tools[at]?.kind))]);
  }
  stdout.write(`${table.toString()}\n`);
  const broken = tools.flatMap((tool) =>
    tool.kind === "broken" ? [`BROKEN ${tool.name}: ${tool.reason}`] : [],
  );
  const failures = [...broken, ...results.flatMap((result) => failuresOf(result, tools))];
  const skips = tools.flatMap((tool) =>
    tool.kind === "missing" ? [`SKIPPED ${tool.name}: ${tool.reason}`] : [],
  );
  for (const line of skips) stdout.write(`${yellow(line)}\n`);
  for (const line of failures) stdout.write(`${red(line)}\n`);
  const isForbidden = skips.length > 0 && mustRunAll(context);
  if (isForbidden) stdout.write(`${SKIP_IS_FAILURE}\n`);
  stdout.write(`${summarise(results, failures.length, skips.length)}\n`);
  return failures.length === 0 && !isForbidden ? EXIT.ok : EXIT.disagreement;
}

function showCell(cell: Score | string | undefined, kind: Tool["kind"] | undefined): string {
  if (cell === undefined) return kind === "missing" ? "skipped" : kind === "ready" ? "-" : "broken";
  if (typeof cell === "string") return "unreadable";
  const { frames, disagreements } = cell;
  const wrong = new Set(disagreements.map(({ frame }) => frame));
  return `${frames - wrong.size} of ${frames}`;
}

function failuresOf({ name, cells }: SampleResult, tools: readonly Tool[]): readonly string[] {
  return cells.flatMap((cell, at) => {
    if (cell === undefined) return [];
    if (typeof cell === "string") return [`UNREADABLE ${name}: ${tools[at]?.name}: ${cell}`];
    return cell.disagreements.map(describeDisagreement);
  });
}

function describeDisagreement({ sample, frame, tool, wanted, found }: Disagreement): string {
  return `DISAGREEMENT ${sample} frame ${frame}, ${tool}
  wanted: ${describeFacts(wanted)}
  found:  ${describeFacts(found)}`;
}

function summarise(results: readonly SampleResult[], failures: number, skipped: number): string {
  const frames = results.reduce((sum, result) => sum + result.frames, 0);
  const scope = `${frames} frames of ${countOf(results.length, "sample")}`;
  const without = skipped === 0 ? "" : `, ${countOf(skipped, "tool")} skipped`;
  const verdict = failures === 0 ? "all readings agree" : countOf(failures, "failure");
  return `${verdict} on ${scope}${without}`;
}

/** Files that a pack needs before anything can be proved of it. */
const PACK_FILES = [
  "wireshark/rstdiag.lua",
  "tcpdump/rst-diagnostic-4.99.patch",
  "schema/rst-diagnostic.schema.json",
];

export function define(command: Command, { context, run }: Session): void {
  command
    .option("--filters", "test the filters instead, and print the frames that each one selects")
    .option("--tcpdump <program>", "a tcpdump built with the pack's patch");
  addPackOptions(command).action((options) => run(verify(context, options)));
}

interface VerifyOptions extends ProjectOptions {
  readonly filters?: true;
  readonly tcpdump?: string;
}

/** Proves the pack on disk against the samples on disk, tool by tool. */
async function verify(context: Context, options: VerifyOptions): Promise<number> {
  const project = findProject(context, options);
  const model = await loadOrRefuse(context, project);
  const missing = PACK_FILES.filter((name) => !existsSync(join(project.dist, name)));
  const samples = listSamples(project);
  if (missing.length > 0 || samples.length === 0) {
    const lacking = [...missing, ...(samples.length === 0 ? ["samples/*.pcapng"] : [])].join(", ");
    throw new Refusal(`there is no pack to verify, missing: ${lacking}; run: rstdiag generate`);
  }
  if (options.filters) return verifyFilters(context, model, project.dist, samples);
  const tools = await openTools(context, project, model, options.tcpdump);
  try {
    const results = await readAll(context, model, samples, tools);
    return printAgreement(context, tools, results);
  } finally {
    for (const tool of tools) if (tool.kind === "ready") tool.close?.();
  }
}

type Sample = Pick<SampleFrames, "name" | "path">;

function listSamples({ samples }: Project): readonly Sample[] {
  if (!existsSync(samples)) return [];
  return readdirSync(samples)
    .filter((name) => name.endsWith(".pcapng"))
    .sort()
    .map((name) => ({ name: name.replace(/\.pcapng$/, ""), path: join(samples, name) }));
}

async function openTools(
  { env, isRoot }: Context,
  { dist, options }: Project,
  model: Model,
  tcpdump = env["RSTDIAG_TCPDUMP"],
): Promise<readonly Tool[]> {
  const setting = { model, dist, ...options, isRoot, ...(tcpdump && { tcpdump }) };
  return [
    openDecoder(),
    await openTsharkTool(setting),
    await openTcpdumpTool(setting),
    openSchemaTool(setting),
  ];
}

async function readAll(
  context: Context,
  model: Model,
  samples: readonly Sample[],
  tools: readonly Tool[],
): Promise<readonly SampleResult[]> {
  const title = "reading samples";
  const progress = createProgress(context, { title, total: samples.length, shown: true });
  const results: SampleResult[] = [];
  const rest = samples.entries();
  // Each reads the next sample that nobody has taken: what takes time are other programs' starts.
  const readRest = async (): Promise<void> => {
    for (const [at, named] of rest) {
      results[at] = await readSample(model, named, tools);
      progress.add(1);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, readRest));
  progress.stop();
  return results;
}

/** A sample that cannot be read at all fails by its name, and lets the others be read. */
async function readSample(
  model: Model,
  named: Sample,
  tools: readonly Tool[],
): Promise<SampleResult> {
  const { name } = named;
  let sample: SampleFrames;
  try {
    sample = await readSampleFrames(model, named);
  } catch (error) {
    return { name, frames: 0, cells: [messageOf(error), ...tools.slice(1).map(() => undefined)] };
  }
  const ready = tools.map((tool) => (tool.kind === "ready" ? tool.read(sample) : undefined));
  return { name, frames: sample.expectations.size, cells: await Promise.all(ready) };
}
