import { type History, otherSide } from "../history.js";
import { kindOf } from "../reset-kind.js";
import { unansweredByPeer, unansweredProbes, unansweredRetransmissions } from "../retries.js";
import { goesOnAfter, senderOf } from "../sender.js";
import type { Signature } from "../signature.js";
import { isPrompt, silenceBefore } from "../timing.js";

/** Silence that leaves time to restart. */
const RESTART_SECONDS = 1;
/** After this much, a middlebox may have forgotten the connection instead. */
const FORGETTING_SECONDS = 58;

/** One end does not know the connection any more, and answers a segment of it. */
export const halfOpen: Signature = {
  cause: "half-open",
  reference: "RFC 9293 section 3.5.1",
  needs: ["no-loss", "timestamps"],
  match: (history) => {
    const { reset, sides } = history;
    const kind = kindOf(history);
    if (kind.kind !== "answer" || kind.to.syn || reset.window !== 0) return undefined;
    if (sides[reset.from].segments === 0) return matchAlone(history);
    if (!wasOpen(history) || !isPrompt(history, kind.to, reset)) return undefined;
    const silence = silenceBefore(history);
    const retries = unansweredByPeer(history);
    const asked = retries === undefined || retries.what === "SYN-ACK" ? [] : retries.tries;
    const sender = senderOf(history);
    const isSound = sender === reset.from && goesOnAfter(history) === undefined;
    const isShown = asked.length > 0 || isReopened(history) || hadTimeToRestart(history);
    return {
      certainty: !isSound ? "low" : isShown ? "high" : "medium",
      evidence: [...(silence ? [silence.last] : []), ...asked, kind.to, reset],
      observed:
        asked.length > 0
          ? `the same segment had been sent ${asked.length} times without an answer before`
          : "no FIN had been taken, so the connection should have been open",
      ...(isSound ? {} : { resetBy: sender }),
    };
  },
};

/** The end that answered had taken part in the connection, and neither end had closed it. */
function wasOpen(history: History): boolean {
  const { reset, sides, reopenedBy } = history;
  const own = sides[reset.from];
  const isNew = own.segments === 1 && own.hasSyn;
  // Who opens a connection of the same ports has done so before, and that was not captured.
  const isOld = reopenedBy === reset.from;
  return !(isNew || isOld || own.hasFin || isFinTaken(history));
}

/** It was silent for long enough, and it is not known otherwise why the connection is gone. */
function hadTimeToRestart(history: History): boolean {
  const seconds = silenceBefore(history)?.seconds ?? 0;
  const isGivenUp =
    unansweredRetransmissions(history) !== undefined || unansweredProbes(history).length > 0;
  return seconds >= RESTART_SECONDS && seconds < FORGETTING_SECONDS && !isGivenUp;
}

/** The end that was answered had closed, and that had been acknowledged: nothing was open. */
function isFinTaken({ reset, sides }: History): boolean {
  const peer = reset.from === "client" ? sides.server : sides.client;
  return peer.hasFin && (sides[reset.from].ack ?? 0) >= peer.next;
}

/** The end that was answered begins anew at once, as to a host that is back. */
function isReopened({ reopenedBy, reset }: History): boolean {
  return reopenedBy === otherSide(reset.from);
}

/** Nothing of the end was captured before: it may never have known the connection. */
function matchAlone(history: History) {
  const kind = kindOf(history);
  if (kind.kind !== "answer" || history.isClientKnown || kind.to.length === 0) return undefined;
  return {
    certainty: "undecidable",
    evidence: [kind.to, history.reset],
    observed: "data was answered as if it belonged to no connection",
    doubts: [
      `cannot tell whether the ${history.reset.from} ever knew the connection: nothing of it was captured before`,
    ],
  } as const;
}
