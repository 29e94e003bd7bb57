// Feeds mutated lines of tcpdump and tshark to the reader of texts, with payloads among them that
// imitate records: no crash, and no record that a payload forged. npm: `fuzz:text`.
import { parseArgs } from "node:util";
import { loadOwnModel } from "../project.js";
import { Random } from "./random.js";
import { fuzzText } from "./text-lines.js";

const LINES_OF_TEXT = 40;

const { values } = parseArgs({
  options: {
    lines: { type: "string", default: "200000" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
  },
});
const wanted = Number(values.lines);
const seed = Number(values.seed);
if (!Number.isSafeInteger(wanted) || wanted < 1 || !Number.isSafeInteger(seed)) {
  console.error("--lines and --seed take a number");
  process.exit(2);
}
const model = loadOwnModel();
const random = new Random(seed);
let lines = 0;
let segments = 0;
let problems = 0;
while (lines < wanted) {
  const found = await fuzzText(random, model, Math.min(LINES_OF_TEXT, wanted - lines));
  lines += LINES_OF_TEXT;
  if (typeof found === "number") {
    segments += found;
  } else {
    problems += 1;
    console.error(`${found.what}:\n${found.lines.map((line) => `  ${line}`).join("\n")}`);
  }
}
console.log(`${wanted} lines, ${segments} segments, ${problems} problems, seed ${seed}`);
process.exit(problems > 0 ? 1 : 0);
