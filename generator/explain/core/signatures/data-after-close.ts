import { CONTENT, type Event, type History, lastWhere } from "../history.js";
import { kindOf } from "../reset-kind.js";
import { isDoubtful } from "../sender.js";
import type { Match, Signature } from "../signature.js";

const SHOWN = 4;

/** What is certain where nothing but an alert came late. */
const CLOSING_ALERT = {
  certainty: "high",
  benign: true,
  nextStep: "No action needed: the connection had ended, and no data is missing",
} as const;

function sayAlert({ from }: Event): string {
  return `a TLS alert, such as close_notify, arrived after the ${from}'s FIN`;
}

/** Data reaches an end that has closed: it is lost. The closing alert of TLS is no loss. */
export const dataAfterClose: Signature = {
  cause: "data-after-close",
  reference: "RFC 1122 section 4.2.2.13, RFC 9293 section 3.6.1",
  needs: ["both-directions"],
  match: (history) => {
    const { reset, before, sides } = history;
    const fin = lastWhere(before, (event) => event.from === reset.from && event.fin);
    if (fin === undefined || kindOf(history).kind === "odd") return undefined;
    // What it still acknowledged after its FIN it read: the connection was half-closed.
    const taken = Math.max(sides[reset.from].ack ?? 0, fin.acknowledgment ?? 0);
    // Data that was on its way when the FIN was sent arrived after it too.
    const late = before.filter(
      ({ from, length, end, isProbe }) =>
        from !== reset.from && length > 0 && end > taken && !isProbe,
    );
    const [first] = late;
    if (first === undefined) return matchTakenAlert(history, fin);
    if (late.every(({ content }) => content === CONTENT.CLOSING_ALERT)) {
      return {
        evidence: [fin, ...late.slice(-SHOWN), reset],
        observed: sayAlert(fin),
        ...CLOSING_ALERT,
      };
    }
    const isForgotten = isSilentFor(history, fin, first) || isDoubtful(history);
    return {
      certainty: isForgotten ? "undecidable" : "high",
      evidence: [fin, ...late.slice(-SHOWN), reset],
      observed: `it arrived after the ${reset.from}'s FIN`,
      ...(isRace(history, fin, first) ? { situation: "keep-alive race" as const } : {}),
    };
  },
};

/** Windows acknowledges the alert that comes after its FIN, and then resets. */
function matchTakenAlert({ before, reset }: History, fin: Event): Match | undefined {
  const later = before.slice(before.indexOf(fin) + 1);
  const data = later.filter(({ from, length, isProbe }) => {
    return from !== reset.from && length > 0 && !isProbe;
  });
  const areAlerts = data.every(({ content }) => content === CONTENT.CLOSING_ALERT);
  if (data.length === 0 || !areAlerts) return undefined;
  return {
    evidence: [fin, ...data.slice(-SHOWN), reset],
    observed: sayAlert(fin),
    ...CLOSING_ALERT,
  };
}

/** An end that only reads on waits longer; what follows connections forgets them after this. */
const FORGOTTEN_SECONDS = 58;

/** The connection was half-closed and in use, or silent for so long that its end may have been forgotten. */
function isSilentFor({ before }: History, fin: Event, first: Event): boolean {
  const last = before[before.indexOf(first) - 1] ?? fin;
  return first.seconds - last.seconds >= FORGOTTEN_SECONDS;
}

/** A server's idle time, and what crosses its FIN. */
const IDLE_SECONDS = 4;
const CROSSING_SECONDS = 1;

/** The server closed an idle connection while the client used it for the next request. */
function isRace({ reset, before, sides }: History, fin: Event, first: Event): boolean {
  const last = before[before.indexOf(fin) - 1];
  const hadClosed = before.some((one) => one.fin && one.from === "client" && one.frame < fin.frame);
  if (reset.from !== "server" || last === undefined || hadClosed) return false;
  const isIdle = fin.seconds - last.seconds >= IDLE_SECONDS && sides.server.octets > 0;
  return isIdle && Math.abs(first.seconds - fin.seconds) <= CROSSING_SECONDS;
}
