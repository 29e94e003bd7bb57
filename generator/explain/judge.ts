import {
  type Alternative,
  type Cause,
  CERTAINTIES,
  type Certainty,
  type Finding,
  type Resetter,
} from "../model/finding.js";
import type { Model } from "../model/model.js";
import { findContradictions } from "./contradictions.js";
import type { Event, History } from "./history.js";
import { countLostOctets } from "./lost-octets.js";
import { ALL_NEEDS, findLacks } from "./needs.js";
import { NEXT_STEPS } from "./next-steps.js";
import { codeOfCause } from "./registry-words.js";
import { kindOf } from "./reset-kind.js";
import type { Match, Signature } from "./signature.js";
import { SIGNATURES } from "./signature-table.js";
import type { Statement } from "./statement.js";
import type { Surroundings } from "./surroundings.js";
import { isResetForeign } from "./time-to-live.js";
import { silenceBefore } from "./timing.js";

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
  const stated = chooseStatement(history);
  if (stated) return stateFinding(history, stated, judgement);
  const [best, ...others] = judgement.candidates;
  // A weak explanation is a hint for people, not an answer.
  if (best === undefined || best.match.certainty === "low")
    return unknownFinding(history, judgement);
  const { match, signature } = best;
  const isDecided = match.certainty !== "undecidable";
  const code = isDecided ? codeOfCause(model, signature.cause) : undefined;
  const benign = match.benign ?? false;
  const lost = countLostOctets(history, signature.cause);
  return finish(history, {
    resetBy: match.by ?? whoSent(history),
    cause: signature.cause,
    certainty: match.certainty,
    stated: false,
    ...(code && { reasonCode: code.reasonCode, reason: code.reason }),
    evidence: framesOf(history, match),
    unackedOctets: benign ? 0 : (lost ?? 0),
    benign,
    alternatives: alternativesOf(others, signature.cause),
    missing: [...(match.doubts ?? []), ...judgement.missing, ...lacksOfClient(history)],
    contradictions: [],
    explanation: match.shows,
    ...(match.next !== undefined && { nextStep: match.next }),
  });
}

function matchAll(history: History, surroundings: Surroundings): Judgement {
  const candidates: Candidate[] = [];
  const missing: string[] = [];
  for (const signature of SIGNATURES) {
    const match = signature.match(history, surroundings);
    if (match === undefined) continue;
    const lacks = findLacks(history, signature.needs);
    if (lacks.length === 0) candidates.push({ signature, match });
    else missing.push(`cannot tell whether it is ${signature.cause}: ${lacks.join(", ")}`);
  }
  // The sort is stable: among equals the table's order counts.
  const rank = ({ match }: Candidate) => CERTAINTIES.indexOf(match.certainty);
  return { candidates: candidates.sort((a, b) => rank(a) - rank(b)), missing };
}

interface Stated {
  readonly frame: number;
  readonly statement: Statement;
}

/** What the deciding end states in any of its RSTs: an empty one often goes with a full one. */
function chooseStatement({ statements, reset, after }: History): Stated | undefined {
  const ofSender = new Set([
    reset.frame,
    ...after.filter(({ from, rst }) => rst && from === reset.from).map(({ frame }) => frame),
  ]);
  const own = statements.filter(
    ({ frame, statement }) => ofSender.has(frame) && !statement.isIgnored,
  );
  return [...own].sort((a, b) => rankOf(a.statement) - rankOf(b.statement))[0];
}

/** The payload first, then the options, then the window. */
function rankOf({ format }: Statement): number {
  if (format === "netscaler-window") return 3;
  if (format === "multipath") return 2;
  return format === "text" ? 1 : 0;
}

function stateFinding(
  history: History,
  { frame, statement }: Stated,
  judgement: Judgement,
): Finding {
  const { format, reason, reasonCode, pen, benign, certainty } = statement;
  const contradictions = findContradictions(history, statement);
  const isOwn = judgement.candidates.find(({ match }) => match.by === "middle");
  return finish(history, {
    resetBy: isOwn?.match.by ?? whoSent(history),
    cause: format === "multipath" ? "multipath" : "stated",
    certainty: contradictions.length > 0 ? lower(certainty) : certainty,
    stated: true,
    format,
    ...(reasonCode !== undefined && { reasonCode }),
    ...(pen !== undefined && { pen }),
    ...(reason !== undefined && { reason }),
    evidence: [...new Set([history.reset.frame, frame])].sort((a, b) => a - b),
    unackedOctets: benign ? 0 : (countLostOctets(history, "stated") ?? 0),
    benign,
    alternatives: alternativesOf(judgement.candidates, "stated"),
    missing: [...statement.missing, ...lacksOfClient(history)],
    contradictions,
    explanation: `the RST in frame ${frame} states it, which nothing proves`,
  });
}

function lower(certainty: Certainty): Certainty {
  return certainty === "high" ? "medium" : "low";
}

function unknownFinding(history: History, { missing, candidates }: Judgement): Finding {
  const isAlone = history.before.length === 0;
  const lacks = isAlone
    ? ["nothing of the connection was captured before the RST"]
    : findLacks(history, ALL_NEEDS);
  // A hint that it was forged is enough not to name its seeming sender.
  const isForgedPerhaps = candidates.some(({ signature }) => signature.cause === "injected");
  const isDoubtful = lacks.length > 0 || kindOf(history).kind === "odd" || isForgedPerhaps;
  return finish(history, {
    resetBy: isDoubtful ? "unknown" : whoSent(history),
    cause: "unknown",
    certainty: lacks.length > 0 ? "undecidable" : "low",
    stated: false,
    evidence: [history.reset.frame],
    unackedOctets: countLostOctets(history, "unknown") ?? 0,
    benign: false,
    alternatives: alternativesOf(candidates, "unknown"),
    missing: [
      ...missing,
      ...lacks.map((lack) => `cannot tell the cause: ${lack}`),
      ...(lacks.length > 0 ? [] : ["no known signature fits well"]),
      ...lacksOfClient(history),
    ],
    contradictions: [],
    explanation: candidates[0]?.match.shows ?? "nothing that was captured explains it",
  });
}

/** Only who was seen before can be recognised. */
function whoSent(history: History): Resetter {
  const { reset, sides } = history;
  if (reset.from === "server" && sides.server.segments === 0 && history.isClientKnown) {
    return "server";
  }
  return sides[reset.from].segments === 0 || isResetForeign(history) ? "unknown" : reset.from;
}

/** What an RST of the deciding end would state if it were well formed. */
function ignoredOf({ statements, reset, after }: History): readonly string[] {
  const resets = [reset, ...after.filter(({ from, rst }) => rst && from === reset.from)];
  return statements
    .filter(({ frame, statement }) => {
      return statement.isIgnored && resets.some((one) => one.frame === frame);
    })
    .map(({ frame, statement: { format, missing } }) => {
      return `the ${format} payload of the RST in frame ${frame} is malformed (${missing.join(", ")}), and receivers ignore it`;
    });
}

function lacksOfClient({ isClientKnown }: History): readonly string[] {
  return isClientKnown
    ? []
    : [
        "cannot tell who is the client: the handshake was not captured, the lower port is taken for the server's",
      ];
}

/** Each other cause once, with its best certainty. */
function alternativesOf(candidates: readonly Candidate[], told: Cause): readonly Alternative[] {
  const best = new Map<Cause, Certainty>();
  for (const { signature, match } of candidates) {
    const isNew = signature.cause !== told && !best.has(signature.cause);
    if (isNew) best.set(signature.cause, match.certainty);
  }
  return [...best].map(([cause, certainty]) => ({ cause, certainty }));
}

function framesOf({ reset }: History, { evidence, otherFrames = [] }: Match): readonly number[] {
  const frames = [...evidence.map(({ frame }: Event) => frame), ...otherFrames, reset.frame];
  return [...new Set(frames)].sort((a, b) => a - b);
}

type Verdict = Omit<
  Finding,
  | "stream"
  | "frame"
  | "time"
  | "client"
  | "server"
  | "stage"
  | "idleSeconds"
  | "ignored"
  | "nextStep"
> &
  Partial<Pick<Finding, "nextStep">>;

function finish(history: History, verdict: Verdict): Finding {
  const { stream, reset, resetTime, client, server, stage } = history;
  const { resetBy, cause, certainty, stated, contradictions, explanation, ...others } = verdict;
  const { nextStep = NEXT_STEPS[cause], ...rest } = others;
  const idle = silenceBefore(history)?.seconds;
  const ignored = ignoredOf(history);
  return {
    stream,
    frame: reset.frame,
    ...(resetTime !== undefined && { time: resetTime }),
    client,
    server,
    resetBy,
    cause,
    certainty,
    stated,
    ...rest,
    stage,
    ...(idle !== undefined && { idleSeconds: Number(idle.toFixed(6)) }),
    contradictions,
    ...(ignored.length > 0 && { ignored }),
    explanation,
    nextStep,
  };
}
