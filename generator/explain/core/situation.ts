import type { Resetter, Situation } from "../../model/finding.js";
import { CONTENT, type History, lastWhere } from "./history.js";

/** A filter that reads a name decides within this. */
const DECISION_SECONDS = 0.1;

/**
 * Where a middlebox reset a connection right after the client had named the server: the last data is
 * a ClientHello or an HTTP request.
 */
function isBlockedByName(history: History, resetBy: Resetter): boolean {
  const { before, reset } = history;
  const last = lastWhere(before, ({ length, rst }) => length > 0 && !rst);
  if (resetBy !== "middle" || last === undefined || last.from !== "client") return false;
  const isNamed = last.content === CONTENT.CLIENT_HELLO || last.content === CONTENT.REQUEST;
  return isNamed && reset.seconds - last.seconds <= DECISION_SECONDS;
}

/** What people search for, where no signature names it. */
export function situationOf(
  history: History,
  resetBy: Resetter,
  isOfCluster: boolean,
): Situation | undefined {
  if (isBlockedByName(history, resetBy)) return "blocked by name";
  return isOfCluster ? "reset together" : undefined;
}
