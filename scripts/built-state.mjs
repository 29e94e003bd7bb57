// Whether the program is built already: a digest of all that a build reads and makes. A build whose
// inputs and files are those of the last one would make the same again.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const FOLDERS = ["generator", "scripts", "registry", "data", "templates", "build"];
const FILES = ["package.json", "package-lock.json", "node_modules/.rstdiag-lock"];

/** One SHA-256 over each file's name and content; what is not there counts as that. */
function digestOfState(root) {
  const configurations = readdirSync(root).filter((name) => /^tsconfig.*\.json$/.test(name));
  const names = [...FILES, ...configurations, ...FOLDERS.flatMap((name) => listFiles(root, name))];
  const hash = createHash("sha256").update(process.version);
  for (const name of names.sort()) {
    const path = join(root, name);
    const content = existsSync(path) ? readFileSync(path) : "";
    hash.update(`\n${name} ${content.length}\n`).update(content);
  }
  return hash.digest("hex");
}

function listFiles(root, folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length));
}

const stampOf = (root) => join(root, ".cache/built");

export function isBuilt(root) {
  const stamp = stampOf(root);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === digestOfState(root);
}

export function rememberBuilt(root) {
  mkdirSync(dirname(stampOf(root)), { recursive: true });
  writeFileSync(stampOf(root), digestOfState(root));
}
