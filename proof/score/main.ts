// Compares what `rstdiag explain` says of the laboratory's captures with what is true of them, the
// tuned and the held-out set apart. npm: `laboratory:score`; with `-- --docs` it writes docs/explain.md's
// tables too.
import { parseArgs } from "node:util";
import { writePart } from "../../scripts/page-part.mjs";
import { loadOwnModel } from "../project.js";
import {
  confusionMatrix,
  type Judged,
  type Judgement,
  judgeLaboratory,
  type Part,
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

function disagreements(judgements: readonly Judgement[], fact: string): readonly Judgement[] {
  return judgements.filter(
    ({ truth, finding }) => truth && finding && FACTS[fact]?.(truth, finding) === false,
  );
}

function printPart({ set, partial, captures, judgements }: Part): void {
  const { precision, strictPrecision, recall, named, resets } = rates(judgements);
  const kind = partial ? "captures that lack something" : "whole captures";
  console.log(`\n## ${set}: ${captures.length} ${kind}\n\n${confusionMatrix(judgements)}\n`);
  console.log(
    `precision ${percent(precision)} of ${named} that name a cause` +
      ` (${percent(strictPrecision)} name the very one), recall ${percent(recall)} of ${resets} resets`,
  );
  for (const fact of Object.keys(FACTS)) {
    const wrong = disagreements(judgements, fact).length;
    console.log(`- ${fact}: ${wrong} of ${judgements.length} wrong`);
  }
}

const { values } = parseArgs({ options: { docs: { type: "boolean" } } });
const parts = await judgeLaboratory(loadOwnModel());
for (const part of parts) printPart(part);
const judgements = parts.flatMap((part) => part.judgements);
const others = judgements.filter(({ verdict }) => verdict !== "right");
console.log(`\n## Every cause that is not right\n\n${others.map(describe).join("\n")}`);
for (const fact of Object.keys(FACTS)) {
  const lines = disagreements(judgements, fact).map((judgement) => {
    const { truth, finding } = judgement;
    const octets = `lost ${truth?.lostOctets}, found ${finding?.unackedOctets}`;
    return `${describe(judgement)} (${octets}; true frame ${truth?.frame})`;
  });
  console.log(`\n## Wrong: ${fact}\n\n${lines.join("\n")}`);
}
if (values.docs) {
  writePart("laboratory:score -- --docs", pageLines(parts));
  console.log("\ndocs/explain.md has the tables");
}
process.exitCode = rates(judgements).wrong === 0 ? 0 : 1;
