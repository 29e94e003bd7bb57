import { lastWhere } from "../history.js";
import { senderOf } from "../sender.js";
import type { Signature } from "../signature.js";

/** A new SYN meets a connection that the server still has, and the client resets that. */
export const oldConnection: Signature = {
  cause: "old-connection",
  reference: "RFC 9293 section 3.5.1, figure 9; RFC 5961 section 4",
  needs: ["handshake"],
  match: (history) => {
    const { reset, before, after, sides } = history;
    if (reset.from !== "client" || reset.ack || sides.server.hasSyn) return undefined;
    const syn = lastWhere(before, ({ from, syn: isSyn }) => from === "client" && isSyn);
    const challenge = lastWhere(before, ({ from }) => from === "server");
    if (syn === undefined || challenge?.acknowledgment === undefined) return undefined;
    if (challenge.syn || challenge.rst || challenge.acknowledgment - syn.sequence <= 1)
      return undefined;
    if (reset.sequence !== challenge.acknowledgment) return undefined;
    const retry = after.find(({ from, syn: isSyn }) => from === "client" && isSyn);
    const accepted = after.find(({ from, syn: isSyn }) => from === "server" && isSyn);
    return {
      certainty: "high",
      evidence: [syn, challenge, reset, ...(retry ? [retry] : []), ...(accepted ? [accepted] : [])],
      observed: "the SYN was answered with an ACK of another connection",
      resetBy: senderOf(history) === "client" ? "client" : "unknown",
    };
  },
};
