import { kindOf } from "../reset-kind.js";
import type { Signature } from "../signature.js";
import { isResetForeign } from "../time-to-live.js";

/** So much had the sender sent when somebody still thought that it had sent nothing. */
const MUCH_OCTETS = 1000;

/** Somebody who saw only how the connection began resets it with the number of then. */
export const staleState: Signature = {
  cause: "stale-state",
  reference: "Fortinet FD47803",
  needs: ["handshake"],
  match: (history) => {
    const { reset, before, sides } = history;
    const isOld = reset.sequence <= 1 && sides[reset.from].next > MUCH_OCTETS;
    if (!isOld || kindOf(history).kind !== "odd") return undefined;
    const last = before.findLast(({ from }) => from === reset.from);
    return {
      certainty: "high",
      evidence: [...(last ? [last] : []), reset],
      shows: `the RST has the number from before the first octet, after ${sides[reset.from].next - 1} octets were sent`,
      by: isResetForeign(history) ? "middle" : "unknown",
    };
  },
};
