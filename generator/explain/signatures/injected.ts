import type { Event, History } from "../history.js";
import { type Clue, cluesOf } from "../injection-clues.js";
import type { Signature } from "../signature.js";
import { silenceBefore } from "../timing.js";

/** After a silence, it is a timer that ends connections. */
const IDLE_SECONDS = 5;

/** An RST that its seeming sender never sent. */
export const injected: Signature = {
  cause: "injected",
  reference: "Weaver, Sommer, Paxson: Detecting Forged TCP Reset Packets, NDSS 2009",
  needs: ["both-directions", "timestamps"],
  match: (history) => {
    const clues = cluesOf(history);
    const [first] = clues;
    const silence = silenceBefore(history);
    const isIdle = silence !== undefined && silence.seconds >= IDLE_SECONDS;
    const goesOn = clues.some(({ name }) => name === "continues");
    if (first === undefined || (isIdle && !goesOn)) return undefined;
    const certainties = ["low", "medium", "high"] as const;
    return {
      certainty: certainties[Math.min(clues.length, 3) - 1] ?? "low",
      evidence: evidenceOf(history, clues),
      shows: clues.map(({ shows }) => shows).join("; "),
      by: clues.length > 1 ? "middle" : "unknown",
    };
  },
};

function evidenceOf({ reset }: History, clues: readonly Clue[]): readonly Event[] {
  return [...new Set([...clues.flatMap(({ evidence }) => evidence), reset])].sort(
    (a, b) => a.frame - b.frame,
  );
}
