// Proves tcpdump's patches with sources that are not this distribution's:
//   npm run verify:tcpdump                          trixie and sid, from Debian's archive
//   npm run verify:tcpdump -- sid                   that one
//   npm run verify:tcpdump -- --tree DIR            a source folder, such as the development branch
// Each is built by gcc, by gcc and by clang with sanitizers; each suite and every capture of
// tcpdump's is compared with the unpatched build. Ends with 1 where anything differs.
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { patchFor } from "../project.js";
import { buildTcpdump, mayBeSkipped, type Toolchain } from "./build.js";
import { compareCaptures } from "./captures.js";

const { values, positionals } = parseArgs({
  options: { tree: { type: "string" } },
  allowPositionals: true,
});
const named = [...positionals, ...(values.tree ? [resolve(values.tree)] : [])];
const TOOLCHAINS: readonly Toolchain[] = ["gcc", "gcc-sanitized", "clang-sanitized"];

/** Whether all is well. */
async function prove(source: string, toolchain: Toolchain): Promise<boolean> {
  const build = (release: "4.99" | "5.0") =>
    buildTcpdump({ source, toolchain, patchPath: patchFor(release) });
  let built = await build("4.99");
  const isOther = built.kind === "unavailable" && built.reason.includes(" is not for tcpdump ");
  if (isOther) built = await build("5.0");
  if (built.kind !== "built") {
    const isSkipped = built.kind === "unavailable";
    console.log(`${isSkipped ? "SKIPPED" : "FAILED"} ${source}, ${toolchain}: ${built.reason}`);
    if (!isSkipped) console.log(built.output);
    return isSkipped && mayBeSkipped(built.reason);
  }
  const { stock, program, stockTree, version, passed, stockPassed, failed } = built;
  const folders = [join(stockTree, "tests"), built.captures];
  const { captures, changed } = await compareCaptures({ stock, program, folders });
  const wrong = changed.filter(({ meant }) => !meant);
  for (const { capture, stock: before, patched } of wrong) {
    console.log(`${capture}\n  stock:   ${before}\n  patched: ${patched}`);
  }
  console.log(
    `${wrong.length === 0 ? "ok" : "FAILED"} ${source}, tcpdump ${version}, ${toolchain}: ` +
      `${passed} tests pass, ${stockPassed} without the patch, ${failed} fail in both; ` +
      `${captures} captures, ${changed.length} lines changed, ${wrong.length} of them not meant`,
  );
  return wrong.length === 0;
}

let good = true;
for (const source of named.length > 0 ? named : ["trixie", "sid"]) {
  for (const toolchain of TOOLCHAINS) good = (await prove(source, toolchain)) && good;
}
process.exitCode = good ? 0 : 1;
