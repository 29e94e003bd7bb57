// Proves the plugin with every tshark there is: that of this system, and those of newer Debians in
// chroots, which it makes. Each one reads all samples in every revision; a chroot's also passes the
// tests of the plugin. npm: `verify:matrix`.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { loadModel } from "../build/registry/load-model.js";
import { describeFacts, readSampleFrames } from "../build/verify/facts.js";
import { openTsharkTool } from "../build/verify/tools.js";
import { writeReadmePart } from "./readme-part.mjs";
import { findHosts, isRoot } from "./tshark-hosts.mjs";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

const { values, positionals } = parseArgs({
  options: { fresh: { type: "boolean" }, readme: { type: "boolean" } },
  allowPositionals: true,
});

/** @param {string} revision */
function load(revision) {
  const folder = { path: join(ROOT, "registry"), name: "registry" };
  const result = loadModel(folder, revision === "" ? {} : { revision });
  if (result.kind === "loaded") return result.model;
  throw new Error(`registry/ cannot be read: ${result.mistakes[0]?.what}`);
}

/** The pack's own revision first. */
function listRevisions() {
  const registries = load("").diagnosticFormats.map(({ registry }) => registry);
  const all = registries.flatMap((registry) => [registry, ...registry.others]);
  return [...new Set(all.map(({ revision }) => revision ?? ""))];
}

/** @param {string} revision */
function generate(revision) {
  const out = mkdtempSync(join(tmpdir(), "rstdiag-matrix-"));
  const args = [join(ROOT, "build/cli.js"), "generate", "--revision", revision, "--out", out];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });
  if (status !== 0) throw new Error(`rstdiag generate --revision ${revision}: ${stderr}`);
  return out;
}

/**
 * @param {import("./tshark-hosts.mjs").Host} host
 * @param {{ revision: string, out: string }} pack
 * @returns {Promise<string>} the cell of the table; what is wrong is printed
 */
async function prove(host, { revision, out }) {
  const model = load(revision);
  const tool = await openTsharkTool({ model, dist: out, isRoot }, host.root);
  if (tool.kind !== "ready") return complain(host, tool.reason);
  let [frames, agreed] = [0, 0];
  try {
    const names = readdirSync(join(out, "samples")).filter((name) => name.endsWith(".pcapng"));
    for (const name of names.sort()) {
      const sample = await readSampleFrames(model, { name, path: join(out, "samples", name) });
      const score = await tool.read(sample);
      frames += sample.expectations.size;
      if (typeof score === "string") complain(host, `${name}: ${score}`);
      else agreed += score.frames - score.disagreements.length;
      for (const { frame, wanted, found } of typeof score === "string" ? [] : score.disagreements) {
        complain(
          host,
          `${name} frame ${frame}: ${describeFacts(wanted)}, not ${describeFacts(found)}`,
        );
      }
    }
  } finally {
    tool.close?.();
  }
  return `${agreed} of ${frames}`;
}

/** Runs the tests of the plugin with a chroot's tshark instead of that of this system. */
function runTests(host) {
  const env = { ...process.env, NO_COLOR: "1", RSTDIAG_CHROOT: host.root };
  const args = ["run", "--config", "vitest.matrix.config.ts", "--reporter=dot"];
  const vitest = join(ROOT, "node_modules/.bin/vitest");
  const { status, stdout, stderr } = spawnSync(vitest, args, { cwd: ROOT, env, encoding: "utf8" });
  const count = /^\s*Tests +(.*)$/m.exec(stdout)?.[1];
  console.log(`${host.name}, tshark ${host.version.tshark}, tests of the plugin: ${count}`);
  if (status !== 0 || count === undefined) complain(host, `${stdout}${stderr}`);
}

let failures = 0;

function complain(host, what) {
  failures += 1;
  console.log(`FAILED ${host.name}, tshark ${host.version.tshark}: ${what}`);
  return "failed";
}

/**
 * @param {readonly import("./tshark-hosts.mjs").Host[]} hosts
 * @returns {Promise<string[]>} a table in Markdown
 */
async function proveAll(hosts) {
  const packs = listRevisions().map((revision) => ({ revision, out: generate(revision) }));
  const heads = packs.map(({ revision }) => `frames read rightly, ${revision}`);
  const lines = [
    `| ${["Debian", "tshark", "Lua", ...heads].join(" | ")} |`,
    `|---|---|---|${"---|".repeat(packs.length)}`,
  ];
  try {
    for (const host of hosts) {
      const cells = [];
      for (const pack of packs) cells.push(await prove(host, pack));
      const { tshark, lua } = host.version;
      lines.push(`| ${[host.name, tshark, lua, ...cells].join(" | ")} |`);
      // With this system's tshark they are part of `npm test`.
      if (host.root !== undefined) runTests(host);
    }
  } finally {
    for (const { out } of packs) rmSync(out, { recursive: true, force: true });
  }
  return lines;
}

/** @param {readonly string[]} lines */
function writeReadme(lines, isPartial) {
  if (isPartial) throw new Error("README.md stays as it is: not every tshark was proved");
  writeReadmePart("verify:matrix -- --readme", lines);
  console.log("README.md has the table");
}

const suites = positionals.length > 0 ? positionals : undefined;
const { hosts, missing } = await findHosts({ suites, fresh: values.fresh === true });
for (const { name, reason } of missing) console.log(`SKIPPED ${name}: ${reason}`);
const lines = await proveAll(hosts);
console.log(`\n${lines.join("\n")}`);
if (values.readme) writeReadme(lines, missing.length > 0 || failures > 0);
// All of a matrix is asked for: tcpdump's patches are proved with the newer sources too.
else if (suites === undefined) {
  const script = join(ROOT, "scripts/verify-tcpdump.mjs");
  if (spawnSync(process.execPath, [script], { cwd: ROOT, stdio: "inherit" }).status !== 0) {
    failures += 1;
  }
}
const mustAll = (process.env["CI"] ?? "") !== "" && missing.length > 0;
if (mustAll) console.log("a tshark that is missing is a failure, since CI is set");
process.exitCode = failures === 0 && !mustAll ? 0 : 4;
