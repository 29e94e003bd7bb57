import { CONTENT, type History, otherSide } from "../history.js";
import { unansweredData } from "../lost-data.js";
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
    const weight = weigh(cluesOf(history));
    if (kindOf(history).kind !== "abort" || isOver(history) || weight > 1) return undefined;
    if (sides[reset.from].segments === 0) return undefined;
    const { octets, last } = unansweredData(history);
    const evidence = [...(last ? [last] : []), reset];
    if (weight === 0) {
      const ended = matchProcessEnd(history, surroundings);
      if (ended !== undefined) return ended;
      if (octets === 0 && isClosedByPeer(history) && !mayHideAlert(history))
        return { ...INSTEAD_OF_FIN, evidence };
    }
    const isRead = octets === 0 && !isStillReceiving(history);
    const isDecidable = isRead && !mayHideAlert(history) && weight === 0;
    return {
      certainty: isDecidable ? "medium" : "undecidable",
      evidence,
      observed: isDecidable
        ? `no data from the ${otherSide(reset.from)} was left unanswered`
        : "the capture cannot show why, or whether all data was read",
      resetBy: senderOf(history),
      ...(weight > 0
        ? {
            doubts: cluesOf(history).map(
              ({ observed }) => `cannot tell who sent the RST: ${observed}`,
            ),
          }
        : {}),
    };
  },
};

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
  if (cluster === undefined) return undefined;
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
