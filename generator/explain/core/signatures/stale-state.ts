import { lastWhere } from "../history.js";
import { kindOf } from "../reset-kind.js";
import { senderOf } from "../sender.js";
import type { Signature } from "../signature.js";

/** So much had the end sent while a middlebox still thought that it had sent nothing. */
const MUCH_OCTETS = 1000;

/** A middlebox that saw only how the connection began resets it with the number of then. */
export const staleState: Signature = {
  cause: "stale-state",
  reference: "Fortinet FD47803",
  needs: ["handshake"],
  match: (history) => {
    const { reset, before, sides } = history;
    const isOld = reset.sequence <= 1 && sides[reset.from].next > MUCH_OCTETS;
    if (!isOld || kindOf(history).kind !== "odd") return undefined;
    const last = lastWhere(before, ({ from }) => from === reset.from);
    return {
      certainty: "high",
      evidence: [...(last ? [last] : []), reset],
      observed: `its sequence number is that of the start of the connection, although the ${reset.from} had sent ${sides[reset.from].next - 1} octets`,
      resetBy: senderOf(history) === "middle" ? "middle" : "unknown",
    };
  },
};
