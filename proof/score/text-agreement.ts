// Turns captures to text by tcpdump, and compares the causes that explain finds in both. npm:
// `text:agreement -- FILE...`, with --options=-nv (several are possible).
import { parseArgs } from "node:util";
import { loadOwnModel } from "../project.js";
import { compareCauses } from "./text-causes.js";

const { values, positionals } = parseArgs({
  options: { options: { type: "string", multiple: true, default: ["-nv", "-n"] } },
  allowPositionals: true,
});
if (positionals.length === 0) {
  console.error("name captures");
  process.exit(2);
}
const model = loadOwnModel();
for (const options of values.options) {
  let findings = 0;
  let same = 0;
  for (const path of positionals) {
    const agreement = await compareCauses(model, path, options.split(" "));
    findings += agreement.findings;
    same += agreement.same;
    for (const line of agreement.others) console.log(`  ${line}`);
  }
  const share = ((100 * same) / Math.max(1, findings)).toFixed(1);
  console.log(
    `tcpdump ${options}: ${same} of ${findings} findings have the same cause (${share} %)`,
  );
}
