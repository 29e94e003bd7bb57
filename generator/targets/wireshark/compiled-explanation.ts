import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readTemplate } from "../rendering/read-template.js";

const NAME = "wireshark/explain/core.lua";

/** Where only a clone has something: what compiles. */
const COMPILER = "lua/build.mjs";

/** One SHA-256 over files, by their names below the root, and over what was compiled from them. */
function digestOf(root: string, names: readonly string[], compiled: string): string {
  const hash = createHash("sha256");
  for (const name of names) hash.update(`${name}\n`).update(readFileSync(join(root, name)));
  return hash.update(compiled).digest("hex");
}

/** The first lines, which name the sources, and what was compiled. */
function split(text: string): readonly [header: string, compiled: string] {
  const at = text.indexOf("\n\n");
  return [text.slice(0, at), text.slice(at + 2)];
}

/**
 * Puts the sources, below the root, ahead of what was compiled from them, and what tells when either
 * is another.
 * @public lua/build.mjs calls it in the built program.
 */
export function withSources(root: string, sources: readonly string[], compiled: string): string {
  const names = [...sources].sort();
  return [
    "-- The explanation of resets, compiled by `npm run lua`: change its sources instead. The SHA-256 of",
    "-- these files and of what follows tells whether it is still what they give:",
    `-- ${digestOf(root, names, compiled)}`,
    ...names.map((name) => `--   ${name}`),
    "",
    compiled,
  ].join("\n");
}

/** What was compiled, without those lines: the plugin has no use for them. */
export function compiledExplanation(): string {
  return split(readTemplate(NAME))[1];
}

/**
 * Whether what is compiled was changed by hand, or its sources are others by now. Never where they
 * are not there: the package of npm has none.
 */
export function isCompiledStale(root: string): boolean {
  if (!existsSync(join(root, COMPILER))) return false;
  const [header, compiled] = split(readFileSync(join(root, "templates", NAME), "utf8"));
  const digest = /^-- ([0-9a-f]{64})$/m.exec(header)?.[1];
  const names = [...header.matchAll(/^-- {3}(.+)$/gm)].map(([, name = ""]) => name);
  if (names.some((name) => !existsSync(join(root, name)))) return true;
  return digestOf(root, names, compiled) !== digest;
}

/**
 * The explanation itself, which is compiled from that of the command: a text, for reading it as code
 * takes time at each start of Wireshark, and few need it.
 */
export function explanationPart(): string {
  const source = compiledExplanation();
  const bracket = "=".repeat(longestBracket(source) + 1);
  return [
    "-- The explanation of resets: what `rstdiag explain` says, from the same source.",
    "",
    `explanation.source = [${bracket}[`,
    source.trimEnd(),
    `]${bracket}]`,
    "",
  ].join("\n");
}

/** How many equals signs the longest closing bracket of a long string has in the text. */
function longestBracket(text: string): number {
  return Math.max(0, ...[...text.matchAll(/\](=*)\]/g)].map(([, { length } = ""]) => length));
}
