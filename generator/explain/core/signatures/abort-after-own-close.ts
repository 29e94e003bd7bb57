import { kindOf } from "../reset-kind.js";
import { isDoubtful } from "../sender.js";
import type { Signature } from "../signature.js";

/** Closing and aborting are then one decision, as Windows programs take it. */
const AT_ONCE_SECONDS = 1;

/** An end sends its FIN and, before anything came back, an RST: that needs no other direction. */
export const abortAfterOwnClose: Signature = {
  cause: "application-abort",
  reference: "RFC 9293 section 3.10.5",
  needs: ["timestamps"],
  match: (history) => {
    const { before, reset } = history;
    const fin = before.at(-1);
    if (fin === undefined || !fin.fin || fin.from !== reset.from) return undefined;
    if (!reset.ack || reset.sequence !== fin.end || isDoubtful(history)) return undefined;
    const isAtOnce = reset.seconds - fin.seconds <= AT_ONCE_SECONDS;
    if (!isAtOnce || kindOf(history).kind !== "abort") return undefined;
    return {
      certainty: "medium",
      evidence: [fin, reset],
      observed: `it came ${((reset.seconds - fin.seconds) * 1000).toFixed(2)} ms after the FIN of the same end`,
    };
  },
};
