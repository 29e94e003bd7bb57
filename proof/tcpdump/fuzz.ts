// Fuzzes the patched tcpdump of this distribution: npm run fuzz:tcpdump -- SECONDS (default 60).
// Ends with 1 where it printed anything but what it should, or a sanitizer complained.
import { rmSync } from "node:fs";
import { makePrivateFolder } from "../../generator/verify/private-folder.js";
import { loadOwnModel, patchFor } from "../project.js";
import { buildTcpdump } from "./build.js";
import { linkFuzzer, runFuzzer } from "./fuzzer.js";

const seconds = Number(process.argv[2] ?? 60);
if (!Number.isInteger(seconds) || seconds < 1) {
  console.error("usage: npm run fuzz:tcpdump -- SECONDS");
  process.exit(2);
}
const built = await buildTcpdump({ patchPath: patchFor("4.99"), toolchain: "clang-sanitized" });
if (built.kind !== "built") throw new Error(`${built.reason}\n${built.output}`);
const { version, tree } = built;
const folder = makePrivateFolder("fuzz");
const program = await linkFuzzer({ model: loadOwnModel(), tree, folder, name: "fuzzer" });
const { runs, finding } = await runFuzzer(program, seconds);
console.log(`tcpdump ${version}: ${runs} runs in ${seconds} s, ${finding ? "a" : "no"} finding`);
if (finding) console.log(`${finding}\nThe input is in ${folder}`);
else rmSync(folder, { recursive: true, force: true });
process.exitCode = finding ? 1 : 0;
