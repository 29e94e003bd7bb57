import { type Event, type History, otherSide } from "../history.js";
import { isResetForeign, kindOf } from "../reset-kind.js";
import type { Match, Signature } from "../signature.js";
import { findTimer, isPrompt, type Silence, silenceBefore } from "../timing.js";

/** Less than this is no timer of a middlebox that follows connections. */
const SHORTEST_SECONDS = 5;
const SHORTEST_SILENT_EXPIRY_SECONDS = 58;
/** What one middlebox sends to both ends leaves it together. */
const TOGETHER_SECONDS = 0.1;

/** A silent connection was forgotten, by a middlebox or by an end. */
export const idleTimeout: Signature = {
  cause: "idle-timeout",
  reference: "AWS NLB, Azure Load Balancer and firewall documentation: idle timeouts",
  needs: ["both-directions", "no-loss", "timestamps"],
  match: (history) => {
    const silence = silenceBefore(history);
    const { client, server } = history.sides;
    if (silence === undefined || silence.seconds < SHORTEST_SECONDS) return undefined;
    if (client.hasFin || server.hasFin) return undefined;
    return (
      matchBoth(history, silence) ?? matchExpiry(history, silence) ?? matchLate(history, silence)
    );
  },
};

/** RSTs to both ends at the same time. */
function matchBoth({ reset, after }: History, silence: Silence): Match | undefined {
  const other = after.find(({ from, rst }) => rst && from === otherSide(reset.from));
  if (other === undefined || other.seconds - reset.seconds > TOGETHER_SECONDS) return undefined;
  return {
    certainty: findTimer(silence.seconds) === undefined ? "medium" : "high",
    evidence: evidenceOf(silence, [reset, other]),
    observed: `after ${show(silence)} of silence both ends got an RST at the same time`,
    resetBy: "middle",
  };
}

/** An RST that answers nothing, at the time of a known timer. */
function matchExpiry(history: History, silence: Silence): Match | undefined {
  const { reset } = history;
  const timer = findTimer(silence.seconds);
  if (silence.first !== reset || timer === undefined || kindOf(history).kind === "odd")
    return undefined;
  const isForeign = isResetForeign(history);
  return {
    certainty: isForeign ? "high" : "medium",
    evidence: evidenceOf(silence, [reset]),
    observed: `the RST came after ${show(silence)} of silence, and ${timer} s is a common idle timer`,
    ...(isForeign ? { resetBy: "middle" } : {}),
  };
}

/** The first segment after a long silence is answered by an RST. */
function matchLate(history: History, silence: Silence): Match | undefined {
  const { reset } = history;
  const isLong = silence.seconds >= SHORTEST_SILENT_EXPIRY_SECONDS;
  if (silence.first === reset || !isLong || kindOf(history).kind === "odd") return undefined;
  if (!isPrompt(history, history.before.at(-1) ?? silence.first, reset)) return undefined;
  const isForeign = isResetForeign(history);
  return {
    certainty: isForeign ? "medium" : "low",
    evidence: evidenceOf(silence, [reset]),
    observed: `the first segment after ${show(silence)} of silence was answered with an RST`,
    ...(isForeign ? { resetBy: "middle" } : {}),
  };
}

function evidenceOf({ last, first }: Silence, resets: readonly Event[]): readonly Event[] {
  return [last, ...(resets.includes(first) ? [] : [first]), ...resets];
}

function show({ seconds }: Silence): string {
  return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
}
