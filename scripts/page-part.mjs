// Parts of the README and of docs/ that a script makes, between `<!-- made by: npm run NAME -->` and
// `<!-- end -->`. A command is what stands behind `npm run`.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const END = "<!-- end -->";

/** What stands there now; throws where no page has such a part. */
export function readPart(command) {
  return findPart(command).part;
}

/** Writes other lines there. */
export function writePart(command, lines) {
  const { path, before, after } = findPart(command);
  writeFileSync(path, `${before}${lines.join("\n")}\n${after}`);
}

function findPart(command) {
  const begin = `<!-- made by: npm run ${command} -->\n`;
  const docs = readdirSync(`${ROOT}docs`).filter((name) => name.endsWith(".md"));
  for (const path of ["README.md", ...docs.map((name) => `docs/${name}`)]) {
    const [before, rest] = readFileSync(ROOT + path, "utf8").split(begin);
    const [part = "", ...after] = rest?.split(END) ?? [];
    if (after.length === 0) continue;
    return { path: ROOT + path, before: before + begin, part, after: END + after.join(END) };
  }
  throw new Error(`neither README.md nor docs/ has lines ${begin.trim()} and ${END}`);
}
