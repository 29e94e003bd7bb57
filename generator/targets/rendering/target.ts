import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ejs from "ejs";
import type { Model } from "../../model/model.js";
import { readTemplate, TEMPLATES } from "./read-template.js";

/** A generated file: its path below the output folder, with `/`, and its content. */
export interface OutputFile {
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** The generator's own part in the output. */
export interface Generator {
  readonly version: string;
  /** Whether tcpdump also reads what only its shape speaks for; not where absent. */
  readonly tcpdumpGuesses?: boolean;
  /** What patches add to the test suites of what they change; it is made with the samples. */
  readonly upstreamTests?: UpstreamTests;
}

/** A file of a test suite. */
export interface TestFile {
  readonly name: string;
  readonly content: Uint8Array;
}

/** The files by the release of tcpdump, or the program, that they are for. */
export type UpstreamTests = Readonly<Record<"4.99" | "5.0" | "wireshark", readonly TestFile[]>>;

/** One output of the pack: a pure function, so the same Model gives the same files. */
export type Target = (model: Model, generator: Generator) => readonly OutputFile[];

/** A template is filled for each vendor, and compiled once. */
const COMPILED = new Map<string, (view: object) => string>();

/**
 * Fills a template of `templates/`; in it, `view` is all there is. Text goes in as it
 * is: the target has escaped it for its language.
 */
export function renderTemplate(name: string, view: object): string {
  const compiled = COMPILED.get(name) ?? compile(name);
  COMPILED.set(name, compiled);
  return compiled(view);
}

function compile(name: string): (view: object) => string {
  const file = `${name}.ejs`;
  const filename = fileURLToPath(new URL(file, TEMPLATES));
  return ejs.compile(readTemplate(file), { strict: true, localsName: "view", filename });
}

const TARGETS = new URL("../", import.meta.url);

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
