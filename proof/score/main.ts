// Compares what `rstdiag explain` says of the laboratory's captures with what is true of them, the
// tuned and the held-out set apart. npm: `laboratory:score`; with `-- --docs` it writes docs/explain.md's
// tables too.
import { parseArgs } from "node:util";
import { writePart } from "../../scripts/page-part.mjs";
import { loadOwnModel } from "../project.js";
import { calibrationLines, judgeCases } from "./cases.js";
import {
  causeLines,
  type Judged,
  type Judgement,
  judgeLaboratory,
  pageLines,
  percent,
  rates,
  type Truth,
} from "./judgements.js";

/** What else a finding says of a reset, and whether it is true; what is left open counts as agreement. */
const FACTS: Readonly<Record<string, (truth: Truth, finding: Judged) => boolean>> = {
  "by whom": (truth, { resetBy }) => resetBy === truth.by || resetBy === "unknown",
  "the deciding frame": (truth, { frame }) => frame === truth.frame,
  benign: (truth, { benign, cause }) => benign === truth.benign || cause === "unknown",
  "lost octets, where known": (truth, { unackedOctets }) =>
    (truth.lostOctets ?? unackedOctets) === unackedOctets,
  "the situation, where known": (truth, { situation }) =>
    (truth.situation ?? situation) === situation || situation === undefined,
};

function describe({ capture, verdict, truth, finding }: Judgement): string {
  const benign = (one: { readonly benign: boolean }) => (one.benign ? ", benign" : "");
  const found = finding
    ? `${finding.cause} (${finding.certainty}) by ${finding.resetBy}${benign(finding)}`
    : "nothing";
  const real = truth
    ? `${truth.cause} by ${truth.by}${benign(truth)}`
    : "no reset whose cause can be seen";
  const frame = finding?.frame ?? truth?.frame;
  return `${verdict.padEnd(10)} ${capture} frame ${frame}: found ${found}; true ${real}`;
}

const { values } = parseArgs({ options: { docs: { type: "boolean" } } });
const parts = await judgeLaboratory(loadOwnModel());
const cases = await judgeCases(loadOwnModel());
for (const { name, captures, judgements } of parts) {
  const { precision, strictPrecision, recall, named, resets } = rates(judgements);
  console.log(
    `\n## ${name}: ${captures.length} captures\n\n${causeLines(name, judgements).join("\n")}\n\n` +
      `precision ${percent(precision)} of ${named} that name a cause` +
      ` (${percent(strictPrecision)} name the very one), recall ${percent(recall)} of ${resets} resets`,
  );
}
const judgements = parts.flatMap((part) => part.judgements);
const others = judgements.filter(({ verdict }) => verdict !== "right");
console.log(`\n## Every cause that is not right\n\n${others.map(describe).join("\n")}`);
for (const [fact, isTrue] of Object.entries(FACTS)) {
  const wrong = judgements.filter(
    ({ truth, finding }) => truth && finding && !isTrue(truth, finding),
  );
  const lines = wrong.map((judgement) => {
    const { truth, finding } = judgement;
    const octets = `lost ${truth?.lostOctets}, found ${finding?.unackedOctets}`;
    return `${describe(judgement)} (${octets}; true frame ${truth?.frame})`;
  });
  const count = `${lines.length} of ${judgements.length}`;
  console.log(`\n## Wrong: ${fact}, ${count}\n\n${lines.join("\n")}`);
}
const calibration = calibrationLines(cases, judgements);
console.log(`\n## How often a certainty is right\n\n${calibration.join("\n")}`);
for (const { name, verdict, findings, truth } of cases) {
  if (verdict === "right") continue;
  const said = findings.map(({ frame, cause, certainty }) => `${cause} (${certainty}, ${frame})`);
  console.log(`${verdict.padEnd(5)} ${name}: ${truth.right.join("/")}; said ${said.join(", ")}`);
}
if (values.docs) {
  writePart("laboratory:score -- --docs", pageLines(parts));
  // Without the captures beside the clone, the figures stay as they are.
  if (cases.length > 0) writePart("laboratory:score -- --docs, with the cases", calibration);
  console.log("\ndocs/explain.md has the tables");
}
const isWrong = cases.some(({ verdict }) => verdict === "wrong") || rates(judgements).wrong > 0;
process.exitCode = isWrong ? 1 : 0;
