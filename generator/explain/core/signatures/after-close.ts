import { type History, lastIndexWhere, otherSide, type Side } from "../history.js";
import { kindOf } from "../reset-kind.js";
import type { Signature } from "../signature.js";

/**
 * Nothing is left to lose: both ends sent all they had, and all was taken; or an end that is done
 * answers what comes late. An RST of a live end instead of its own FIN is an abort.
 */
export const afterClose: Signature = {
  cause: "after-close",
  reference: "RFC 9293 section 3.10.7.1",
  needs: ["both-directions"],
  match: (history) => {
    const { reset, before, sides } = history;
    if (!sides.client.hasFin && !sides.server.hasFin) return undefined;
    const kind = kindOf(history);
    const fins = before.filter(({ fin }) => fin).slice(-2);
    const isTaken = isAllTaken(history, "client") && isAllTaken(history, "server");
    if (fins.length === 0 || !isTaken || kind.kind === "odd") return undefined;
    const areBoth = sides.client.hasFin && sides.server.hasFin;
    const isAnswer = kind.kind === "answer" && sides[reset.from].hasFin;
    if (!areBoth && (!isAnswer || isStillSent(history))) return undefined;
    return {
      certainty: areBoth ? "high" : "medium",
      evidence: [...fins, reset],
      observed: `${areBoth ? "both ends" : `the ${reset.from}`} had sent FIN, and all data was acknowledged`,
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
  const at = lastIndexWhere(before, ({ from, fin }) => from === reset.from && fin);
  const later = at < 0 ? [] : before.slice(at + 1);
  return later.some(({ from, length, isProbe }) => from !== reset.from && length > 0 && !isProbe);
}
