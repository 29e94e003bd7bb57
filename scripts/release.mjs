// Makes all that a release publishes, in release/: of the commit that has the tag, and of nothing else.
// With the same Node and npm, the same octets on every machine. npm: `release`.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const FOLDER = "release";
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** What this script runs has no options of the npm that runs it. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_ENV|INIT_CWD)/i.test(name)),
);

/** Ends with one line that says what is wrong, and what to do. */
function refuse(message) {
  console.error(`release: ${message}; nothing was made`);
  process.exit(1);
}

function run(program, ...args) {
  const { status, stdout, error } = spawnSync(program, args, {
    cwd: root,
    env,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status === 0) return stdout;
  return refuse(
    `${[program, ...args].join(" ")} failed${error ? `: ${error.message}` : `\n${stdout}`}`,
  );
}

/** What is published is what the tag says, and everybody can make it again of that. */
function checkSource() {
  const changed = run("git", "status", "--porcelain", "--untracked-files=all").split("\n", 1)[0];
  if (changed !== "") {
    refuse(`the tree is not what was committed (${changed.trim()}); commit that, or take it away`);
  }
  const wanted = `v${version}`;
  const tags = run("git", "tag", "--points-at", "HEAD").split("\n").filter(Boolean);
  if (!tags.includes(wanted)) {
    const found = tags.length > 0 ? `the tag ${tags.join(", ")}` : "no tag";
    refuse(`package.json says ${version}, and the commit has ${found}; it needs ${wanted}`);
  }
  if (existsSync(join(root, FOLDER))) refuse(`${FOLDER}/ is there already; remove it`);
}

/** Also where a signal ends this: whoever hears one exits. */
function undoAtExit(undo) {
  process.once("exit", undo);
  return () => process.off("exit", undo);
}

checkSource();
const scratch = mkdtempSync(join(tmpdir(), "rstdiag-release-"));
process.once("exit", () => rmSync(scratch, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => process.exit(1));

// git says nothing of what lies in this folder: install it anew.
rmSync(join(root, "node_modules/.rstdiag-lock"), { force: true });
run(process.execPath, "scripts/install-packages.mjs");
run(process.execPath, "scripts/build.mjs");
run(process.execPath, "build/cli.js", "check");

// All of this needs what was installed just now.
const { makeAssets } = await import("./release-assets.mjs");
const { createJiti } = await import("jiti");
const { import: load } = createJiti(import.meta.url, { fsCache: false });
const { writeFiles } = await load("../generator/install/whole-files.ts");
const { formatManifest } = await load("../generator/install/manifest.ts");

const { assets, notes } = makeAssets({ root, version, scratch, run, refuse });
const sums = { name: "SHA256SUMS", content: Buffer.from(formatManifest(assets)) };
const folder = join(root, FOLDER);
// Not an asset, and so in no list: the text of the release.
const files = [...assets, sums, { name: "NOTES.md", content: Buffer.from(notes) }];
try {
  await writeFiles(
    files.map(({ name, content }) => ({ folder, path: join(folder, name), content })),
    { pid: process.pid, onEarlyEnd: undoAtExit },
  );
} catch (error) {
  refuse(error.message);
}
process.stdout.write(sums.content);
console.log(`written    ${FOLDER}/ (${files.length} files, rstdiag ${version})`);
