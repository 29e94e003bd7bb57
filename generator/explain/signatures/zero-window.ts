import { kindOf, otherSide } from "../reset-kind.js";
import type { Signature } from "../signature.js";
import { gapsOf } from "../timing.js";
import { probesOf } from "../trailing.js";

const SURE_PROBES = 3;
const GROWTH = 1.5;

/** The other end takes no data for so long that the sender gives up. */
export const zeroWindow: Signature = {
  cause: "zero-window",
  reference: "RFC 9293 section 3.8.6.1",
  needs: ["both-directions", "no-loss", "timestamps"],
  match: (history) => {
    const { reset, before, sides } = history;
    const peer = otherSide(reset.from);
    if (kindOf(history).kind !== "abort" || sides[peer].window !== 0) return undefined;
    const closed = before.findLastIndex(({ from, window }) => from === peer && window > 0);
    const shut = before.slice(closed + 1).find(({ from }) => from === peer);
    const probes = probesOf(before.slice(closed + 1), sides[reset.from].next);
    const gaps = gapsOf(probes);
    const grows = (gaps.at(-1) ?? 0) >= GROWTH * (gaps[0] ?? Number.POSITIVE_INFINITY);
    if (shut === undefined || probes.length < SURE_PROBES || !grows) return undefined;
    return {
      certainty: "high",
      evidence: [shut, ...probes, reset],
      shows: `the other end kept its window closed over ${probes.length} probes at growing distances`,
    };
  },
};
