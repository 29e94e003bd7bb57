// Parts of the README and of docs/ that a script makes, between `<!-- made by: npm run NAME -->` and
// `<!-- end -->`.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const END = "<!-- end -->";

/**
 * What stands there now; throws where no page has such a part.
 *
 * @param {string} command behind `npm run`
 */
export function readPart(command) {
  return findPart(command).part;
}

/**
 * Writes another text there.
 *
 * @param {string} command behind `npm run`
 * @param {readonly string[]} lines
 */
export function writePart(command, lines) {
  const { path, before, after } = findPart(command);
  writeFileSync(path, `${before}${lines.join("\n")}\n${after}`);
}

/** @param {string} command */
function findPart(command) {
  const begin = `<!-- made by: npm run ${command} -->\n`;
  const docs = readdirSync(`${ROOT}docs`).filter((name) => name.endsWith(".md"));
  for (const path of [`${ROOT}README.md`, ...docs.map((name) => `${ROOT}docs/${name}`)]) {
    const text = readFileSync(path, "utf8");
    const start = text.indexOf(begin) + begin.length;
    const end = text.indexOf(END, start);
    if (!text.includes(begin) || end < 0) continue;
    return {
      path,
      before: text.slice(0, start),
      part: text.slice(start, end),
      after: text.slice(end),
    };
  }
  throw new Error(`neither README.md nor docs/ has lines ${begin.trim()} and ${END}`);
}
