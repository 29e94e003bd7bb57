// What `rstdiag explain` says of the laboratory's captures, held against what is true of them.

/**
 * @typedef {{ address: string, port: number }} Endpoint
 * @typedef {{ client: Endpoint, server: Endpoint, by: string, cause: string, frame: number,
 *   resets: number[], benign: boolean, alsoRight?: string[], lostOctets?: number,
 *   reasonCode?: number }} Truth
 * @typedef {{ client: Endpoint, server: Endpoint, resetBy: string, cause: string, certainty: string,
 *   frame: number, benign: boolean, unackedOctets?: number, reasonCode?: number }} Finding
 * @typedef {"right" | "defensible" | "silent" | "wrong" | "missed" | "false"} Verdict
 * @typedef {{ capture: string, partial: boolean, verdict: Verdict, truth?: Truth,
 *   finding?: Finding }} Judgement
 * @typedef {{ set: "tuned" | "held-out", file: string, partial?: string,
 *   findings: readonly Truth[] }} Capture
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

/**
 * What else a finding says of a reset, and whether it is true; what is left open counts as agreement.
 *
 * @type {readonly { what: string, agrees: (truth: Truth, finding: Finding) => boolean }[]}
 */
export const FACTS = [
  {
    what: "by whom",
    agrees: (truth, { resetBy }) => resetBy === truth.by || resetBy === "unknown",
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

/**
 * The captures of both sets, in the order of truth.json.
 *
 * @param {string} text of samples/laboratory/truth.json
 * @returns {readonly Capture[]}
 */
export function readCaptures(text) {
  const { scenarios } = JSON.parse(text);
  return scenarios.flatMap((/** @type {any} */ { set, captures = [] }) =>
    captures.map((/** @type {object} */ capture) => ({ set, ...capture })),
  );
}

/**
 * One part of the captures: a set, either whole ones or those that lack something.
 *
 * @typedef {{ set: "tuned" | "held-out", partial: boolean, captures: readonly Capture[],
 *   judgements: readonly Judgement[] }} Part
 */

/**
 * @param {readonly Capture[]} captures
 * @param {ReadonlyMap<string, readonly Finding[]>} found by the name of the capture
 * @returns {readonly Part[]} the tuned set first, whole captures before the others
 */
export function judgeParts(captures, found) {
  const sets = /** @type {const} */ (["tuned", "held-out"]);
  return sets.flatMap((set) =>
    [false, true].map((partial) => {
      const own = captures.filter(
        (capture) => capture.set === set && (capture.partial !== undefined) === partial,
      );
      const judgements = own.flatMap(({ file, findings }) =>
        judgeCapture(file, partial, findings, found.get(file) ?? []),
      );
      return { set, partial, captures: own, judgements };
    }),
  );
}

/** @param {number} share */
export const percent = (share) => `${(100 * share).toFixed(1)} %`;

/**
 * What the README shows: the figures of each part, and cause by cause what was found in the whole
 * captures of the held-out set.
 *
 * @param {readonly Part[]} parts
 * @returns {readonly string[]} lines of Markdown
 */
export function readmeLines(parts) {
  const shown = parts.find(({ set, partial }) => set === "held-out" && !partial);
  if (shown === undefined) throw new Error("there is no held-out set");
  const causes = [...new Set(shown.judgements.map(({ truth }) => truth?.cause))].sort();
  return [
    "| captures | without a reset | resets | right | alike | left open | wrong | precision | recall |",
    "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ...parts.map(figuresOf),
    "",
    "| true cause, held-out and whole | resets | right | alike | left open | wrong |",
    "|---|---:|---:|---|---:|---|",
    ...causes.map((cause) =>
      rowOf(
        cause,
        shown.judgements.filter(({ truth }) => truth?.cause === cause),
      ),
    ),
  ];
}

/** @param {Part} part */
function figuresOf({ set, partial, captures, judgements }) {
  const { precision, recall, resets, wrong } = rates(judgements);
  /** @param {readonly Verdict[]} verdicts */
  const count = (...verdicts) =>
    judgements.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const cells = [
    `${set}, ${partial ? "damaged" : "whole"}: ${captures.length}`,
    captures.filter(({ findings }) => findings.length === 0).length,
    resets,
    count("right"),
    count("defensible"),
    count("silent", "missed"),
    wrong,
    percent(precision),
    percent(recall),
  ];
  return `| ${cells.join(" | ")} |`;
}

/**
 * @param {string | undefined} cause
 * @param {readonly Judgement[]} judgements
 */
function rowOf(cause, judgements) {
  /** @param {readonly Verdict[]} verdicts */
  const of = (...verdicts) => judgements.filter(({ verdict }) => verdicts.includes(verdict));
  const cells = [
    cause === undefined ? "(no reset)" : `\`${cause}\``,
    of("right", "defensible", "silent", "missed", "wrong").length,
    of("right").length || "",
    namesOf(of("defensible")),
    of("silent", "missed").length || "",
    namesOf(of("wrong", "false")),
  ];
  return `| ${cells.join(" | ")} |`;
}

/** @param {readonly Judgement[]} judgements */
function namesOf(judgements) {
  const names = judgements.map(({ finding }) => columnOf(finding));
  return [...new Set(names)]
    .sort()
    .map((name) => `\`${name}\` ${names.filter((one) => one === name).length}`)
    .join(", ");
}
