// What `rstdiag explain` says of captures that others made, held against what is true of them. The
// captures lie beside the clone (../shared/data/cases), since they are not ours to publish.
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { explainCapture } from "../../generator/explain/explain-capture.js";
import type { Finding } from "../../generator/model/finding.js";
import type { Model } from "../../generator/model/model.js";
import { ROOT } from "../project.js";
import type { Judgement } from "./judgements.js";

const CASES = join(ROOT, "../shared/data/cases");
export const HAS_CASES = existsSync(join(CASES, "truth.json"));

/** What is true of one capture, as its truth.json says it. */
interface CaseTruth {
  readonly right: readonly string[];
  readonly acceptable: readonly string[];
  /** Who sent the RST; empty where nobody knows. */
  readonly by: string;
  readonly what: string;
  /** Whether octets were lost: 0, or more. */
  readonly lost?: number | string;
}

export interface CaseVerdict {
  readonly name: string;
  readonly verdict: "right" | "open" | "wrong";
  readonly findings: readonly Finding[];
  readonly truth: CaseTruth;
}

/** Whether a finding claims its cause, and is not only a hint. */
function isClaimed({ certainty }: Finding): boolean {
  return certainty === "high" || certainty === "medium";
}

function isWrong({ right, acceptable, by }: CaseTruth, finding: Finding): boolean {
  if (!isClaimed(finding)) return false;
  const { cause, resetBy } = finding;
  const isAllowed = [...right, ...acceptable, "unknown"].includes(cause);
  const isBySomebodyElse = by !== "" && right.includes(cause) && ![by, "unknown"].includes(resetBy);
  return !isAllowed || isBySomebodyElse;
}

function verdictOf(truth: CaseTruth, findings: readonly Finding[]): CaseVerdict["verdict"] {
  const lost = findings.reduce((sum, { unackedOctets }) => sum + unackedOctets, 0);
  const isLossWrong = truth.lost !== undefined && (lost === 0) !== (truth.lost === 0);
  if (isLossWrong || findings.some((finding) => isWrong(truth, finding))) return "wrong";
  const causes = truth.what.includes("unread-data must be")
    ? findings.flatMap(({ cause, alternatives }) => [cause, ...alternatives.map((a) => a.cause)])
    : findings.map(({ cause }) => cause);
  const right: readonly string[] = truth.what.includes("unread-data must be")
    ? ["unread-data"]
    : truth.right;
  return causes.some((cause) => right.includes(cause)) ? "right" : "open";
}

/** Judges each case; none where the captures are not there. */
export async function judgeCases(model: Model): Promise<readonly CaseVerdict[]> {
  if (!HAS_CASES) return [];
  const truths: Readonly<Record<string, CaseTruth>> = JSON.parse(
    readFileSync(join(CASES, "truth.json"), "utf8"),
  );
  const verdicts: CaseVerdict[] = [];
  for (const [name, truth] of Object.entries(truths)) {
    const findings: Finding[] = [];
    await explainCapture(model, createReadStream(join(CASES, name)), {
      consume: (finding) => findings.push(finding),
      counts: { frames: 0, unread: 0, segments: 0, resets: 0, evicted: 0 },
    });
    verdicts.push({ name, verdict: verdictOf(truth, findings), findings, truth });
  }
  return verdicts;
}

interface Share {
  readonly right: number;
  readonly claimed: number;
}

/** Of the findings with a certainty, those whose cause is true. */
function shareOfCases(cases: readonly CaseVerdict[], certainty: Finding["certainty"]): Share {
  const claims = cases.flatMap(({ truth, findings }) =>
    findings
      .filter((finding) => finding.certainty === certainty)
      .map((finding) => !isWrong(truth, finding)),
  );
  return { right: claims.filter(Boolean).length, claimed: claims.length };
}

function shareOfLaboratory(all: readonly Judgement[], certainty: Finding["certainty"]): Share {
  const claims = all.filter(
    ({ finding }) => finding?.certainty === certainty && finding.cause !== "unknown",
  );
  const right = claims.filter(({ verdict }) => verdict === "right" || verdict === "defensible");
  return { right: right.length, claimed: claims.length };
}

/** How often what is said with a certainty is true: real captures apart from those of the laboratory. */
export function calibrationLines(
  cases: readonly CaseVerdict[],
  laboratory: readonly Judgement[],
): readonly string[] {
  const rows = (["high", "medium"] as const).map((certainty) => {
    const shares = [shareOfCases(cases, certainty), shareOfLaboratory(laboratory, certainty)];
    return `| ${certainty} | ${shares.map(({ right, claimed }) => `${right} of ${claimed}`).join(" | ")} |`;
  });
  return ["| certainty | real and rebuilt captures | laboratory |", "|---|---:|---:|", ...rows];
}
