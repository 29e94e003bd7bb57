import type { Finding, Resetter } from "../../model/finding.js";
import { RESETTERS } from "../../model/finding-names.js";
import type { Endpoint } from "../../model/record.js";

const RESETTER_NAMES: Readonly<Record<Resetter, string>> = {
  client: "client",
  server: "server",
  middle: "middlebox",
  unknown: "unknown",
};

/** Who sent an RST, as a name in a table. */
export function showResetter(resetBy: Resetter): string {
  return RESETTER_NAMES[resetBy];
}

/** Who sent how many RSTs: `2 by the client, sender unknown: 3`. */
export function listResetters(countOfResetter: (resetBy: Resetter) => number): string {
  const present = RESETTERS.filter((resetBy) => countOfResetter(resetBy) > 0);
  const parts = present.map((resetBy) => {
    const count = groupDigits(countOfResetter(resetBy));
    return resetBy === "unknown" ? `sender unknown: ${count}` : `${count} by ${actorOf(resetBy)}`;
  });
  return parts.join(", ");
}

/** Who sent an RST, as the subject of a sentence. */
export function actorOf(resetBy: Resetter): string {
  if (resetBy === "unknown") return "an unknown sender";
  return `${resetBy === "middle" ? "a" : "the"} ${RESETTER_NAMES[resetBy]}`;
}

/** The cause in one cell: the name, the words and the code that are stated, and the situation. */
export function describeCause(finding: Finding): string {
  const { alternatives, cause, situation, stated } = finding;
  const guess = alternatives[0];
  const name =
    cause === "unknown" && guess !== undefined
      ? `unknown, perhaps ${guess.cause}`
      : stated
        ? `${cause}: ${describeStatement(finding)}`
        : cause;
  return situation === undefined ? name : `${name} (${situation})`;
}

/** What an RST states, in one cell. */
export function describeStatement({ reason, reasonCode, pen }: Finding): string {
  const owner = pen === undefined || pen === 0 ? "" : `, pen ${pen}`;
  if (reason !== undefined) {
    return reasonCode === undefined ? reason : `${reason} (${reasonCode}${owner})`;
  }
  return reasonCode === undefined
    ? "no code captured"
    : `code ${reasonCode}${owner} (unregistered)`;
}

/** What is said of a connection whose handshake was not captured. */
export const CLIENT_IS_GUESS =
  "cannot tell which end is the client: the handshake was not captured, and the lower port is taken for the server's";

/** What is said of a connection that had to make room for others and went on. */
export const WAS_FORGOTTEN =
  "its beginning was captured and then forgotten: too many connections were open at once";

/** The same of one whose reset was judged at once. */
export const WAS_CUT_SHORT =
  "what follows the RST was not waited for: there was too much else to remember";

/** A display filter of Wireshark for some frames. */
export function frameFilter(frames: readonly number[]): string {
  return `frame.number in {${frames.join(", ")}}`;
}

export function showSeconds(seconds: number): string {
  if (seconds >= 100) return `${seconds.toFixed(0)} s`;
  return seconds >= 0.1 ? `${seconds.toFixed(1)} s` : `${(seconds * 1000).toFixed(1)} ms`;
}

/** `1 connection`, `2,000 connections`. */
export function countOf(count: number, noun: string): string {
  return `${groupDigits(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** `2,000`. */
export function groupDigits(count: number): string {
  let digits = count.toFixed(0);
  const groups: string[] = [];
  while (digits.length > 3) {
    groups.unshift(digits.slice(-3));
    digits = digits.slice(0, -3);
  }
  return [digits, ...groups].join(",");
}

/** An address and a port as they are written together. */
export function showEndpoint({ address, port }: Endpoint): string {
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}
