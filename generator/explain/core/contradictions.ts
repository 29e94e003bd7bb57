import { type History, lastWhere, otherSide, type Statement } from "./history.js";
import { MEANINGS, type Meanings } from "./registry-words.js";
import { silenceBefore } from "./timing.js";

/** Less silence than this is no timeout of anything. */
const SHORTEST_TIMEOUT_SECONDS = 1;

/** What of a history a statement can be held against, or why not. */
interface Check {
  readonly meanings: Meanings;
  /** A sentence where it does not fit; only of what the capture shows for certain. */
  readonly contradict: (history: History) => string | undefined;
}

const CHECKS: readonly Check[] = [
  { meanings: MEANINGS.timeout, contradict: timeoutWithoutSilence },
  { meanings: MEANINGS.dataUnread, contradict: dataWithoutData },
  { meanings: MEANINGS.synInWindow, contradict: synWithoutSyn },
  { meanings: MEANINGS.closed, contradict: closedButAlive },
];

/** Where what an RST states does not fit what was captured before it. */
export function findContradictions(history: History, { meaning }: Statement): readonly string[] {
  const isWhole = history.sides.client.segments > 0 && history.sides.server.segments > 0;
  if (meaning === undefined || !isWhole) return [];
  return CHECKS.filter(({ meanings }) => meanings.includes(meaning)).flatMap(
    ({ contradict }) => contradict(history) ?? [],
  );
}

function timeoutWithoutSilence(history: History): string | undefined {
  const silence = silenceBefore(history);
  if (silence === undefined || silence.seconds >= SHORTEST_TIMEOUT_SECONDS) return undefined;
  const { client, server } = history.sides;
  if (client.holeFrame + server.holeFrame > 0 || hasRetransmission(history)) return undefined;
  return `a timeout is stated, although the connection was not idle: there was a segment ${silence.seconds.toFixed(3)} s before the RST`;
}

function hasRetransmission({ before }: History): boolean {
  return before.some(
    (event, at) =>
      event.length > 0 &&
      before
        .slice(0, at)
        .some(
          ({ from, sequence, length }) =>
            length > 0 && from === event.from && sequence === event.sequence,
        ),
  );
}

function dataWithoutData({ reset, sides }: History): string | undefined {
  const peer = otherSide(reset.from);
  return sides[peer].octets > 0
    ? undefined
    : `data is stated as the cause, although the ${peer} had sent none`;
}

function synWithoutSyn({ reset, before }: History): string | undefined {
  const peer = otherSide(reset.from);
  const last = lastWhere(before, ({ from }) => from === peer);
  return last === undefined || before.some(({ from, syn }) => from === peer && syn)
    ? undefined
    : `a SYN is stated as the cause, although the ${peer} had sent none`;
}

function closedButAlive({ reset, sides, before }: History): string | undefined {
  const last = before.at(-1);
  if (sides[reset.from].octets === 0 || last?.from !== reset.from) return undefined;
  return `the RST states that there is no connection, although the ${reset.from} had just sent a segment of it`;
}
