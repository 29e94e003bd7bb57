// Proves tcpdump's patches with sources that are not this distribution's:
//   npm run verify:tcpdump                          trixie and sid, from Debian's archive
//   npm run verify:tcpdump -- sid                   that one
//   npm run verify:tcpdump -- --tree DIR            a source folder, such as the development branch
// Each is built by gcc, by gcc and by clang with sanitizers; each suite and every capture of
// tcpdump's is compared with the unpatched build. Ends with 1 where anything differs.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { buildTcpdump } from "../build/verify/tcpdump-build.js";
import { compareCaptures } from "../build/verify/tcpdump-captures.js";
import { CLANG_SANITIZED, GCC, GCC_SANITIZED } from "../build/verify/tcpdump-make.js";
import { CACHE, patchFor, TESTS } from "./tcpdump-setting.mjs";

const { values, positionals } = parseArgs({
  options: { tree: { type: "string" } },
  allowPositionals: true,
});
const codenames = positionals.length > 0 ? positionals : values.tree ? [] : ["trixie", "sid"];
const sources = [
  ...codenames.map((codename) => ({ kind: "release", codename })),
  ...(values.tree ? [{ kind: "folder", path: resolve(values.tree) }] : []),
];

/**
 * @param {object} source a release of Debian or a folder
 * @param {object} toolchain
 * @param {string} folder where the builds stay
 * @returns {Promise<boolean>} whether all is well
 */
async function prove(source, toolchain, folder) {
  const request = { folder, toolchain, source };
  const older = await buildTcpdump({ ...request, patchPath: patchFor("4.99") });
  const built =
    older.kind === "unavailable"
      ? await buildTcpdump({ ...request, patchPath: patchFor("5.0") })
      : older;
  const name = source.codename ?? source.path;
  if (built.kind !== "built") {
    console.log(`FAILED ${name}, ${toolchain.name}: ${older.reason}; ${built.reason}`);
    if (built.kind === "failed") console.log(built.output);
    return false;
  }
  const { captures, changed } = await compareCaptures({
    stockProgram: built.stockProgram,
    program: built.program,
    folders: [join(built.stock.tree.path, "tests"), TESTS],
  });
  const wrong = changed.filter(({ meant }) => !meant);
  for (const { capture, stock, patched } of wrong) {
    console.log(`${capture}\n  stock:   ${stock}\n  patched: ${patched}`);
  }
  console.log(
    `${wrong.length === 0 ? "ok" : "FAILED"} ${name}, tcpdump ${built.version}, ${toolchain.name}: ` +
      `${built.patchedPassed} tests pass, ${built.stockPassed} without the patch, ` +
      `${built.stockFailures.length} fail in both; ${captures} captures, ` +
      `${changed.length} lines changed, ${wrong.length} of them not meant`,
  );
  return wrong.length === 0;
}

let good = true;
for (const source of sources) {
  // What a folder holds may be another thing tomorrow.
  const temporary = source.kind === "folder" ? mkdtempSync(join(tmpdir(), "rstdiag-tree-")) : "";
  for (const toolchain of [GCC, GCC_SANITIZED, CLANG_SANITIZED]) {
    good = (await prove(source, toolchain, temporary || CACHE)) && good;
  }
  if (temporary) rmSync(temporary, { recursive: true, force: true });
}
process.exitCode = good ? 0 : 1;
