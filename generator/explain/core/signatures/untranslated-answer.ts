import type { History } from "../history.js";
import { findRefusedAnswer } from "../refused-answer.js";
import { kindOf } from "../reset-kind.js";
import type { Match, Signature } from "../signature.js";
import { showEndpoint } from "../words.js";

/** The answer reaches the client from another address or port than it called: no translator changed it back. */
export const untranslatedAnswer: Signature = {
  cause: "untranslated-answer",
  reference: "RFC 3022 section 4.1; kubernetes issues 74839, 122174",
  needs: [],
  match: (history) => matchRelated(history) ?? matchRefused(history),
};

function matchRelated(history: History): Match | undefined {
  const { relation, reset } = history;
  const kind = kindOf(history);
  if (relation === undefined || kind.kind !== "answer") return undefined;
  const { frame, client, server, stream, by } = relation;
  return {
    certainty: by === "answer" ? "high" : "medium",
    evidence: [kind.to, reset],
    otherFrames: [frame],
    observed:
      by === "answer"
        ? `the SYN-ACK answers the SYN that ${showEndpoint(client)} had sent to ${showEndpoint(server)}, in stream ${stream}`
        : `its sequence numbers go on where those of stream ${stream} ended, from ${showEndpoint(client)} to ${showEndpoint(server)}`,
  };
}

/** No program gives up connecting so soon. */
const AT_ONCE_SECONDS = 0.002;

/** The client resets what answers its SYN, and may send the same SYN again: it got something else. */
function matchRefused(history: History): Match | undefined {
  const { reset } = history;
  const refused = findRefusedAnswer(history);
  if (refused === undefined) return undefined;
  const { accepted, again, isOfKernel, syn } = refused;
  if (again !== undefined) {
    return {
      certainty: "medium",
      evidence: [accepted, reset, again],
      observed:
        "the client reset the SYN-ACK, and sent the same SYN again, as when the answer arrives there from an address that it had not called",
    };
  }
  // A live socket resets with ACK.
  if (reset.ack || !isOfKernel || !(reset.seconds - syn.seconds < AT_ONCE_SECONDS))
    return undefined;
  return {
    certainty: "undecidable",
    evidence: [syn, accepted, reset],
    observed:
      "the client reset the SYN-ACK at once, sooner than a program gives up: it may have come from an address that the client had not called",
    doubts: ["only a capture at the client, or its next SYN, can show whether it knew the answer"],
  };
}
