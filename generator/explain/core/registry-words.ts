import type { Cause } from "../../model/finding.js";
import type { Model } from "../../model/model.js";

/** How the revisions of the registry call one cause, in lower case; the nearest first. */
export type RegistryWords = readonly string[];

/** By their words: codes are renumbered between revisions. */
export const WORDS = {
  closed: ["segment received in closed state"],
  lostState: ["segment received in closed state", "desynchronized state"],
  synSentAck: [
    "ack segment received in syn-sent state and seg.ack is not acceptable",
    "unexpected ack received by non-synchronized state connection",
  ],
  dataUnread: [
    "data available or received when application cannot read data anymore",
    "new data is received after close is called",
  ],
  abort: ["abort process"],
  synInWindow: [
    "in window syn segment received in synchronized state without [rfc5961] support",
    "unexpected syn in the window",
  ],
  notAuthorized: ["not authorized"],
  resource: ["resource exceeded"],
  malformed: ["malformed message"],
  peerReset: ["reset received from the peer"],
  unreachable: ["destination unreachable"],
  timeout: ["connection timeout"],
  outstanding: ["too much outstanding data"],
  performance: ["unacceptable performance"],
  middlebox: ["middlebox interference"],
} as const satisfies Readonly<Record<string, RegistryWords>>;

const BY_CAUSE: Partial<Readonly<Record<Cause, RegistryWords>>> = {
  "closed-port": WORDS.closed,
  "firewall-reject": WORDS.notAuthorized,
  "half-open": WORDS.lostState,
  "old-connection": WORDS.synSentAck,
  "unread-data": WORDS.dataUnread,
  "data-after-close": WORDS.dataUnread,
  "application-abort": WORDS.abort,
  "idle-timeout": WORDS.timeout,
  "keepalive-failure": WORDS.timeout,
  "zero-window": WORDS.timeout,
  "accept-queue-overflow": WORDS.resource,
  "stale-state": WORDS.timeout,
  injected: WORDS.notAuthorized,
  proxied: WORDS.peerReset,
  "syn-in-window": WORDS.synInWindow,
  "retransmission-give-up": WORDS.timeout,
};

/** A code and its words. */
export interface RegistryCode {
  readonly reasonCode: number;
  readonly reason: string;
}

/** The code that the revision in use has for a cause; some have none. */
export function codeOfCause(model: Model, cause: Cause): RegistryCode | undefined {
  return findCode(model, BY_CAUSE[cause] ?? []);
}

/** The first of the words that the revision in use has. */
export function findCode(model: Model, words: RegistryWords): RegistryCode | undefined {
  const rows = model.registries[0]?.rows ?? [];
  for (const description of words) {
    const row = rows.find((one) => one.description.toLowerCase() === description);
    if (row) return { reasonCode: row.first, reason: row.description };
  }
  return undefined;
}
