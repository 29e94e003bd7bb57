import { mayHideAlert } from "../cut-text.js";
import type { History, Side } from "../history.js";
import { kindOf, otherSide } from "../reset-kind.js";
import type { Signature } from "../signature.js";

/** Nothing is left to lose: both ends, or one of them, sent all they had, and all was taken. */
export const afterClose: Signature = {
  cause: "after-close",
  reference: "RFC 9293 section 3.10.7.1",
  needs: ["both-directions"],
  match: (history) => {
    const { reset, before, sides } = history;
    const fins = before.filter(({ fin }) => fin).slice(-2);
    const isTaken = isAllTaken(history, "client") && isAllTaken(history, "server");
    if (fins.length === 0 || !isTaken || kindOf(history).kind === "odd") return undefined;
    const areBoth = sides.client.hasFin && sides.server.hasFin;
    if (!areBoth && (isStillSent(history) || mayHideAlert(history))) return undefined;
    return {
      certainty: areBoth ? "high" : "medium",
      evidence: [...fins, reset],
      shows: areBoth
        ? "both ends had sent their FIN, and all data was acknowledged"
        : "one end had sent its FIN, all data was acknowledged, and the RST took the place of the other FIN",
      benign: true,
    };
  },
};

/** Whether all data of a side was acknowledged, if only by the RST itself. */
function isAllTaken({ reset, sides }: History, side: Side): boolean {
  const inReset = reset.from === side ? undefined : reset.acknowledgment;
  const taken = Math.max(sides[otherSide(side)].ack ?? 0, inReset ?? 0);
  return taken >= sides[side].next - (sides[side].hasFin ? 1 : 0);
}

/** The other end went on sending after the FIN: an RST then is no end that both wanted. */
function isStillSent({ before, reset }: History): boolean {
  const at = before.findLastIndex(({ from, fin }) => from === reset.from && fin);
  const later = at < 0 ? [] : before.slice(at + 1);
  return later.some(({ from, length }) => from !== reset.from && length > 0);
}
