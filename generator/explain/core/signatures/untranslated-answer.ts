import { type History, lastWhere } from "../history.js";
import { kindOf } from "../reset-kind.js";
import type { Match, Signature } from "../signature.js";
import { showEndpoint } from "../words.js";

/** The answer reaches the client from another address or port than it called: no translator changed it back. */
export const untranslatedAnswer: Signature = {
  cause: "untranslated-answer",
  reference: "RFC 3022 section 4.1; kubernetes issues 74839, 122174",
  needs: [],
  match: (history) => matchRelated(history) ?? matchRepeated(history),
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

/** No kernel sends a SYN again sooner (RFC 6298 section 2.1). */
const LEAST_TIMEOUT_SECONDS = 0.5;

/** The client resets what answers its SYN, and sends the same SYN again: it got something else. */
function matchRepeated({ reset, before, after, sides }: History): Match | undefined {
  const { client, server } = sides;
  if (reset.from !== "client" || !client.hasSyn || !server.hasSyn) return undefined;
  if (client.ack !== undefined || reset.sequence !== 1 || before.some(({ rst }) => rst))
    return undefined;
  const accepted = lastWhere(before, ({ from, syn }) => from === "server" && syn);
  const again = after.find(
    ({ from, syn, fin, sequence, seconds }) =>
      from === "client" &&
      syn &&
      !fin &&
      sequence === 0 &&
      seconds - reset.seconds >= LEAST_TIMEOUT_SECONDS,
  );
  if (accepted === undefined || again === undefined) return undefined;
  return {
    certainty: "medium",
    evidence: [accepted, reset, again],
    observed:
      "the client reset the SYN-ACK, and sent the same SYN again: what arrived there did not come from the address that it had called",
  };
}
