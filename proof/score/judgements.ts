// What `rstdiag explain` says of the laboratory's captures, held against what is true of them.
import { createReadStream, readFileSync } from "node:fs";
import { join } from "node:path";
import { showEndpoint } from "../../generator/explain/core/words.js";
import { explainCapture } from "../../generator/explain/explain-capture.js";
import type { Finding } from "../../generator/model/finding.js";
import type { Model } from "../../generator/model/model.js";
import { ROOT } from "../project.js";

const FOLDER = join(ROOT, "samples/laboratory");

/** What is true of one reset. */
export interface Truth extends Pick<Finding, "client" | "server" | "frame" | "benign"> {
  readonly by: string;
  readonly cause: string;
  readonly resets: readonly number[];
  readonly alsoRight?: readonly string[];
  readonly lostOctets?: number;
  /** What people would call it; none: nothing of that kind. */
  readonly situation?: string;
}

/** What a finding says that is judged. */
export type Judged = Pick<Finding, "client" | "server" | "frame" | "benign" | "certainty"> & {
  readonly resetBy: string;
  readonly cause: string;
  readonly unackedOctets?: number;
  readonly situation?: string;
};

export type Verdict = "right" | "defensible" | "silent" | "wrong" | "missed" | "false";

export interface Judgement {
  readonly capture: string;
  readonly verdict: Verdict;
  readonly truth?: Truth;
  readonly finding?: Judged;
}

export interface Capture {
  readonly set: "tuned" | "held-out";
  readonly file: string;
  /** What the capture lacks. */
  readonly partial?: string;
  readonly findings: readonly Truth[];
}

/** One part of the captures: a set, either whole ones or those that lack something. */
export interface Part {
  readonly name: string;
  readonly captures: readonly Capture[];
  readonly judgements: readonly Judgement[];
}

function endsOf({ client, server }: Truth | Judged): string {
  return [showEndpoint(client), showEndpoint(server)].sort().join(" ");
}

/**
 * Says how good one finding is. To name no cause, or to call it undecidable, is silent, never wrong
 * and never right: a missed explanation is better than a wrong one.
 */
function judge(truth: Truth, finding: Judged): Verdict {
  if (finding.cause === "unknown" || finding.certainty === "undecidable") return "silent";
  if (finding.cause === truth.cause) return "right";
  return truth.alsoRight?.includes(finding.cause) ? "defensible" : "wrong";
}

/** Pairs truths and findings by their connection, those with the same frame first. */
export function judgeCapture(
  capture: string,
  partial: boolean,
  truths: readonly Truth[],
  findings: readonly Judged[],
): readonly Judgement[] {
  const left = [...findings];
  const judged = truths.map((truth): Judgement => {
    const candidates = left.filter((finding) => endsOf(finding) === endsOf(truth));
    const finding = candidates.find(({ frame }) => truth.resets.includes(frame)) ?? candidates[0];
    if (!finding) return { capture, verdict: "missed", truth };
    left.splice(left.indexOf(finding), 1);
    return { capture, verdict: judge(truth, finding), truth, finding };
  });
  // A partial capture may have an RST whose cause nobody can see in it.
  const others = left
    .filter((finding) => !partial || finding.cause !== "unknown")
    .map((finding): Judgement => ({ capture, verdict: "false", finding }));
  return [...judged, ...others];
}

function select(judgements: readonly Judgement[], ...verdicts: readonly Verdict[]) {
  return judgements.filter(({ verdict }) => verdicts.includes(verdict));
}

/** Right ones among those that name a cause, and right ones among all resets. */
export function rates(judgements: readonly Judgement[]) {
  const count = (...verdicts: readonly Verdict[]) => select(judgements, ...verdicts).length;
  const share = (part: number, whole: number) => (whole === 0 ? 1 : part / whole);
  const [good, wrong] = [count("right", "defensible"), count("wrong", "false")];
  const [named, resets] = [good + wrong, judgements.length - count("false")];
  return {
    precision: share(good, named),
    strictPrecision: share(count("right"), named),
    recall: share(count("right"), resets),
    named,
    resets,
    wrong,
  };
}

/** The captures of both sets, in the order of truth.json. */
export function readCaptures(): readonly Capture[] {
  const { scenarios } = JSON.parse(readFileSync(join(FOLDER, "truth.json"), "utf8"));
  return scenarios.flatMap(
    ({ set, captures = [] }: { set: Capture["set"]; captures?: readonly Capture[] }) =>
      captures.map((capture) => ({ ...capture, set })),
  );
}

/** Judges what `explain` says of every capture. */
export async function judgeLaboratory(model: Model): Promise<readonly Part[]> {
  const captures = readCaptures();
  const found = new Map<string, readonly Judged[]>();
  for (const { file } of captures) {
    const findings: Judged[] = [];
    await explainCapture(model, createReadStream(join(FOLDER, file)), {
      consume: (finding) => findings.push(finding),
      counts: { frames: 0, unread: 0, segments: 0, resets: 0, evicted: 0 },
    });
    found.set(file, findings);
  }
  return judgeParts(captures, found);
}

/** The tuned set first, whole captures before the others; `found` goes by the name of the capture. */
export function judgeParts(
  captures: readonly Capture[],
  found: ReadonlyMap<string, readonly Judged[]>,
): readonly Part[] {
  return PARTS.map(([set, name]) => {
    const own = captures.filter(
      (capture) => capture.set === set && (capture.partial !== undefined) === (name === "damaged"),
    );
    const judgements = own.flatMap(({ file, partial, findings }) =>
      judgeCapture(file, partial !== undefined, findings, found.get(file) ?? []),
    );
    return { name: `${set}, ${name}`, captures: own, judgements };
  });
}

const PARTS = [
  ["tuned", "whole"],
  ["tuned", "damaged"],
  ["held-out", "whole"],
  ["held-out", "damaged"],
] as const;

export const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

const row = (values: readonly (string | number)[]) => `| ${values.join(" | ")} |`;

/**
 * What docs/explain.md shows: the figures of each part, and cause by cause what was found in the whole
 * captures of the held-out set.
 */
export function pageLines(parts: readonly Part[]): readonly string[] {
  const shown = parts.filter(({ name }) => name === "held-out, whole");
  return [
    "| captures | without a reset | resets | right | alike | left open | wrong | precision | recall |",
    "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ...parts.map(figuresOf),
    "",
    ...causeLines(
      "held-out and whole",
      shown.flatMap(({ judgements }) => judgements),
    ),
  ];
}

function figuresOf({ name, captures, judgements }: Part): string {
  const { precision, recall, resets, wrong } = rates(judgements);
  return row([
    `${name}: ${captures.length}`,
    captures.filter(({ findings }) => findings.length === 0).length,
    resets,
    select(judgements, "right").length,
    select(judgements, "defensible").length,
    select(judgements, "silent", "missed").length,
    wrong,
    percent(precision),
    percent(recall),
  ]);
}

/** For each true cause, what was found. */
export function causeLines(title: string, all: readonly Judgement[]): readonly string[] {
  const causes = [...new Set(all.map(({ truth }) => truth?.cause))].sort();
  const rows = causes.map((cause) => {
    const judgements = all.filter(({ truth }) => truth?.cause === cause);
    return row([
      cause === undefined ? "(no reset)" : `\`${cause}\``,
      rates(judgements).resets,
      select(judgements, "right").length || "",
      namesOf(select(judgements, "defensible")),
      select(judgements, "silent", "missed").length || "",
      namesOf(select(judgements, "wrong", "false")),
    ]);
  });
  const head = `| true cause, ${title} | resets | right | alike | left open | wrong |`;
  return [head, "|---|---:|---:|---|---:|---|", ...rows];
}

function namesOf(judgements: readonly Judgement[]): string {
  const names = judgements.flatMap(({ finding }) => finding?.cause ?? []);
  return [...new Set(names)]
    .sort()
    .map((name) => `\`${name}\` ${names.filter((one) => one === name).length}`)
    .join(", ");
}
