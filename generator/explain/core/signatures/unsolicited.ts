import { kindOf } from "../reset-kind.js";
import type { Signature } from "../signature.js";

/** A SYN is answered, or sent again, within this. */
const HANDSHAKE_SECONDS = 3;

/** A SYN-ACK that nobody asked for: backscatter of a flood with forged addresses. */
export const unsolicited: Signature = {
  cause: "unsolicited",
  reference:
    "Moore, Voelker, Savage: Inferring Internet Denial-of-Service Activity, USENIX Security 2001",
  needs: [],
  match: (history, { began }) => {
    const { reset, before, sides, relation } = history;
    const [first] = before;
    const kind = kindOf(history);
    if (first === undefined || !first.syn || !first.ack || relation !== undefined) return undefined;
    if (kind.kind !== "answer" || !kind.to.syn || sides[reset.from].segments > 0) return undefined;
    // The SYN may have been sent before the capture began.
    const isSure = first.seconds - began >= HANDSHAKE_SECONDS;
    return {
      certainty: isSure ? "medium" : "undecidable",
      evidence: [kind.to, reset],
      observed: "the SYN-ACK answers no SYN in the capture",
      benign: isSure,
      ...(isSure
        ? {}
        : { nextStep: "Capture for longer, to see whether this host had sent the SYN" }),
    };
  },
};
