import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Model } from "../model/model.js";
import { readSampleFrames, type SampleFrames } from "../verify/sample-frames.js";
import {
  openDecoder,
  openSchemaTool,
  openTcpdumpTool,
  openTsharkTool,
  type Tool,
  type VerifySetting,
} from "../verify/tools.js";
import { type Context, EXIT, tell } from "./context.js";
import { loadOrTell } from "./pack.js";
import { createProgress } from "./progress.js";
import { findProject, type Project, type ProjectOptions } from "./project.js";
import { verifyFilters } from "./verify-filters.js";
import { printAgreement, type SampleResult } from "./verify-table.js";

/** Files that a pack needs before anything can be proved of it. */
const PACK_FILES = [
  "wireshark/rstdiag.lua",
  "tcpdump/rst-diagnostic-4.99.patch",
  "schema/rst-diagnostic.schema.json",
];

export interface VerifyOptions extends ProjectOptions {
  readonly filters?: true;
  readonly tcpdump?: string;
}

/** `rstdiag verify`: proves the pack on disk against the samples on disk, tool by tool. */
export async function verify(context: Context, options: VerifyOptions): Promise<number> {
  const project = findProject(context, options);
  const model = await loadOrTell(context, project);
  if (!model) return EXIT.badInput;
  const missing = PACK_FILES.filter((name) => !existsSync(join(project.dist, name)));
  const samples = listSamples(project);
  if (missing.length > 0 || samples.length === 0) {
    const lacking = [...missing, ...(samples.length === 0 ? ["samples/*.pcapng"] : [])];
    tell(
      context,
      `there is no pack to verify, missing: ${lacking.join(", ")}; run: rstdiag generate`,
    );
    return EXIT.badInput;
  }
  if (options.filters) return verifyFilters(context, { model, dist: project.dist, samples });
  const tools = await openTools(context, project, model, options.tcpdump);
  try {
    const results = await readAll(context, model, samples, tools);
    return printAgreement(context, tools, results);
  } finally {
    for (const tool of tools) if (tool.kind === "ready") tool.close?.();
  }
}

function listSamples({ samples }: Project): readonly Pick<SampleFrames, "name" | "path">[] {
  if (!existsSync(samples)) return [];
  return readdirSync(samples)
    .filter((name) => name.endsWith(".pcapng"))
    .sort()
    .map((name) => ({ name: name.replace(/\.pcapng$/, ""), path: join(samples, name) }));
}

async function openTools(
  { env, isRoot }: Context,
  project: Project,
  model: Model,
  tcpdump = env["RSTDIAG_TCPDUMP"],
): Promise<readonly Tool[]> {
  const setting: VerifySetting = {
    model,
    dist: project.dist,
    ...project.options,
    isRoot,
    ...(tcpdump && { tcpdump }),
  };
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
  samples: readonly Pick<SampleFrames, "name" | "path">[],
  tools: readonly Tool[],
): Promise<readonly SampleResult[]> {
  const title = "reading samples";
  const progress = createProgress(context, { title, total: samples.length, shown: true });
  const results: SampleResult[] = [];
  for (const named of samples) {
    results.push(await readSample(model, named, tools));
    progress.add(1);
  }
  progress.stop();
  return results;
}

/** A sample that cannot be read at all fails by its name, and lets the others be read. */
async function readSample(
  model: Model,
  named: Pick<SampleFrames, "name" | "path">,
  tools: readonly Tool[],
): Promise<SampleResult> {
  let sample: SampleFrames;
  try {
    sample = await readSampleFrames(model, named);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { name: named.name, frames: 0, cells: [reason, ...tools.slice(1).map(() => undefined)] };
  }
  const ready = tools.map((tool) => (tool.kind === "ready" ? tool.read(sample) : undefined));
  return {
    name: sample.name,
    frames: sample.expectations.size,
    cells: await Promise.all(ready),
  };
}
