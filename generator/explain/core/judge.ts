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
    statement: { stated: false, reasonCode: code?.reasonCode, reason: code?.reason },
    evidence: framesOf(history, match),
    ...(situation === undefined ? {} : { situation }),
    benign,
    alternatives: alternativesOf(candidates, cause),
    // What is certain needs nothing else to be ruled out.
    missing: certainty === "high" ? doubts : addLacks(doubts, missing, cause),
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
  return { candidates: bySureness(fitting), missing };
}

/** Among equals the order of the table counts. */
function bySureness(fitting: readonly Candidate[]): readonly Candidate[] {
  if (fitting.length < 2) return fitting;
  const sorted: Candidate[] = [];
  for (const certainty of CERTAINTIES) {
    for (const one of fitting) if (one.match.certainty === certainty) sorted.push(one);
  }
  return sorted;
}

/** Another signature of the same cause may lack what this one needs not. */
function addLacks(
  doubts: readonly string[],
  missing: readonly string[],
  cause: Cause,
): readonly string[] {
  if (missing.length === 0) return doubts;
  const ofSame = `${CANNOT_TELL} ${cause}:`;
  return [...doubts, ...missing.filter((lack) => !lack.startsWith(ofSame))];
}

const CANNOT_TELL = "cannot tell whether it is";

function firstFrameOf({ evidence }: Match): number {
  return evidence.reduce((first, { frame }) => Math.min(first, frame), Number.POSITIVE_INFINITY);
}

/** What the deciding end states in any of its RSTs: an empty one often goes with a full one. */
function chooseStatement(history: History): FramedStatement | undefined {
  let best: FramedStatement | undefined;
  for (const one of history.statements) {
    if (one.statement.isIgnored || !isOwn(history, one)) continue;
    if (best === undefined || rankOf(one.statement) < rankOf(best.statement)) best = one;
  }
  return best;
}

/** Whether an RST states it that has the same source address as the deciding one. */
function isOwn({ reset, after }: History, { frame }: FramedStatement): boolean {
  if (frame === reset.frame) return true;
  return after.some((one) => one.rst && one.from === reset.from && one.frame === frame);
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
    statement: { stated: true, format, reasonCode, pen, reason },
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
  const ignored = history.statements.filter(({ statement }) => statement.isIgnored);
  return ignored
    .filter((one) => isOwn(history, one))
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
  const frames = evidence.map(({ frame }: Event) => frame);
  for (const frame of otherFrames) frames.push(frame);
  frames.push(reset.frame);
  return inOrder(frames);
}

/** Each once, by insertion: they are few, and nearly always in their order already. */
function inOrder(frames: readonly number[]): readonly number[] {
  const sorted: number[] = [];
  for (const frame of frames) {
    let at = sorted.length;
    while (at > 0 && (sorted[at - 1] ?? 0) > frame) at -= 1;
    if (at === 0 || sorted[at - 1] !== frame) sorted.splice(at, 0, frame);
  }
  return sorted;
}

/** What differs between findings; `missing` lacks what is so for all causes. */
interface Verdict
  extends Pick<
      Finding,
      "resetBy" | "cause" | "certainty" | "evidence" | "benign" | "alternatives" | "missing"
    >,
    Partial<Pick<Finding, "contradictions" | "nextStep" | "situation">> {
  readonly statement: { readonly stated: boolean } & Partial<
    Pick<Statement, "format" | "reasonCode" | "pen" | "reason">
  >;
}

function finish(history: History, observed: string | undefined, verdict: Verdict): Finding {
  const { stream, reset, resetTime, client, server, stage } = history;
  const { resetBy, cause, certainty, statement, evidence, benign, alternatives } = verdict;
  const { missing, contradictions = [], situation } = verdict;
  const usual = situation === undefined ? NEXT_STEPS[cause] : NEXT_STEPS_OF_SITUATIONS[situation];
  const { nextStep = usual } = verdict;
  const idle = silenceBefore(history)?.seconds;
  const ignored = ignoredOf(history);
  // One by one, in the order in which they are printed: to spread parts takes ten times as long.
  const finding = { stream, frame: reset.frame } as Unfinished;
  if (resetTime !== undefined) finding.time = resetTime;
  finding.client = client;
  finding.server = server;
  finding.resetBy = resetBy;
  finding.cause = cause;
  finding.certainty = certainty;
  finding.stated = statement.stated;
  if (statement.format !== undefined) finding.format = statement.format;
  if (statement.reasonCode !== undefined) finding.reasonCode = statement.reasonCode;
  if (statement.pen !== undefined) finding.pen = statement.pen;
  if (statement.reason !== undefined) finding.reason = statement.reason;
  finding.evidence = evidence;
  finding.unackedOctets = benign ? 0 : countLostOctets(history, cause);
  finding.benign = benign;
  finding.alternatives = alternatives;
  finding.missing = withLacks(missing, history);
  finding.stage = stage;
  if (situation !== undefined) finding.situation = situation;
  finding.pattern = patternOf(history);
  if (idle !== undefined) finding.idleSeconds = Number(idle.toFixed(6));
  finding.contradictions = contradictions;
  if (ignored.length > 0) finding.ignored = ignored;
  finding.explanation = explanationOf(verdict, observed);
  finding.nextStep = nextStep;
  return finding;
}

/** A finding that is being made. */
type Unfinished = { -readonly [Name in keyof Finding]: Finding[Name] };

/** With what is not known of the connection, whatever the cause is. */
function withLacks(
  missing: readonly string[],
  { isClientKnown, isForgotten, isCutShort }: History,
): readonly string[] {
  if (isClientKnown && !isForgotten && !isCutShort) return missing;
  const all = [...missing];
  if (!isClientKnown) all.push(CLIENT_IS_GUESS);
  if (isForgotten) all.push(WAS_FORGOTTEN);
  if (isCutShort) all.push(WAS_CUT_SHORT);
  return all;
}
