// Fuzzes the patched tcpdump of this distribution: npm run fuzz:tcpdump -- SECONDS (default 60).
// Ends with 1 where it printed anything but what it should, or a sanitizer complained.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildTcpdump } from "../build/verify/tcpdump-build.js";
import { openFuzzBench, runFuzzer } from "../build/verify/tcpdump-fuzz.js";
import { CLANG_SANITIZED } from "../build/verify/tcpdump-make.js";
import { CACHE, HARNESS, ownModel, patchFor } from "./tcpdump-setting.mjs";

const seconds = Number(process.argv[2] ?? 60);
if (!Number.isInteger(seconds) || seconds < 1) {
  console.error("usage: npm run fuzz:tcpdump -- SECONDS");
  process.exit(2);
}
const patchPath = patchFor("4.99");
const built = await buildTcpdump({ folder: CACHE, patchPath, toolchain: CLANG_SANITIZED });
if (built.kind !== "built") throw new Error(built.reason);
const folder = mkdtempSync(join(tmpdir(), "rstdiag-fuzz-"));
const { stock, version } = built;
const bench = await openFuzzBench({
  model: ownModel(),
  stock,
  patchPath,
  harness: HARNESS,
  folder,
});
const { runs, finding } = await runFuzzer(await bench.link("fuzzer"), seconds);
console.log(
  `tcpdump ${version}: ${runs} runs in ${seconds} s, ${finding ? "a finding" : "no finding"}`,
);
if (finding) console.log(`${finding}\nThe input is in ${folder}`);
else rmSync(folder, { recursive: true, force: true });
process.exitCode = finding ? 1 : 0;
