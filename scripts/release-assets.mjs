// The files that a release publishes, as functions of a clean clone: no clock, no umask, no path and no
// order of a folder comes in.
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { zipSync } from "fflate";

/** The first day that a zip knows; it has no time zone, so these are local parts. */
const FIRST_DAY = new Date(1980, 0, 1);

/** The package, made by npm of a copy whose rights are not those of a user's umask. */
function packPackage({ root, scratch, run, refuse }, committed) {
  const pack = (...args) => {
    const printed = run("npm", "pack", "--json", "--ignore-scripts", ...args);
    return JSON.parse(printed.replace(/^[^[]*/, ""))[0];
  };
  const { bin } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const programs = new Set(Object.values(bin));
  const paths = pack("--dry-run").files.map(({ path }) => path);
  const strange = paths.find((path) => !committed.includes(path) && !path.startsWith("build/"));
  if (strange !== undefined) refuse(`${strange} would be in the package, and is not committed`);
  const copy = join(scratch, "package");
  for (const path of paths) {
    const to = join(copy, path);
    mkdirSync(dirname(to), { recursive: true });
    cpSync(join(root, path), to);
    chmodSync(to, programs.has(path) ? 0o755 : 0o644);
  }
  // npm 9 runs it in spite of what it was told; all is built already, and this is not packed.
  mkdirSync(join(copy, "scripts"));
  writeFileSync(join(copy, "scripts/prepare.mjs"), "");
  const { filename } = pack("--pack-destination", scratch, copy);
  return { name: filename, content: readFileSync(join(scratch, filename)) };
}

/** The pack for those who have no npm: `dist/` as it is, and the licences, in one folder. */
function zipPack({ root, version }, committed) {
  const paths = committed.filter((path) => /^(dist\/|LICENSE(S\/|$))/.test(path));
  const entries = paths.map((path) => [
    `rstdiag-pack-${version}/${path.replace(/^dist\//, "")}`,
    readFileSync(join(root, path)),
  ]);
  const settings = { level: 9, mtime: FIRST_DAY, os: 0, attrs: 0 };
  return { name: "pack.zip", content: zipSync(Object.fromEntries(entries), settings) };
}

/** Each patch of the pack by the program that it is for: all assets lie in one folder. */
function listPatches({ root, refuse }, committed) {
  const paths = committed.filter((path) => /^dist\/.*\.patch$/.test(path));
  const patches = paths.map((path) => ({
    name: `${path.split("/")[1]}-${basename(path)}`,
    content: readFileSync(join(root, path)),
  }));
  const twice = patches.find(({ name }, at) => patches.findIndex((one) => one.name === name) < at);
  if (twice !== undefined) refuse(`two patches would have the name ${twice.name}`);
  return patches;
}

/** What the changes say of this release, without its heading, and with what others need to make it again. */
function readNotes({ root, version, run, refuse }) {
  const changes = readFileSync(join(root, "CHANGELOG.md"), "utf8");
  const sections = changes.split(/^(?=## )/m);
  const heading = `## ${version}\n`;
  const section = sections.find((one) => one.startsWith(heading));
  if (section === undefined) return refuse(`CHANGELOG.md has no heading "## ${version}"`);
  const programs = `Node ${process.version} and npm ${run("npm", "--version").trim()}`;
  const made = `\`npm run release\` made the files with ${programs}; SHA256SUMS has their digests.`;
  return `${section.slice(heading.length).trim()}\n\n${made}\n`;
}

/** The page for browsers, which needs nothing else. */
function takePage({ root }) {
  const name = "rstdiag.html";
  return { name, content: readFileSync(join(root, "build", name)) };
}

/** All assets with their names, and the text of the release. */
export function makeAssets(release) {
  const { run } = release;
  const notes = readNotes(release);
  const committed = run("git", "ls-files", "-z").split("\0").sort();
  const assets = [
    packPackage(release, committed),
    zipPack(release, committed),
    takePage(release),
    ...listPatches(release, committed),
  ];
  return { assets, notes };
}
