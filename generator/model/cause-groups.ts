import type { Cause } from "./finding.js";

/** What an RST itself states is of the group of its words. */
type StatedCause = "stated" | "multipath";

/**
 * The id of the group that an inferred cause is of, so that it has the colour and the menu of what
 * an RST could have stated instead. Resets that are benign whenever they are certain have none.
 */
export const CAUSE_GROUPS: Readonly<Record<Exclude<Cause, StatedCause>, string | undefined>> = {
  "closed-port": "state",
  "firewall-reject": "policy",
  "half-open": "state",
  "old-connection": "state",
  scan: undefined,
  "unread-data": "abort",
  "data-after-close": "abort",
  "application-abort": "abort",
  "after-close": undefined,
  "idle-timeout": "timeout",
  "keepalive-failure": "timeout",
  "zero-window": "timeout",
  "accept-queue-overflow": "resources",
  "inexact-rst": "network",
  "stale-state": "timeout",
  injected: "policy",
  proxied: "abort",
  "health-check": undefined,
  "after-tls-alert": "fault",
  "syn-in-window": "state",
  "retransmission-give-up": "timeout",
  "untranslated-answer": "network",
  unsolicited: "state",
  unknown: undefined,
};
