import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readTemplate } from "../rendering/target.js";

const NAME = "wireshark/explain/core.lua";

/** Where only a clone has something: what compiles. */
const COMPILER = "lua/build.mjs";

/** One SHA-256 over files, by their names below the root, in the order of these. */
function digestOf(root: string, names: readonly string[]): string {
  const hash = createHash("sha256");
  for (const name of names) hash.update(`${name}\n`).update(readFileSync(join(root, name)));
  return hash.digest("hex");
}

/**
 * The first lines of what is compiled: from which files, and what tells when they are others.
 * @public lua/build.mjs calls it in the built program.
 */
export function headerFor(root: string, sources: readonly string[]): string {
  const names = [...sources].sort();
  return [
    "-- The explanation of resets, compiled by `npm run lua`: change its sources instead. The SHA-256 of",
    "-- these files tells whether they are still what this was compiled from:",
    `-- ${digestOf(root, names)}`,
    ...names.map((name) => `--   ${name}`),
    "",
    "",
  ].join("\n");
}

/** What is compiled, without those lines: the plugin has no use for them. */
export function compiledExplanation(): string {
  const text = readTemplate(NAME);
  return text.slice(text.indexOf("\n\n") + 2);
}

/**
 * Whether the sources of what is compiled are others by now. Never where they are not there: the
 * package of npm has none.
 */
export function isCompiledStale(root: string): boolean {
  if (!existsSync(join(root, COMPILER))) return false;
  const [header = ""] = readFileSync(join(root, "templates", NAME), "utf8").split("\n\n", 1);
  const digest = /^-- ([0-9a-f]{64})$/m.exec(header)?.[1];
  const names = [...header.matchAll(/^-- {3}(.+)$/gm)].map(([, name = ""]) => name);
  if (names.some((name) => !existsSync(join(root, name)))) return true;
  return digestOf(root, names) !== digest;
}
