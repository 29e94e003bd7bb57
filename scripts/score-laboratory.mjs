// Compares what `rstdiag explain` says of the laboratory's captures with what is true of them, the
// tuned and the held-out set apart. npm: `laboratory:score`; with `-- --readme` it writes the README's
// tables too.
import { createReadStream, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { explainCapture } from "../build/explain/explain-capture.js";
import { loadModel } from "../build/registry/load-model.js";
import {
  confusionMatrix,
  FACTS,
  judgeParts,
  percent,
  rates,
  readCaptures,
  readmeLines,
} from "./laboratory-judgements.mjs";
import { writeReadmePart } from "./readme-part.mjs";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const FOLDER = join(ROOT, "samples/laboratory");
const README_PART = "laboratory:score -- --readme";

/**
 * @typedef {import("./laboratory-judgements.mjs").Judgement} Judgement
 * @typedef {import("./laboratory-judgements.mjs").Part} Part
 */

function load() {
  const result = loadModel({ path: join(ROOT, "registry"), name: "registry" }, {});
  if (result.kind === "loaded") return result.model;
  throw new Error(`registry/ cannot be read: ${result.mistakes[0]?.what}`);
}

/** @returns {Promise<readonly Part[]>} */
async function judgeAll() {
  const model = load();
  const captures = readCaptures(readFileSync(join(FOLDER, "truth.json"), "utf8"));
  const found = new Map();
  for (const { file } of captures) {
    /** @type {import("./laboratory-judgements.mjs").Finding[]} */
    const findings = [];
    await explainCapture(model, createReadStream(join(FOLDER, file)), {
      consume: (finding) => findings.push(finding),
      counts: { frames: 0, unread: 0, segments: 0, resets: 0, evicted: 0 },
    });
    found.set(file, findings);
  }
  return judgeParts(captures, found);
}

/** @param {Judgement} judgement */
function describe({ capture, verdict, truth, finding }) {
  const found = finding
    ? `${finding.cause} (${finding.certainty}) by ${finding.resetBy}${finding.benign ? ", benign" : ""}`
    : "nothing";
  const real = truth
    ? `${truth.cause} by ${truth.by}${truth.benign ? ", benign" : ""}`
    : "no reset whose cause can be seen";
  const frame = finding?.frame ?? truth?.frame;
  return `${verdict.padEnd(10)} ${capture} frame ${frame}: found ${found}; true ${real}`;
}

/** @param {readonly Judgement[]} judgements */
function disagreements(judgements, { agrees }) {
  return judgements.filter(({ truth, finding }) => truth && finding && !agrees(truth, finding));
}

/** @param {Part} part */
function printPart({ set, partial, captures, judgements }) {
  const { precision, strictPrecision, recall, named, resets } = rates(judgements);
  const title = `${set}: ${captures.length} ${partial ? "captures that lack something" : "whole captures"}`;
  console.log(`\n## ${title}\n\n${confusionMatrix(judgements)}\n`);
  console.log(
    `precision ${percent(precision)} of ${named} that name a cause` +
      ` (${percent(strictPrecision)} name the very one), recall ${percent(recall)} of ${resets} resets`,
  );
  for (const fact of FACTS) {
    const wrong = disagreements(judgements, fact).length;
    console.log(`- ${fact.what}: ${wrong} of ${judgements.length} wrong`);
  }
}

/** @param {readonly Judgement[]} judgements */
function printEach(judgements) {
  const named = judgements.filter(({ verdict }) => verdict !== "right");
  console.log(`\n## Every cause that is not right\n\n${named.map(describe).join("\n")}`);
  for (const fact of FACTS) {
    const lines = disagreements(judgements, fact).map((judgement) => {
      const { truth, finding } = judgement;
      const octets = `lost ${truth?.lostOctets}, found ${finding?.unackedOctets}`;
      return `${describe(judgement)} (${octets}; true frame ${truth?.frame})`;
    });
    console.log(`\n## Wrong: ${fact.what}\n\n${lines.join("\n")}`);
  }
}

const { values } = parseArgs({ options: { readme: { type: "boolean" } } });
const parts = await judgeAll();
for (const part of parts) printPart(part);
const judgements = parts.flatMap((part) => part.judgements);
printEach(judgements);
if (values.readme) {
  writeReadmePart(README_PART, readmeLines(parts));
  console.log("\nREADME.md has the tables");
}
process.exitCode = rates(judgements).wrong === 0 ? 0 : 1;
