import type { Resetter, Situation } from "../../model/finding.js";
import { CONTENT, type Event, type History, lastWhere } from "./history.js";

/** A filter that reads a name decides within this. */
const DECISION_SECONDS = 0.1;

/** The ClientHello or HTTP request, which names a server, right before the RST. */
export function namedBefore({ before, reset }: History): Event | undefined {
  const last = lastWhere(before, ({ length, rst }) => length > 0 && !rst);
  if (last === undefined || last.from !== "client") return undefined;
  const isNamed = last.content === CONTENT.CLIENT_HELLO || last.content === CONTENT.REQUEST;
  return isNamed && reset.seconds - last.seconds <= DECISION_SECONDS ? last : undefined;
}

/** What people search for, where no signature names it. */
export function situationOf(
  history: History,
  resetBy: Resetter,
  isOfCluster: boolean,
): Situation | undefined {
  if (resetBy === "middle" && namedBefore(history) !== undefined) return "blocked by name";
  return isOfCluster ? "reset together" : undefined;
}
