import { type History, otherSide } from "../history.js";
import { kindOf } from "../reset-kind.js";
import { ownTrail, probesOf, repeatedProbes } from "../retries.js";
import type { Signature } from "../signature.js";
import { gapsOf } from "../timing.js";

const FEWEST_PROBES = 2;
const SURE_PROBES = 3;
const TOLERANCE = 0.1;
/** Clocks of hosts tick in steps. */
const TOLERANCE_SECONDS = 0.05;

/** Probes of a silent connection stay without an answer. */
export const keepaliveFailure: Signature = {
  cause: "keepalive-failure",
  reference: "RFC 9293 section 3.8.4",
  needs: ["no-loss", "timestamps"],
  match: (history) => {
    const { reset } = history;
    if (kindOf(history).kind !== "abort") return undefined;
    const trail = ownTrail(history);
    if (trail.length < FEWEST_PROBES) return undefined;
    const known = probesOf(trail);
    const probes = known.length > 0 ? known : repeatedProbes(trail);
    if (
      probes.length < (isHeard(history) ? FEWEST_PROBES : SURE_PROBES) ||
      trail.at(-1) !== probes.at(-1)
    )
      return undefined;
    if (!isSteady(gapsOf([...probes, reset]))) return undefined;
    return {
      certainty: probes.length >= SURE_PROBES && isHeard(history) ? "high" : "medium",
      evidence: [...probes, reset],
      observed: `${probes.length} probes at equal intervals got no answer`,
    };
  },
};

/** Whether the silent end was captured at all; the RST at the same interval shows it anyway. */
function isHeard({ reset, sides }: History): boolean {
  return sides[otherSide(reset.from)].segments > 0;
}

function isSteady(gaps: readonly number[]): boolean {
  const longest = Math.max(...gaps);
  const shortest = Math.min(...gaps);
  return shortest > 0 && longest - shortest <= Math.max(TOLERANCE * longest, TOLERANCE_SECONDS);
}
