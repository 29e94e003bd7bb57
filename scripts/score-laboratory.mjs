// Compares what `rstdiag explain` says of the laboratory's captures with what is true of them.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../", import.meta.url));
const folder = join(root, "samples/laboratory");

/**
 * @typedef {{ address: string, port: number }} Endpoint
 * @typedef {{ client: Endpoint, server: Endpoint, by: string, cause: string, frame: number,
 *   resets: number[], benign: boolean, alsoRight?: string[], lostOctets?: number,
 *   reasonCode?: number }} Truth
 * @typedef {{ client: Endpoint, server: Endpoint, by: string, cause: string, certainty: string,
 *   frame: number, benign: boolean, unackedOctets?: number, reasonCode?: number }} Finding
 * @typedef {"right" | "defensible" | "silent" | "wrong" | "missed" | "false"} Verdict
 * @typedef {{ capture: string, partial: boolean, verdict: Verdict, truth?: Truth,
 *   finding?: Finding }} Judgement
 */

/** @param {Endpoint} end */
const nameOf = ({ address, port }) => `${address}:${port}`;

/** @param {Truth | Finding} one */
const endsOf = ({ client, server }) => [nameOf(client), nameOf(server)].sort().join(" ");

/**
 * Says how good one finding is. To name no cause, or to call it undecidable, is silent, never wrong
 * and never right: a missed explanation is better than a wrong one.
 *
 * @param {Truth} truth
 * @param {Finding} finding
 * @returns {Verdict}
 */
export function judge(truth, finding) {
  if (finding.cause === "unknown" || finding.certainty === "undecidable") return "silent";
  if (finding.cause === truth.cause) return "right";
  return truth.alsoRight?.includes(finding.cause) ? "defensible" : "wrong";
}

/**
 * Pairs truths and findings by their connection, those with the same frame first.
 *
 * @param {string} capture
 * @param {boolean} partial whether the capture lacks something
 * @param {readonly Truth[]} truths
 * @param {readonly Finding[]} findings
 * @returns {Judgement[]}
 */
export function judgeCapture(capture, partial, truths, findings) {
  const left = [...findings];
  const judged = truths.map((truth) => {
    const candidates = left.filter((finding) => endsOf(finding) === endsOf(truth));
    const finding = candidates.find(({ frame }) => truth.resets.includes(frame)) ?? candidates[0];
    if (!finding) return { capture, partial, verdict: /** @type {const} */ ("missed"), truth };
    left.splice(left.indexOf(finding), 1);
    return { capture, partial, verdict: judge(truth, finding), truth, finding };
  });
  // A partial capture may have an RST whose cause nobody can see in it.
  const others = left
    .filter((finding) => !partial || finding.cause !== "unknown")
    .map((finding) => ({ capture, partial, verdict: /** @type {const} */ ("false"), finding }));
  return [...judged, ...others];
}

/**
 * Right ones among those that name a cause, and right ones among all resets.
 *
 * @param {readonly Judgement[]} judgements
 */
export function rates(judgements) {
  /** @param {readonly Verdict[]} verdicts */
  const count = (...verdicts) =>
    judgements.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const good = count("right", "defensible");
  const named = good + count("wrong", "false");
  const resets = good + count("wrong", "silent", "missed");
  return {
    precision: named === 0 ? 1 : good / named,
    strictPrecision: named === 0 ? 1 : count("right") / named,
    recall: resets === 0 ? 1 : count("right") / resets,
    named,
    resets,
    wrong: count("wrong", "false"),
  };
}

/**
 * The confusion matrix: a row for each true cause, a column for each one that was found.
 *
 * @param {readonly Judgement[]} judgements
 * @returns {string} a table in Markdown
 */
export function confusionMatrix(judgements) {
  const cells = judgements.map(({ truth, finding }) => ({
    row: truth?.cause ?? "(no reset)",
    column: columnOf(finding),
  }));
  const rows = [...new Set(cells.map(({ row }) => row))].sort();
  const columns = [...new Set(cells.map(({ column }) => column))].sort();
  /** @param {readonly (string | number)[]} values */
  const line = (values) => `| ${values.join(" | ")} |`;
  /** @param {string} row @param {string} column */
  const count = (row, column) =>
    cells.filter((cell) => cell.row === row && cell.column === column).length || "";
  return [
    line(["true \\ found", ...columns]),
    line(["---", ...columns.map(() => "---:")]),
    ...rows.map((row) => line([row, ...columns.map((column) => count(row, column))])),
  ].join("\n");
}

/** @param {Finding | undefined} finding */
function columnOf(finding) {
  if (!finding) return "(nothing)";
  return finding.certainty === "undecidable" ? "unknown" : finding.cause;
}

/** @param {number} share */
const percent = (share) => `${(100 * share).toFixed(1)} %`;

/**
 * @param {string} path
 * @returns {Promise<Finding[]>}
 */
async function explain(path) {
  const command = [join(root, "build/cli.js"), "explain", "--json", path];
  const { stdout } = await promisify(execFile)(process.execPath, command);
  return stdout
    .split("\n")
    .filter(Boolean)
    .map((text) => JSON.parse(text))
    .filter(({ cause }) => cause !== undefined);
}

/** @returns {Promise<Judgement[]>} of all captures that have findings or must have none */
async function judgeAll() {
  const { scenarios } = JSON.parse(readFileSync(join(folder, "truth.json"), "utf8"));
  /** @type {{ set: string, file: string, partial?: string, findings: Truth[] }[]} */
  const captures = scenarios.flatMap((/** @type {any} */ { set, captures = [] }) =>
    captures.map((/** @type {object} */ capture) => ({ set, ...capture })),
  );
  /** @type {Map<string, Finding[]>} */
  const found = new Map();
  const waiting = [...captures];
  const work = async () => {
    for (let capture = waiting.pop(); capture; capture = waiting.pop()) {
      found.set(capture.file, await explain(join(folder, capture.file)));
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return captures.flatMap(({ set, file, partial, findings }) =>
    judgeCapture(file, partial !== undefined, findings, found.get(file) ?? []).map((judgement) => ({
      ...judgement,
      set,
    })),
  );
}

/** @param {Judgement} judgement */
function describe({ capture, verdict, truth, finding }) {
  const found = finding
    ? `${finding.cause} (${finding.certainty}) by ${finding.by}${finding.benign ? ", benign" : ""}`
    : "nothing";
  const real = truth
    ? `${truth.cause} by ${truth.by}${truth.benign ? ", benign" : ""}`
    : "no reset whose cause can be seen";
  const frame = finding?.frame ?? truth?.frame;
  return `${verdict.padEnd(10)} ${capture} frame ${frame}: found ${found}; true ${real}`;
}

/**
 * What else a finding says of a reset, and whether it is true; what is left open counts as agreement.
 *
 * @type {readonly { what: string, agrees: (truth: Truth, finding: Finding) => boolean }[]}
 */
const FACTS = [
  {
    what: "by whom",
    agrees: (truth, { by }) => by === truth.by || by === "unknown",
  },
  { what: "the deciding frame", agrees: (truth, { frame }) => frame === truth.frame },
  {
    what: "benign",
    agrees: (truth, { benign, cause }) => benign === truth.benign || cause === "unknown",
  },
  {
    what: "lost octets, where known",
    agrees: (truth, { unackedOctets }) => (truth.lostOctets ?? unackedOctets) === unackedOctets,
  },
];

/** @param {readonly Judgement[]} judgements */
function printFacts(judgements) {
  for (const { what, agrees } of FACTS) {
    const wrong = judgements.filter(
      ({ truth, finding }) => truth && finding && !agrees(truth, finding),
    );
    console.log(`- ${what}: ${wrong.length} of ${judgements.length} wrong`);
  }
}

/**
 * @param {string} title
 * @param {readonly Judgement[]} judgements
 */
function printPart(title, judgements) {
  const { precision, strictPrecision, recall, named, resets } = rates(judgements);
  console.log(`\n## ${title}\n\n${confusionMatrix(judgements)}\n`);
  console.log(
    `precision ${percent(precision)} of ${named} that name a cause` +
      ` (${percent(strictPrecision)} name the very one), recall ${percent(recall)} of ${resets} resets`,
  );
  printFacts(judgements);
}

/** @param {readonly Judgement[]} judgements */
function printEach(judgements) {
  const named = judgements.filter(({ verdict }) => verdict !== "right");
  console.log(`\n## Every cause that is not right\n\n${named.map(describe).join("\n")}`);
  for (const { what, agrees } of FACTS) {
    const wrong = judgements.filter(
      ({ truth, finding }) => truth && finding && !agrees(truth, finding),
    );
    const lines = wrong.map((judgement) => {
      const { truth, finding } = judgement;
      const octets = `lost ${truth?.lostOctets}, found ${finding?.unackedOctets}`;
      const frames = `true frame ${truth?.frame}`;
      return `${describe(judgement)} (${octets}; ${frames})`;
    });
    console.log(`\n## Wrong: ${what}\n\n${lines.join("\n")}`);
  }
}

/** @returns {Promise<number>} the exit code: 0 where nothing is wrong */
async function main() {
  const judgements = await judgeAll();
  for (const set of ["tuned", "held-out"]) {
    const of = judgements.filter((judgement) => judgement.set === set);
    printPart(
      `${set}: whole captures`,
      of.filter(({ partial }) => !partial),
    );
    printPart(
      `${set}: captures that lack something`,
      of.filter(({ partial }) => partial),
    );
  }
  printEach(judgements);
  return rates(judgements).wrong === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = await main().catch((error) => {
    console.error(
      `no score, since rstdiag explain failed: ${error.stderr?.trim() || error.message}`,
    );
    return 2;
  });
}
