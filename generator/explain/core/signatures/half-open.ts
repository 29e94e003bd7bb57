import { isResetForeign, kindOf } from "../reset-kind.js";
import type { Signature } from "../signature.js";
import { isPrompt, silenceBefore, unansweredProbes, unansweredRetransmissions } from "../timing.js";

/** Silence that leaves time to restart. */
const RESTART_SECONDS = 1;

/** One end does not know the connection any more, and answers a segment of it. */
export const halfOpen: Signature = {
  cause: "half-open",
  reference: "RFC 9293 section 3.5.1",
  needs: ["both-directions", "no-loss", "timestamps"],
  match: (history) => {
    const { reset, sides } = history;
    const kind = kindOf(history);
    if (kind.kind !== "answer" || kind.to.syn || reset.window !== 0) return undefined;
    const own = sides[reset.from];
    const wasAlive = own.segments >= 2 || (own.segments === 1 && !own.hasSyn);
    if (!wasAlive || own.hasFin || sides[kind.to.from].hasFin || kind.to.fin) return undefined;
    if (!isPrompt(history, kind.to, reset)) return undefined;
    const silence = silenceBefore(history);
    const isSilent = silence !== undefined && silence.seconds >= RESTART_SECONDS;
    const isForeign = isResetForeign(history);
    // Then it is known why the connection is not.
    const isGivenUp =
      unansweredRetransmissions(history).length + unansweredProbes(history).length > 0;
    // Who does not know a connection does not go on with it.
    const goesOn = history.after.some(({ from, rst }) => from === reset.from && !rst);
    return {
      certainty: isForeign || goesOn ? "low" : isSilent && !isGivenUp ? "high" : "medium",
      evidence: [...(silence ? [silence.last] : []), kind.to, reset],
      observed: "no FIN had been sent, so the connection should have been open",
      ...(isForeign ? { resetBy: "unknown" } : {}),
    };
  },
};
