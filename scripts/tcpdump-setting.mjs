// Where the scripts that prove tcpdump's patch find the pack, and keep what they build.
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { formatMistake } from "../build/model/mistake.js";
import { loadModel } from "../build/registry/load-model.js";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

export const CACHE = join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "rstdiag");
export const HARNESS = join(ROOT, "test/fixtures/tcpdump-fuzz.c");
export const TESTS = join(ROOT, "dist/tcpdump/tests");

/**
 * @param {"4.99" | "5.0"} release
 * @returns {string} path of the patch
 */
export function patchFor(release) {
  return join(ROOT, `dist/tcpdump/rst-diagnostic-${release}.patch`);
}

/** The Model of our own registry. */
export function ownModel() {
  const result = loadModel({ path: join(ROOT, "registry"), name: "registry" });
  if (result.kind === "loaded") return result.model;
  throw new Error(result.mistakes.map(formatMistake).join("\n"));
}
