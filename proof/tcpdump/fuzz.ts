// Fuzzes the patched tcpdump of this distribution: npm run fuzz:tcpdump -- SECONDS (default 60), or
// -- --runs N for so many inputs. Ends with 1 where it printed anything but what it should, or a
// sanitizer complained.
import { rmSync } from "node:fs";
import { makePrivateFolder } from "../../generator/verify/private-folder.js";
import { loadOwnModel, patchFor } from "../project.js";
import { buildTcpdump } from "./build.js";
import { type FuzzLimit, linkFuzzer, runFuzzer } from "./fuzzer.js";

const [first = "60", second] = process.argv.slice(2);
const count = Number(first === "--runs" ? second : first);
if (!Number.isSafeInteger(count) || count < 1) {
  console.error("usage: npm run fuzz:tcpdump -- SECONDS, or -- --runs N");
  process.exit(2);
}
const limit: FuzzLimit = first === "--runs" ? { runs: count } : { seconds: count };
const built = await buildTcpdump({ patchPath: patchFor("4.99"), toolchain: "clang-sanitized" });
if (built.kind !== "built") throw new Error(`${built.reason}\n${built.output}`);
const { version, tree } = built;
const folder = makePrivateFolder("fuzz");
const program = await linkFuzzer({ model: loadOwnModel(), tree, folder, name: "fuzzer" });
const { runs, seconds, coverage, finding } = await runFuzzer(program, limit);
console.log(
  `tcpdump ${version}: ${runs} runs in ${seconds.toFixed(0)} s (${Math.round(runs / seconds)}/s), ` +
    `${coverage.edges} edges and ${coverage.features} features covered, ${finding ? "a" : "no"} finding`,
);
if (finding) console.log(`${finding}\nThe input is in ${folder}`);
else rmSync(folder, { recursive: true, force: true });
process.exitCode = finding ? 1 : 0;
