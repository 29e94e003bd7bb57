import { kindOf } from "../reset-kind.js";
import type { Signature } from "../signature.js";

/** A proxy passes on the reset that it got from behind. */
export const proxied: Signature = {
  cause: "proxied",
  reference: 'draft-ietf-tcpm-rst-diagnostic-payload, "Reset received from the peer"',
  needs: ["both-directions", "timestamps"],
  match: (history, { findResetBehind }) => {
    if (history.reset.from !== "server" || kindOf(history).kind !== "abort") return undefined;
    const frame = findResetBehind(history);
    if (frame === undefined) return undefined;
    return {
      certainty: "medium",
      evidence: [history.reset],
      otherFrames: [frame],
      observed: `the server had itself been reset by the host behind it just before, in frame ${frame}`,
    };
  },
};
