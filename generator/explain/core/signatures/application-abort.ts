import { CONTENT, type History, otherSide } from "../history.js";
import { unansweredData } from "../lost-data.js";
import { findRefusedAnswer } from "../refused-answer.js";
import { kindOf } from "../reset-kind.js";
import { cluesOf, senderOf, weigh } from "../sender.js";
import type { Match, Signature, Surroundings } from "../signature.js";

/** Segments before the RST in which an alert may be that is its cause. */
const LATEST = 6;

/** An application ends a connection by an RST instead of a FIN. */
export const applicationAbort: Signature = {
  cause: "application-abort",
  reference: "RFC 9293 section 3.10.5",
  needs: ["both-directions", "no-loss"],
  match: (history, surroundings) => {
    const { reset, sides } = history;
    const cancelled = matchCancelled(history);
    if (cancelled !== undefined) return cancelled;
    const clues = cluesOf(history);
    const isAbort = kindOf(history).kind === "abort" && sides[reset.from].segments > 0;
    if (!isAbort || isOver(history) || weigh(clues) > 1) return undefined;
    if (weigh(clues) === 0) return matchOwn(history, surroundings);
    return {
      ...matchUndecidable(history),
      resetBy: senderOf(history),
      doubts: clues.map(({ observed }) => `cannot tell who sent the RST: ${observed}`),
    };
  },
};

/** Programs decide slower than this. */
const LEAST_DECISION_SECONDS = 0.002;

/** A program that gives up connecting leaves its kernel to reset the SYN-ACK. */
function matchCancelled(history: History): Match | undefined {
  const { reset } = history;
  const refused = findRefusedAnswer(history);
  if (refused === undefined || refused.again !== undefined || !refused.isOfKernel) return undefined;
  // A live socket resets with ACK, and closes for another reason.
  if (reset.ack) return undefined;
  const isSlow = reset.seconds - refused.syn.seconds >= LEAST_DECISION_SECONDS;
  return {
    certainty: isSlow ? "medium" : "undecidable",
    evidence: [refused.syn, reset],
    observed:
      "the client never sent an ACK, as when a program gives up connecting before the SYN-ACK comes",
    benign: isSlow,
    ...(isSlow
      ? {
          nextStep:
            "No action needed, unless connecting takes too long: programs give up, or try several addresses at once",
        }
      : {}),
  };
}

/** An RST of which nothing says that it is not the end's own. */
function matchOwn(history: History, surroundings: Surroundings): Match {
  const { reset, sides } = history;
  const { octets, last } = unansweredData(history);
  const evidence = [...(last ? [last] : []), reset];
  // It may answer a segment that was not captured.
  const isBare = !reset.ack && sides[reset.from].hasTimestamps && !reset.hasTimestamps;
  const isShown = octets === 0 && !mayHideAlert(history) && !isBare;
  if (isClosedByPeer(history) && isShown) return { evidence, ...INSTEAD_OF_FIN };
  const ended = isClosedByPeer(history) ? undefined : matchProcessEnd(history, surroundings);
  if (ended !== undefined) return ended;
  if (!isShown || isStillReceiving(history)) return matchUndecidable(history);
  return {
    certainty: "medium",
    evidence,
    observed: `no data from the ${otherSide(reset.from)} was left unanswered`,
  };
}

function matchUndecidable(history: History): Match {
  const { last } = unansweredData(history);
  return {
    certainty: "undecidable",
    evidence: [...(last ? [last] : []), history.reset],
    observed: "the capture cannot show why, or whether all data was read",
  };
}

const INSTEAD_OF_FIN = {
  certainty: "medium",
  observed: "the other end had closed, and all data was acknowledged: an RST in place of a FIN",
  benign: true,
  nextStep:
    "No action needed: some servers and clients close by an RST once the other end has closed",
} as const;

/** The other end had sent its FIN, and each end had acknowledged all data of the other. */
function isClosedByPeer({ reset, sides }: History): boolean {
  const peer = otherSide(reset.from);
  const own = sides[reset.from];
  const taken = Math.max(own.ack ?? 0, reset.acknowledgment ?? 0);
  const isTaken = taken >= sides[peer].next - 1;
  return sides[peer].hasFin && isTaken && (sides[peer].ack ?? 0) >= own.next - (own.hasFin ? 1 : 0);
}

/** Several connections of one host end together: that is one event. */
function matchProcessEnd(history: History, { findCluster }: Surroundings): Match | undefined {
  const cluster = findCluster(history);
  // The connections to one peer may be parts of one session.
  if (cluster === undefined || cluster.peers < 2) return undefined;
  return {
    certainty: "medium",
    evidence: [history.reset],
    otherFrames: cluster.frames,
    observed: `this host reset ${cluster.count} live connections within milliseconds, as when a program ends`,
    situation: "process ended",
  };
}

/** Data was on its way that the RST does not acknowledge. */
function isStillReceiving({ before, reset }: History): boolean {
  const { acknowledgment } = reset;
  return before.some(
    ({ from, length, end }) =>
      from !== reset.from && length > 0 && acknowledgment !== undefined && end > acknowledgment,
  );
}

/** Both ends had sent their FIN: there is nothing more to abort. */
function isOver({ sides }: History): boolean {
  return sides.client.hasFin && sides.server.hasFin;
}

/** Whether a TLS alert may be in what the snapshot length cut. */
function mayHideAlert({ before }: History): boolean {
  return before.slice(-LATEST).some(({ content }) => content === CONTENT.CUT);
}
