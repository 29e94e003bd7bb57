import { CONTENT, lastIndexWhere } from "../history.js";
import { kindOf } from "../reset-kind.js";
import type { Signature } from "../signature.js";

/** How many of the late segments are shown. */
const SHOWN = 4;

/** Data reaches an end that has closed: it is lost. The closing alert of TLS is no loss. */
export const dataAfterClose: Signature = {
  cause: "data-after-close",
  reference: "RFC 1122 section 4.2.2.13, RFC 9293 section 3.6.1",
  needs: ["both-directions"],
  match: (history) => {
    const { reset, before, sides } = history;
    const at = lastIndexWhere(before, ({ from, fin }) => from === reset.from && fin);
    const fin = before[at];
    if (fin === undefined || kindOf(history).kind === "odd") return undefined;
    // What it still acknowledged after its FIN it read: the connection was half-closed.
    const taken = Math.max(sides[reset.from].ack ?? 0, fin.acknowledgment ?? 0);
    // Data that was on its way when the FIN was sent arrived after it too.
    const late = before.filter(
      ({ from, length, end }) => from !== reset.from && length > 0 && end > taken,
    );
    if (late.length === 0) return undefined;
    if (late.every(({ content }) => content === CONTENT.CLOSING_ALERT)) {
      return {
        certainty: "high",
        benign: true,
        evidence: [fin, ...late.slice(-SHOWN), reset],
        nextStep: "No action needed: the connection had ended, and no data is missing",
        observed: `a TLS alert, such as close_notify, arrived after the ${reset.from}'s FIN`,
      };
    }
    return {
      certainty: "high",
      evidence: [fin, ...late.slice(-SHOWN), reset],
      observed: `it arrived after the ${reset.from}'s FIN`,
    };
  },
};
