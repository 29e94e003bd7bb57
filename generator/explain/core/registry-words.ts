import type { Cause } from "../../model/finding.js";
import type { Model } from "../../model/model.js";

/** The meanings under which the revisions of the registry have one cause; the nearest first. */
export type Meanings = readonly string[];

/** By what the registry's records mean: between revisions, codes and words change. */
export const MEANINGS = {
  closed: ["unexpected-ack.closed"],
  lostState: ["unexpected-ack.closed", "desynchronized-state"],
  synSentAck: ["unexpected-ack.syn-sent", "unexpected-ack"],
  dataUnread: ["data-after-close"],
  abort: ["abort"],
  synInWindow: ["syn-in-window"],
  notAuthorized: ["not-authorized"],
  resource: ["resource-exceeded"],
  malformed: ["malformed-message"],
  peerReset: ["reset-by-peer"],
  unreachable: ["destination-unreachable"],
  timeout: ["connection-timeout"],
  outstanding: ["too-much-outstanding-data"],
  performance: ["unacceptable-performance"],
  middlebox: ["middlebox-interference"],
} as const satisfies Readonly<Record<string, Meanings>>;

const BY_CAUSE: Partial<Readonly<Record<Cause, Meanings>>> = {
  "closed-port": MEANINGS.closed,
  "firewall-reject": MEANINGS.notAuthorized,
  "half-open": MEANINGS.lostState,
  "old-connection": MEANINGS.synSentAck,
  "unread-data": MEANINGS.dataUnread,
  "data-after-close": MEANINGS.dataUnread,
  "application-abort": MEANINGS.abort,
  "idle-timeout": MEANINGS.timeout,
  "keepalive-failure": MEANINGS.timeout,
  "zero-window": MEANINGS.timeout,
  "accept-queue-overflow": MEANINGS.resource,
  "stale-state": MEANINGS.timeout,
  injected: MEANINGS.notAuthorized,
  proxied: MEANINGS.peerReset,
  "syn-in-window": MEANINGS.synInWindow,
  "retransmission-give-up": MEANINGS.timeout,
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

/** The first of the meanings that the revision in use has. */
export function findCode(model: Model, meanings: Meanings): RegistryCode | undefined {
  const codes = codesOf(model);
  for (const meaning of meanings) {
    const code = codes.get(meaning);
    if (code !== undefined) return code;
  }
  return undefined;
}

const codesOfModels = new WeakMap<Model, ReadonlyMap<string, RegistryCode>>();

/** The first code of each meaning in the revision in use. */
function codesOf(model: Model): ReadonlyMap<string, RegistryCode> {
  const known = codesOfModels.get(model);
  if (known !== undefined) return known;
  const codes = new Map<string, RegistryCode>();
  for (const { meaning, first, description } of model.registries[0]?.rows ?? []) {
    if (meaning === undefined || codes.has(meaning)) continue;
    codes.set(meaning, { reasonCode: first, reason: description });
  }
  codesOfModels.set(model, codes);
  return codes;
}
