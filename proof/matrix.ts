// Proves the plugin with every tshark there is: that of this system, and those of newer Debians in
// chroots, which it makes. Each one reads all samples in every revision; a chroot's also passes the
// tests of the plugin. npm: `verify:matrix`; names of releases choose among the chroots.
import { spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { describeFacts, readSampleFrames } from "../generator/verify/facts.js";
import { makePrivateFolder } from "../generator/verify/private-folder.js";
import { openTsharkTool } from "../generator/verify/tools.js";
import { writePart } from "../scripts/page-part.mjs";
import { CLI, findHosts, type Host, IS_ROOT, loadOwnModel, ROOT } from "./project.js";

const { values, positionals } = parseArgs({
  options: { fresh: { type: "boolean", default: false }, docs: { type: "boolean" } },
  allowPositionals: true,
});
const isWhole = positionals.length === 0;

/** The pack's own revision first. */
function listRevisions(): readonly string[] {
  const registries = loadOwnModel().diagnosticFormats.map(({ registry }) => registry);
  const all = registries.flatMap((registry) => [registry, ...registry.others]);
  return [...new Set(all.map(({ revision }) => revision ?? ""))];
}

/** Makes the pack of one revision, in a folder of its own. */
function generate(revision: string) {
  const out = makePrivateFolder("matrix");
  const args = [CLI, "generate", "--revision", revision, "--out", out];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });
  if (status !== 0) throw new Error(`rstdiag generate --revision ${revision}: ${stderr}`);
  return { revision, out };
}

let failures = 0;

function complain({ name, version }: Host, what: string): string {
  failures += 1;
  console.log(`FAILED ${name}, tshark ${version.tshark}: ${what}`);
  return "failed";
}

/** The cell of the table; what is wrong is printed. */
async function prove(host: Host, { revision, out }: ReturnType<typeof generate>): Promise<string> {
  const model = loadOwnModel(revision);
  const tool = await openTsharkTool({ model, dist: out, isRoot: IS_ROOT }, host.root);
  if (tool.kind !== "ready") return complain(host, tool.reason);
  let [frames, agreed] = [0, 0];
  const names = readdirSync(join(out, "samples")).filter((name) => name.endsWith(".pcapng"));
  for (const name of names.sort()) {
    const sample = await readSampleFrames(model, { name, path: join(out, "samples", name) });
    const score = await tool.read(sample);
    frames += sample.expectations.size;
    if (typeof score === "string") {
      complain(host, `${name}: ${score}`);
      continue;
    }
    agreed += score.frames - score.disagreements.length;
    for (const { frame, wanted, found } of score.disagreements) {
      const facts = `${describeFacts(wanted)}, not ${describeFacts(found)}`;
      complain(host, `${name} frame ${frame}: ${facts}`);
    }
  }
  tool.close?.();
  return `${agreed} of ${frames}`;
}

/** Runs the tests of the plugin with a chroot's tshark instead of that of this system. */
function runTests(host: Host): void {
  const env = { ...process.env, NO_COLOR: "1", RSTDIAG_CHROOT: host.root };
  const args = ["run", "--config", "vitest.matrix.config.ts", "--reporter=dot"];
  const vitest = join(ROOT, "node_modules/.bin/vitest");
  const { status, stdout, stderr } = spawnSync(vitest, args, { cwd: ROOT, env, encoding: "utf8" });
  const count = /^\s*Tests +(.*)$/m.exec(stdout)?.[1];
  console.log(`${host.name}, tshark ${host.version.tshark}, tests of the plugin: ${count}`);
  if (status !== 0 || count === undefined) complain(host, `${stdout}${stderr}`);
}

const { hosts, isComplete } = await findHosts(isWhole ? undefined : positionals, values);
const packs = listRevisions().map(generate);
const heads = packs.map(({ revision }) => `frames read rightly, ${revision}`);
const lines = [
  `| ${["Debian", "tshark", "Lua", ...heads].join(" | ")} |`,
  `|---|---|---|${"---|".repeat(packs.length)}`,
];
for (const host of hosts) {
  const cells: string[] = [];
  for (const pack of packs) cells.push(await prove(host, pack));
  const { tshark, lua } = host.version;
  lines.push(`| ${[host.name, tshark, lua, ...cells].join(" | ")} |`);
  // With this system's tshark they are part of `npm test`.
  if (host.root !== undefined) runTests(host);
}
for (const { out } of packs) rmSync(out, { recursive: true, force: true });
console.log(`\n${lines.join("\n")}`);
if (values.docs) {
  if (!isComplete || failures > 0)
    throw new Error("docs/proof.md stays: not every tshark was proved");
  writePart("verify:matrix -- --docs", lines);
} else if (isWhole) {
  // All of a matrix is asked for: tcpdump's patches are proved with the newer sources too.
  const command = [join(ROOT, "node_modules/.bin/jiti"), join(ROOT, "proof/tcpdump/verify.ts")];
  if (spawnSync(process.execPath, command, { cwd: ROOT, stdio: "inherit" }).status !== 0)
    failures += 1;
}
const mustAll = (process.env["CI"] ?? "") !== "" && !isComplete;
if (mustAll) console.log("a tshark that is missing is a failure, since CI is set");
process.exitCode = failures === 0 && !mustAll ? 0 : 4;
