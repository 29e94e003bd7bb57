import { cluesOf, goesOnAfter, weigh } from "../sender.js";
import type { Signature } from "../signature.js";
import { namedBefore } from "../situation.js";
import { silenceBefore } from "../timing.js";

/** After a silence, it is a timer that ends connections. */
const IDLE_SECONDS = 5;
/** So much weight is beyond doubt. */
const SURE_WEIGHT = 4;
const LIKELY_WEIGHT = 2;

/** An RST that the end whose address it has never sent. */
export const injected: Signature = {
  cause: "injected",
  reference: "Weaver, Sommer, Paxson: Detecting Forged TCP Reset Packets, NDSS 2009",
  needs: ["both-directions", "timestamps"],
  match: (history) => {
    const { reset } = history;
    const clues = cluesOf(history);
    const weight = weigh(clues);
    if (weight === 0) return undefined;
    const silence = silenceBefore(history);
    const isIdle = silence !== undefined && silence.seconds >= IDLE_SECONDS;
    if (isIdle && goesOnAfter(history) === undefined) return undefined;
    // One clue may mislead, but not where a middlebox had just read what was asked for.
    const isAlone = weight === LIKELY_WEIGHT && clues.length === 1;
    const isLikely = weight >= LIKELY_WEIGHT && (!isAlone || namedBefore(history) !== undefined);
    const isSure = weight >= SURE_WEIGHT && clues.length > 2;
    return {
      certainty: isSure ? "high" : isLikely ? "medium" : "low",
      evidence: [...clues.flatMap(({ evidence }) => evidence), reset],
      observed: clues.map(({ observed }) => observed).join("; "),
      resetBy: weight >= LIKELY_WEIGHT ? "middle" : "unknown",
    };
  },
};
