import { isForeign, kindOf } from "../reset-kind.js";
import type { Signature } from "../signature.js";
import { isSynInWindow } from "./syn-in-window.js";

/** A SYN to a port on which nothing listens: RST and ACK of its number. */
export const closedPort: Signature = {
  cause: "closed-port",
  reference: "RFC 9293 section 3.10.7.1",
  needs: ["handshake"],
  match: (history, { timeToLiveOf }) => {
    const { reset, sides, server } = history;
    const kind = kindOf(history);
    if (reset.from !== "server" || sides.server.segments > 0) return undefined;
    if (kind.kind !== "answer" || kind.isBare || !kind.to.syn) return undefined;
    if (isSynInWindow(history, kind.to)) return undefined;
    const usual = timeToLiveOf(server.address);
    if (isForeign(reset.timeToLive, usual)) return undefined;
    return {
      certainty: "high",
      evidence: [kind.to, reset],
      observed: "it was answered with RST and ACK, as when nothing listens on the port",
      ...(usual === undefined
        ? {
            resetBy: "unknown",
            doubts: [
              "cannot tell whether the host refused or a firewall in front of it: the capture has no SYN-ACK from the host to compare the TTL with",
            ],
          }
        : {}),
    };
  },
};
