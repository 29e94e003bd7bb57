import { kindOf } from "../reset-kind.js";
import type { Signature } from "../signature.js";
import { isSynInWindow } from "../syn-window.js";

/** A SYN inside the window of an open connection, which the receiver resets. */
export const synInWindow: Signature = {
  cause: "syn-in-window",
  reference: "RFC 9293 section 3.10.7.4",
  needs: ["handshake"],
  match: (history) => {
    const { reset, before } = history;
    const syn = before.findLast((event) => event.syn && !event.ack && event.from !== reset.from);
    if (syn === undefined || !isSynInWindow(history, syn)) return undefined;
    if (history.sides[reset.from].segments > 0 || kindOf(history).kind === "abort")
      return undefined;
    return {
      certainty: "high",
      evidence: [syn, reset],
      shows:
        "the SYN was inside the window of a connection of the same ends that was open, and was answered by RST",
    };
  },
};
