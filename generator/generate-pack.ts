import { readdirSync } from "node:fs";
import type { Model } from "./model/model.js";
import type { Generator, OutputFile, Target } from "./targets/text/target.js";

const TARGETS = new URL("./targets/", import.meta.url);

/** Runs every target: each file of `targets/` is one, so a new output needs no list here. */
export async function generatePack(
  model: Model,
  generator: Generator,
): Promise<readonly OutputFile[]> {
  const names = readdirSync(TARGETS)
    .filter((name) => /^[a-z-]+\.[jt]s$/.test(name))
    .sort();
  const targets = await Promise.all(names.map(importTarget));
  return targets.flatMap((target) => target(model, generator));
}

async function importTarget(name: string): Promise<Target> {
  const module: { readonly target?: Target } = await import(new URL(name, TARGETS).href);
  if (!module.target) throw new Error(`targets/${name} exports no target`);
  return module.target;
}
