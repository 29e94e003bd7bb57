import type { Finding, Resetter } from "../model/finding.js";
import type { Endpoint } from "../model/record.js";

const RESETTER_WORDS: Readonly<Record<Resetter, string>> = {
  client: "the client",
  server: "the server",
  middle: "something between",
  unknown: "somebody unknown",
};

/** Who sent an RST, in words. */
export function showResetter(by: Resetter): string {
  return RESETTER_WORDS[by];
}

/** The cause in one cell: the name, and the words and the code that are stated or registered. */
export function describeCause(finding: Finding): string {
  const { alternatives, cause, stated, reason, reasonCode, pen } = finding;
  const [guess] = alternatives;
  if (cause === "unknown" && guess) return `unknown, perhaps ${guess.cause}`;
  if (!stated || reason === undefined) return cause;
  const owner = pen === undefined || pen === 0 ? "" : `, pen ${pen}`;
  return reasonCode === undefined
    ? `${cause}: ${reason}`
    : `${cause}: ${reason} (${reasonCode}${owner})`;
}

/** A display filter of Wireshark for some frames. */
export function frameFilter(frames: readonly number[]): string {
  return `frame.number in {${frames.join(", ")}}`;
}

/** Seconds as people say them. */
export function showSeconds(seconds: number): string {
  if (seconds >= 100) return `${seconds.toFixed(0)} s`;
  return seconds >= 0.1 ? `${seconds.toFixed(1)} s` : `${(seconds * 1000).toFixed(1)} ms`;
}

/** `1 connection`, `2 connections`. */
export function countOf(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

/** An address and a port as they are written together. */
export function showEndpoint({ address, port }: Endpoint): string {
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}
