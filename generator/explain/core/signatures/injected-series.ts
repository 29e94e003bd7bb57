import type { Event, History } from "../history.js";
import type { Signature } from "../signature.js";

/** An injector sends its RSTs in one go. */
const TOGETHER_SECONDS = 0.05;

/** RSTs that no one host sends: a series that counts up, or one before the SYN is accepted after all. */
export const injectedSeries: Signature = {
  cause: "injected",
  reference: "gfw.report, Unconditional Port 443 Block, 20 August 2025",
  needs: [],
  match: (history) => matchSeries(history) ?? matchAccepted(history),
};

/** Three RSTs whose raw windows or times to live count up. */
function matchSeries({ reset, after }: History) {
  if (after.length < 2) return undefined;
  const [second, third] = after.filter(
    ({ rst, ack, from, seconds }) =>
      rst &&
      ack === reset.ack &&
      from === reset.from &&
      !(seconds - reset.seconds > TOGETHER_SECONDS),
  );
  if (second === undefined || third === undefined) return undefined;
  const series = [reset, second, third];
  const windows = series.map(({ window }) => window);
  const distances = series.map(({ timeToLive }) => timeToLive);
  const isOfWindows = countsUp(windows) && reset.window > 0;
  if (!isOfWindows && !countsUp(distances)) return undefined;
  return {
    certainty: "high",
    evidence: series,
    observed: isOfWindows
      ? `three RSTs have the windows ${windows.join(", ")}, which no host sends`
      : `three RSTs have the TTLs ${distances.join(", ")}, which no host sends`,
    resetBy: "middle",
  } as const;
}

function countsUp([first = 0, second = 0, third = 0]: readonly number[]): boolean {
  return second > first && third - second === second - first;
}

/** The SYN is refused, and then accepted without having been sent again. */
function matchAccepted({ reset, before, after, sides }: History) {
  if (sides[reset.from].segments > 0) return undefined;
  const syn = before.find(({ from, syn: isSyn }) => isSyn && from !== reset.from);
  if (syn === undefined) return undefined;
  const next = after.find(({ syn: isSyn, rst }) => isSyn && !rst);
  if (next === undefined || next.from !== reset.from || !next.ack) return undefined;
  if (next.acknowledgment !== syn.end) return undefined;
  // Who answers twice may be one host that tests somebody.
  const isOther =
    Math.abs(next.timeToLive - reset.timeToLive) > 0 ||
    next.identification !== reset.identification;
  return {
    certainty: isOther ? "high" : "low",
    evidence: [syn, reset, next] as readonly Event[],
    observed: "the SYN was refused, and the same SYN was accepted afterwards",
    resetBy: "middle",
  } as const;
}
