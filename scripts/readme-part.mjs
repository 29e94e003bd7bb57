// Parts of the README that a script makes, between `<!-- made by: npm run NAME -->` and `<!-- end -->`.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const README = fileURLToPath(new URL("../README.md", import.meta.url));
const END = "<!-- end -->";

/** @param {string} command */
const beginOf = (command) => `<!-- made by: npm run ${command} -->\n`;

/**
 * What stands in the README now; throws where there is no such part.
 *
 * @param {string} command behind `npm run`
 */
export function readReadmePart(command) {
  return findPart(command).part;
}

/**
 * Writes another text there.
 *
 * @param {string} command behind `npm run`
 * @param {readonly string[]} lines
 */
export function writeReadmePart(command, lines) {
  const { before, after } = findPart(command);
  writeFileSync(README, `${before}${lines.join("\n")}\n${after}`);
}

/** @param {string} command */
function findPart(command) {
  const text = readFileSync(README, "utf8");
  const begin = beginOf(command);
  const start = text.indexOf(begin) + begin.length;
  const end = text.indexOf(END, start);
  if (!text.includes(begin) || end < 0) {
    throw new Error(`README.md has no lines ${begin.trim()} and ${END}`);
  }
  return { before: text.slice(0, start), part: text.slice(start, end), after: text.slice(end) };
}
