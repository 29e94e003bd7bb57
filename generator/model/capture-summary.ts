import type { Status } from "./record.js";

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
