import { type Event, type History, lastWhere } from "../history.js";
import { kindOf } from "../reset-kind.js";
import { distance } from "../side.js";
import type { Signature } from "../signature.js";

/** A SYN inside the window of an open connection, which the receiver resets. */
export const synInWindow: Signature = {
  cause: "syn-in-window",
  reference: "RFC 9293 section 3.10.7.4",
  needs: ["handshake"],
  match: (history) => {
    const { reset, before, previousNext } = history;
    if (previousNext === undefined) return undefined;
    const syn = lastWhere(before, (event) => event.syn && !event.ack && event.from !== reset.from);
    if (syn === undefined || !isSynInWindow(history, syn)) return undefined;
    if (history.sides[reset.from].segments > 0 || kindOf(history).kind === "abort")
      return undefined;
    return {
      certainty: "high",
      evidence: [syn, reset],
      observed: "another connection between the same ports was still open",
    };
  },
};

/** Without the window's scale no more of it is certain than this. */
const LARGEST_PLAIN_WINDOW = 65_535;

/** Whether a SYN falls into the window of a connection that was open before. */
export function isSynInWindow({ previousNext }: History, syn: Event): boolean {
  if (previousNext === undefined) return false;
  const ahead = distance(syn.sequence, previousNext[syn.from]);
  return ahead >= 0 && ahead <= LARGEST_PLAIN_WINDOW;
}
