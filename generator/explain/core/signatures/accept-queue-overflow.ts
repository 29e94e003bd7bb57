import { lastWhere } from "../history.js";
import { kindOf } from "../reset-kind.js";
import { isDoubtful } from "../sender.js";
import type { Signature } from "../signature.js";
import { isPrompt } from "../timing.js";

/** The server answers the handshake's last ACK by an RST of no connection. */
export const acceptQueueOverflow: Signature = {
  cause: "accept-queue-overflow",
  reference: "Linux ip-sysctl, tcp_abort_on_overflow",
  needs: ["handshake", "both-directions", "no-loss", "timestamps"],
  match: (history) => {
    const { reset, sides, before } = history;
    const kind = kindOf(history);
    if (reset.from !== "server" || kind.kind !== "answer" || !kind.isBare) return undefined;
    if (
      reset.window !== 0 ||
      reset.length > 0 ||
      kind.to.syn ||
      kind.to.fin ||
      reset.sequence !== 1
    )
      return undefined;
    const { server, client } = sides;
    const isFresh = before.every(({ from, syn }) => from === "client" || syn);
    if (!server.hasSyn || !client.hasSyn || server.octets > 0 || !isFresh) return undefined;
    if (client.hasFin || isDoubtful(history) || !isPrompt(history, kind.to, reset))
      return undefined;
    const accepted = lastWhere(before, ({ from }) => from === "server");
    return {
      certainty: "medium",
      evidence: [...(accepted ? [accepted] : []), kind.to, reset],
      observed:
        "the SYN was accepted, but the next segment was answered as if it belonged to no connection",
    };
  },
};
