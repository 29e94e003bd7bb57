import type { Endpoint, Status } from "./record.js";

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
  readonly resetBy: Resetter;
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
  readonly explanation: string;
  /** What to look at next. */
  readonly nextStep: string;
}

/** RSTs whose payload has one format and one status. */
export interface PayloadCount {
  /** The format's `id`. */
  readonly format: string;
  readonly status: Status;
  readonly count: number;
}

/** RSTs with a diagnostic payload that one address sent and received. */
export interface HostCount {
  readonly address: string;
  readonly sent: number;
  readonly received: number;
  readonly sentInvalid: number;
  readonly receivedInvalid: number;
}

/** What section 6.3 of the draft wants counted, of the RST segments of one capture. */
export interface PayloadCounts {
  /** RST segments of any kind. */
  readonly rstSegments: number;
  readonly payloads: readonly PayloadCount[];
  readonly hosts: readonly HostCount[];
  /** How often an address was not counted by itself, since there were too many. */
  readonly hostsLeftOut: number;
  /** The most RSTs with a diagnostic payload within one second of the clock. */
  readonly busiestSecond: number;
}

/**
 * What `explain --summary` prints behind the findings of each capture. With them it is all that a
 * report needs, so that a capture need not be where the report is made. New members may be added.
 */
export interface CaptureSummary extends PayloadCounts {
  /** The capture's name, as in its findings. */
  readonly file: string;
  readonly frames: number;
  /** Frames of link types that cannot be read here. */
  readonly unread: number;
  readonly segments: number;
  /** Connections that were reset: so many findings are before it. */
  readonly resets: number;
  /** Connections that were forgotten while open, since there were too many at the same time. */
  readonly evicted: number;
  /** Why the capture could not be read to its end, for people. */
  readonly problem?: string;
}
