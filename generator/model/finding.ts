import type { Endpoint } from "./record.js";

/** Why a connection was reset: the closed set of names, the most specific first. */
export const CAUSES = [
  "stated",
  "closed-port",
  "firewall-reject",
  "half-open",
  "old-connection",
  "scan",
  "unread-data",
  "data-after-close",
  "application-abort",
  "after-close",
  "idle-timeout",
  "keepalive-failure",
  "zero-window",
  "accept-queue-overflow",
  "inexact-rst",
  "stale-state",
  "injected",
  "proxied",
  "health-check",
  "after-tls-alert",
  "syn-in-window",
  "retransmission-give-up",
  "multipath",
  "unknown",
] as const;

export type Cause = (typeof CAUSES)[number];

/** From the best; undecidable is what the wire cannot tell, however good the capture is. */
export const CERTAINTIES = ["high", "medium", "low", "undecidable"] as const;

export type Certainty = (typeof CERTAINTIES)[number];

/** Who sent the RST segment, whatever its address says. */
export const RESETTERS = ["client", "server", "middle", "unknown"] as const;

export type Resetter = (typeof RESETTERS)[number];

/** How far the connection was when it was reset. */
export const STAGES = [
  "connecting",
  "established",
  "data",
  "closing",
  "closed",
  "unknown",
] as const;

export type Stage = (typeof STAGES)[number];

/** How a cause is stated, if it is: by the id of a format, or by one of these. */
export const STATEMENT_FORMATS = ["multipath", "netscaler-window"] as const;

/** Another cause that the evidence allows. */
export interface Alternative {
  readonly cause: Cause;
  readonly certainty: Certainty;
}

/**
 * One object of `explain --json`, which says besides of which `file` it is: one reset connection.
 * New members may be added.
 */
export interface Finding {
  /** Number of the connection in its capture, from 0, as Wireshark's `tcp.stream`. */
  readonly stream: number;
  /** The frame of the RST segment that decided it. */
  readonly frame: number;
  /** Of that frame: UTC, RFC 3339; absent where the capture has no time. */
  readonly time?: string;
  readonly client: Endpoint;
  readonly server: Endpoint;
  readonly by: Resetter;
  readonly cause: Cause;
  readonly certainty: Certainty;
  /** Whether the RST segment itself claims the cause; nobody can prove such a claim. */
  readonly stated: boolean;
  /** How it is stated; only where it is. */
  readonly format?: string;
  /** The code that was stated, or that the registry has for the cause. */
  readonly reasonCode?: number;
  /** Private enterprise number of a stated code; 0 is IANA. */
  readonly pen?: number;
  readonly reason?: string;
  /** Frames, in their order. */
  readonly evidence: readonly number[];
  /** Octets of text that may never have reached the application at the other end. */
  readonly unackedOctets: number;
  /** Nobody lost anything: an end after the end, a health check, a scan. */
  readonly benign: boolean;
  readonly alternatives: readonly Alternative[];
  /** What could not be told, and what the capture lacks for it. */
  readonly missing: readonly string[];
  readonly stage: Stage;
  /** Silence before the segment that the RST answers, or before the RST; absent if unknown. */
  readonly idleSeconds?: number;
  /** Where what is stated does not fit the evidence. */
  readonly contradictions: readonly string[];
  /** What an RST seems to state and receivers must ignore, as a malformed payload; absent if none. */
  readonly ignored?: readonly string[];
  /** What shows it, in one sentence. */
  readonly shows: string;
  /** What to look at next. */
  readonly next: string;
}
