import { otherSide } from "../history.js";
import { kindOf } from "../reset-kind.js";
import { unansweredProbes } from "../retries.js";
import type { Signature } from "../signature.js";

/** The other end takes no data for so long that the sender gives up. */
export const zeroWindow: Signature = {
  cause: "zero-window",
  reference: "RFC 9293 section 3.8.6.1",
  needs: ["both-directions", "no-loss", "timestamps"],
  match: (history) => {
    const { kind } = kindOf(history);
    if (kind === "odd") return undefined;
    const [shut, ...probes] = unansweredProbes(history);
    if (shut === undefined) return undefined;
    return {
      // An end that gives up in silence resets only what comes later.
      certainty: kind === "abort" ? "high" : "medium",
      evidence: [shut, ...probes, history.reset],
      observed: `the ${otherSide(history.reset.from)} kept its window closed through ${probes.length} probes with exponential backoff`,
    };
  },
};
