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
  "untranslated-answer",
  "unsolicited",
  "unknown",
] as const;

/** From the best; undecidable is what the wire cannot tell, however good the capture is. */
export const CERTAINTIES = ["high", "medium", "low", "undecidable"] as const;

/** Who sent the RST segment, whatever its address says. */
export const RESETTERS = ["client", "server", "middle", "unknown"] as const;

/** How far the connection was when it was reset. */
export const STAGES = [
  "connecting",
  "established",
  "data",
  "closing",
  "closed",
  "unknown",
] as const;

/** Under which names people search for what happened, beyond its cause. */
export const SITUATIONS = [
  "keep-alive race",
  "upload refused",
  "blocked by name",
  "load balancer idle timeout",
  "process ended",
  "reset together",
] as const;

/** How far a client had come when its connection was reset, as studies of tampering count it. */
export const BUCKETS = ["post-SYN", "post-ACK", "post-PSH", "later", "unknown"] as const;

/** How a cause is stated, if it is: by the id of a format, or by one of these. */
export const STATEMENT_FORMATS = ["multipath", "netscaler-window"] as const;

/** How a connection failed that no RST ended: what was not answered, or what an ICMP error says. */
export const FAILURES = [
  "destination-unreachable",
  "time-exceeded",
  "packet-too-big",
  "unanswered-syn",
  "unanswered-syn-ack",
  "unacknowledged-data",
  "unacknowledged-fin",
] as const;

/** ICMP for each version of IP: types and codes differ. */
export const ICMP_FAMILIES = ["icmp", "icmpv6"] as const;
