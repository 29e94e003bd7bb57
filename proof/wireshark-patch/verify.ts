// Proves the patches of Wireshark's own decoder with a source tree that has it, and with what was built of it:
//   npm run verify:wireshark-patch -- --tree DIR               both fit without fuzz, in any order, and come off again
//   npm run verify:wireshark-patch -- --tree DIR --build DIR   and the dissector compiles with cmake's options and
//                                                              -Wall -Wextra, with no warning that is new
//   npm run verify:wireshark-patch -- --tshark PROGRAM         a tshark with both passes the tests that are added, has
//                                                              the table, and reads each sample as the plugin does
// The tree is left alone. Ends with 1 where anything differs.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { makePrivateFolder } from "../../generator/verify/private-folder.js";
import { describeEnd, runCommand } from "../../generator/verify/run-command.js";
import { loadOwnModel, ROOT } from "../project.js";
import { compareSamples, compile, findCompileCommand, listCauses } from "./patched-tree.js";

const { values } = parseArgs({
  options: {
    tree: { type: "string" },
    build: { type: "string" },
    tshark: { type: "string" },
    pack: { type: "string", default: join(ROOT, "dist") },
  },
});

const PATCHES = join(values.pack, "wireshark/patches");
/** The second one is there only where upstream's table is another one. */
const FIRST = "rst-diagnostic.patch";
const TABLE = "rst-diagnostic-table.patch";
const NAMES = [FIRST, ...(existsSync(join(PATCHES, TABLE)) ? [TABLE] : [])];
const SOURCE = "epan/dissectors/packet-tcp.c";
const SUITE = "test/suite_dissection.py";
const CAPTURES = "test/captures";
let failures = 0;

function report(isGood: boolean, what: string): void {
  if (!isGood) failures += 1;
  console.log(`${isGood ? "ok" : "FAILED"} ${what}`);
}

/** Applies patches to copies of the two files of a tree; gives the folder. */
async function patchCopy(folder: string, tree: string, names: readonly string[]): Promise<string> {
  for (const file of [SOURCE, SUITE]) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(tree, file), join(folder, file));
  }
  for (const name of names) await patch(folder, name);
  return folder;
}

/** By git, which alone takes captures, and knows no fuzz; a repository around the folder is none of its. */
async function patch(folder: string, name: string, ...options: readonly string[]): Promise<void> {
  const args = ["apply", "--verbose", ...options, join(PATCHES, name)];
  const env = { GIT_CEILING_DIRECTORIES: dirname(folder) };
  const result = await runCommand({ program: "git", args, cwd: folder, env });
  const isPart = options.some((option) => option.startsWith("--include="));
  const isGood =
    result.kind === "exited" &&
    result.code === 0 &&
    (isPart || !result.stderr.includes("Skipped patch"));
  report(isGood, [name, ...options].join(" "));
  if (!isGood) console.log(result.kind === "exited" ? result.stderr : describeEnd(result));
}

async function proveTree(tree: string, build: string | undefined): Promise<void> {
  const folder = makePrivateFolder("wireshark-patch");
  const read = (name: string) => readFileSync(join(folder, name, SOURCE), "latin1");
  try {
    const place = (name: string) => join(folder, name);
    await patchCopy(place("stock"), tree, []);
    await patchCopy(place("one"), tree, NAMES);
    await patchCopy(place("other"), tree, NAMES.toReversed());
    report(read("one") === read("other"), "the same in any order");
    for (const name of NAMES) await patch(place("other"), name, "-R");
    report(read("stock") === read("other"), "the tree's own source is back");
    if (build !== undefined) await proveCompiled(build, place("stock"), place("one"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Warnings of the source as it was are not ours. */
async function proveCompiled(build: string, stock: string, patched: string): Promise<void> {
  const command = await findCompileCommand(build, `/${SOURCE}`);
  const before = await compile(command, join(stock, SOURCE));
  for (const [compiler, after] of await compile(command, join(patched, SOURCE))) {
    const known = before.get(compiler);
    if (after.kind === "missing") {
      console.log(`SKIPPED ${compiler}: it is not installed`);
    } else if (after.kind === "failed" || known?.kind !== "compiled") {
      report(
        false,
        `${compiler}: ${after.kind === "failed" ? after.output : "the tree's own source fails"}`,
      );
    } else {
      const fresh = after.warnings.filter((one) => !known.warnings.includes(one));
      const numbers = `${after.warnings.length} warnings, ${known.warnings.length} without the patches`;
      report(fresh.length === 0, [`${compiler}: ${numbers}`, ...fresh].join("\n  "));
    }
  }
}

async function proveTests(tshark: string): Promise<void> {
  const folder = makePrivateFolder("wireshark-patch");
  try {
    await patch(folder, FIRST, `--include=${CAPTURES}/*`);
    const script = join(ROOT, "proof/wireshark-patch/added-tests.py");
    const args = ["-B", script, join(PATCHES, FIRST), join(folder, CAPTURES), tshark];
    const tests = await runCommand({ program: "python3", args });
    if (tests.kind !== "exited") throw new Error(describeEnd(tests));
    console.log(tests.stdout.trimEnd());
    report(tests.code === 0, "the tests that are added");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function proveProgram(tshark: string): Promise<void> {
  await proveTests(tshark);
  const model = loadOwnModel();
  const rows = model.diagnosticFormats[0]?.registry.rows ?? [];
  const causes = rows.map(({ first, description }) => `${first} ${description}`).join("\n");
  report((await listCauses(tshark)) === causes, `the table of the revision ${model.revision}`);
  const { samples, frames, differences } = await compareSamples(model, tshark);
  for (const { sample, frame, plugin, patched } of differences) {
    console.log(`${sample} frame ${frame}: the plugin has ${plugin}, the dissector ${patched}`);
  }
  report(
    differences.length === 0,
    `${samples} samples, ${frames} frames, ${differences.length} read otherwise than by the plugin`,
  );
}

const { tree, build, tshark } = values;
if (tree === undefined && tshark === undefined) {
  console.log(
    "name a source folder of Wireshark's development branch with --tree, or a tshark with --tshark",
  );
  process.exitCode = 2;
} else {
  try {
    if (tree !== undefined) await proveTree(resolve(tree), build && resolve(build));
    if (tshark !== undefined) await proveProgram(resolve(tshark));
  } catch (error) {
    report(false, String(error));
  }
  process.exitCode = failures === 0 ? 0 : 1;
}
