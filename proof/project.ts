import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { formatMistake } from "../generator/model/mistake.js";
import type { Model } from "../generator/model/model.js";
import { loadModel } from "../generator/registry/load-model.js";

export const ROOT = fileURLToPath(new URL("../", import.meta.url));
export const CLI = join(ROOT, "build/cli.js");
export const LUA = join(ROOT, "dist/wireshark/rstdiag.lua");
export const IS_ROOT = process.getuid?.() === 0;

/** Path of the patch in dist/. */
export function patchFor(release: "4.99" | "5.0"): string {
  return join(ROOT, `dist/tcpdump/rst-diagnostic-${release}.patch`);
}

/** The Model of registry/, of the default revision where none is named. */
export function loadOwnModel(revision?: string): Model {
  const folder = { path: join(ROOT, "registry"), name: "registry" };
  const result = loadModel(folder, revision === undefined ? {} : { revision });
  if (result.kind === "loaded") return result.model;
  throw new Error(result.mistakes.map(formatMistake).join("\n"));
}
