import type { Alternative, Cause, Certainty, Finding } from "../../model/finding.js";
import { CERTAINTIES } from "../../model/finding-names.js";
import type { Model } from "../../model/model.js";
import { findContradictions } from "./contradictions.js";
import {
  explanationOf,
  NEXT_STEPS,
  NEXT_STEPS_OF_SITUATIONS,
  observedStatement,
} from "./explanation.js";
import type { Event, FramedStatement, History, Statement } from "./history.js";
import { countLostOctets } from "./lost-data.js";
import { patternOf } from "./pattern.js";
import { codeOfCause } from "./registry-words.js";
import { kindOf } from "./reset-kind.js";
import { senderOf } from "./sender.js";
import {
  findLacks,
  type Match,
  type Need,
  type ResetCluster,
  type Signature,
  type Surroundings,
} from "./signature.js";
import { SIGNATURES } from "./signature-table.js";
import { situationOf } from "./situation.js";
import { silenceBefore } from "./timing.js";
import { CLIENT_IS_GUESS, WAS_CUT_SHORT, WAS_FORGOTTEN } from "./words.js";

/** Asked for where nothing fits. */
const ALL_NEEDS: readonly Need[] = ["both-directions", "no-loss", "timestamps", "handshake"];

interface Candidate {
  readonly signature: Signature;
  readonly match: Match;
}

interface Judgement {
  readonly candidates: readonly Candidate[];
  readonly missing: readonly string[];
}

/** The best explanation of one reset, and how certain it is. */
export function judge(model: Model, history: History, surroundings: Surroundings): Finding {
  const judgement = matchAll(history, surroundings);
  const { candidates, missing } = judgement;
  const stated = chooseStatement(history);
  if (stated !== undefined) return stateFinding(history, stated, judgement);
  const cluster = surroundings.findCluster(history);
  const best = candidates[0];
  // A weak explanation is a hint for people, not an answer.
  if (best === undefined || best.match.certainty === "low")
    return unknownFinding(history, judgement, cluster);
  const { match, signature } = best;
  const { cause } = signature;
  const { certainty, benign = false, nextStep, doubts = [] } = match;
  const code = certainty === "undecidable" ? undefined : codeOfCause(model, cause);
  const resetBy = match.resetBy ?? senderOf(history);
  const situation =
    match.situation ?? situationOf(history, resetBy, cluster !== undefined && !benign);
  return finish(history, match.observed, {
    resetBy,
    cause,
    certainty,
    statement: { stated: false, ...(code ?? {}) },
    evidence: framesOf(history, match),
    ...(situation === undefined ? {} : { situation }),
    benign,
    alternatives: alternativesOf(candidates, cause),
    // What is certain needs nothing else to be ruled out.
    missing: certainty === "high" ? doubts : [...doubts, ...missing.filter(isOfOther(cause))],
    ...(nextStep === undefined ? {} : { nextStep }),
  });
}

function matchAll(history: History, surroundings: Surroundings): Judgement {
  const fitting: Candidate[] = [];
  const missing: string[] = [];
  for (const signature of SIGNATURES) {
    const match = signature.match(history, surroundings);
    if (match === undefined) continue;
    const lacks = findLacks(history, signature.needs, firstFrameOf(match));
    if (lacks.length === 0) fitting.push({ signature, match });
    else missing.push(`${CANNOT_TELL} ${signature.cause}: ${lacks.join(", ")}`);
  }
  // Among equals the order of the table counts.
  const candidates = CERTAINTIES.flatMap((certainty) =>
    fitting.filter(({ match }) => match.certainty === certainty),
  );
  return { candidates, missing };
}

/** Another signature of the same cause may lack what this one needs not. */
function isOfOther(cause: Cause): (lack: string) => boolean {
  return (lack) => !lack.startsWith(`${CANNOT_TELL} ${cause}:`);
}

const CANNOT_TELL = "cannot tell whether it is";

function firstFrameOf({ evidence }: Match): number {
  return evidence.reduce((first, { frame }) => Math.min(first, frame), Number.POSITIVE_INFINITY);
}

/** What the deciding end states in any of its RSTs: an empty one often goes with a full one. */
function chooseStatement(history: History): FramedStatement | undefined {
  let best: FramedStatement | undefined;
  for (const one of ownStatements(history)) {
    if (one.statement.isIgnored) continue;
    if (best === undefined || rankOf(one.statement) < rankOf(best.statement)) best = one;
  }
  return best;
}

/** What the RSTs state that have the same source address as the deciding one. */
function ownStatements({ statements, reset, after }: History): readonly FramedStatement[] {
  const resets = [reset, ...after.filter(({ from, rst }) => rst && from === reset.from)];
  return statements.filter((one) => resets.some(({ frame }) => frame === one.frame));
}

/** The payload first, then the options, then the window. */
function rankOf({ format }: Statement): number {
  if (format === "netscaler-window") return 3;
  if (format === "multipath") return 2;
  return format === "text" ? 1 : 0;
}

function stateFinding(
  history: History,
  { frame, statement }: FramedStatement,
  { candidates }: Judgement,
): Finding {
  const { format, reason, reasonCode, pen, benign, certainty, missing } = statement;
  const contradictions = findContradictions(history, statement);
  const isByMiddlebox = candidates.some(({ match }) => match.resetBy === "middle");
  return finish(history, observedStatement({ frame, statement }), {
    resetBy: isByMiddlebox ? "middle" : senderOf(history),
    cause: format === "multipath" ? "multipath" : "stated",
    certainty: contradictions.length > 0 ? lower(certainty) : certainty,
    statement: {
      stated: true,
      format,
      ...(reasonCode === undefined ? {} : { reasonCode }),
      ...(pen === undefined ? {} : { pen }),
      ...(reason === undefined ? {} : { reason }),
    },
    evidence: inOrder([history.reset.frame, frame]),
    benign,
    alternatives: alternativesOf(candidates, "stated"),
    missing,
    contradictions,
  });
}

function lower(certainty: Certainty): Certainty {
  return certainty === "high" ? "medium" : "low";
}

function unknownFinding(
  history: History,
  { missing, candidates }: Judgement,
  cluster: ResetCluster | undefined,
): Finding {
  const isAlone = history.before.length === 0;
  const lacks = isAlone
    ? ["nothing of the connection was captured before the RST"]
    : findLacks(history, ALL_NEEDS, history.before[0]?.frame ?? 0);
  const isComplete = lacks.length === 0;
  const sender = senderOf(history);
  const isSound = isComplete && kindOf(history).kind !== "odd";
  const reasons = lacks.map((lack) => `cannot tell the cause: ${lack}`);
  return finish(history, candidates[0]?.match.observed, {
    resetBy: isSound || sender === "middle" ? sender : "unknown",
    cause: "unknown",
    certainty: isComplete ? "low" : "undecidable",
    statement: { stated: false },
    evidence: inOrder([history.reset.frame, ...(cluster?.frames ?? [])]),
    ...(cluster === undefined ? {} : { situation: "reset together" as const }),
    benign: false,
    alternatives: alternativesOf(candidates, "unknown"),
    missing: [...missing, ...(isComplete ? ["no known signature fits well"] : reasons)],
  });
}

/** What an RST of the deciding end would state if it were well formed. */
function ignoredOf(history: History): readonly string[] {
  return ownStatements(history)
    .filter(({ statement }) => statement.isIgnored)
    .map(({ frame, statement: { format, missing } }) => {
      return `the ${format} payload of the RST in frame ${frame} is malformed (${missing.join(", ")})`;
    });
}

/** Each cause but `found` once, with its best certainty. */
function alternativesOf(candidates: readonly Candidate[], found: Cause): readonly Alternative[] {
  const alternatives: Alternative[] = [];
  for (const { signature, match } of candidates) {
    const { cause } = signature;
    if (cause === found || alternatives.some((one) => one.cause === cause)) continue;
    alternatives.push({ cause, certainty: match.certainty });
  }
  return alternatives;
}

function framesOf({ reset }: History, { evidence, otherFrames = [] }: Match): readonly number[] {
  return inOrder([...evidence.map(({ frame }: Event) => frame), ...otherFrames, reset.frame]);
}

function inOrder(frames: readonly number[]): readonly number[] {
  return [...new Set(frames)].sort((a, b) => a - b);
}

/** What differs between findings; `missing` lacks what is so for all causes. */
interface Verdict
  extends Pick<
      Finding,
      "resetBy" | "cause" | "certainty" | "evidence" | "benign" | "alternatives" | "missing"
    >,
    Partial<Pick<Finding, "contradictions" | "nextStep" | "situation">> {
  readonly statement: Pick<Finding, "stated" | "format" | "reasonCode" | "pen" | "reason">;
}

function finish(history: History, observed: string | undefined, verdict: Verdict): Finding {
  const { stream, reset, resetTime, client, server, stage } = history;
  const { resetBy, cause, certainty, statement, evidence, benign, alternatives } = verdict;
  const { missing, contradictions = [], situation } = verdict;
  const usual = situation === undefined ? NEXT_STEPS[cause] : NEXT_STEPS_OF_SITUATIONS[situation];
  const { nextStep = usual } = verdict;
  const idle = silenceBefore(history)?.seconds;
  const ignored = ignoredOf(history);
  return {
    stream,
    frame: reset.frame,
    ...(resetTime === undefined ? {} : { time: resetTime }),
    client,
    server,
    resetBy,
    cause,
    certainty,
    ...statement,
    evidence,
    unackedOctets: benign ? 0 : countLostOctets(history, cause),
    benign,
    alternatives,
    missing: [...missing, ...lacksOf(history)],
    stage,
    ...(situation === undefined ? {} : { situation }),
    pattern: patternOf(history),
    ...(idle === undefined ? {} : { idleSeconds: Number(idle.toFixed(6)) }),
    contradictions,
    ...(ignored.length > 0 ? { ignored } : {}),
    explanation: explanationOf(verdict, observed),
    nextStep,
  };
}

/** What is not known of the connection, whatever the cause is. */
function lacksOf({ isClientKnown, isForgotten, isCutShort }: History): readonly string[] {
  return [
    ...(isClientKnown ? [] : [CLIENT_IS_GUESS]),
    ...(isForgotten ? [WAS_FORGOTTEN] : []),
    ...(isCutShort ? [WAS_CUT_SHORT] : []),
  ];
}
