import type { Cause } from "../model/finding.js";

/** What to look at next, by the cause. */
export const NEXT_STEPS: Readonly<Record<Cause, string>> = {
  stated: "the sender's log for the stated reason; an RST can be forged, and so can its payload",
  "closed-port": "whether the service runs and listens on that address and port",
  "firewall-reject": "the rules and the log of the firewall on the way",
  "half-open": "whether the sender of the RST restarted, or a NAT or load balancer lost its state",
  "old-connection": "why the client used the port again so soon; the next SYN mostly succeeds",
  scan: "who the client is; a scanner or a health check wants nothing more",
  "unread-data":
    "the application that sent the RST: it closed without reading what the other end had sent",
  "data-after-close":
    "the protocol of the application: one end closed while the other had still to send",
  "application-abort": "the log of the application that sent the RST: it aborted, or was ended",
  "after-close": "nothing: the connection was over",
  "idle-timeout": "idle timers on the way and of both ends; keep-alives shorter than the shortest",
  "keepalive-failure": "whether the silent end, or the path to it, was down at that time",
  "zero-window": "the application that did not read, at the end that closed its window",
  "accept-queue-overflow":
    "the listen backlog and the speed of accept at the server (ListenOverflows, tcp_abort_on_overflow)",
  "inexact-rst": "whether the sender of the RST meant it: a capture of that end shows it",
  "stale-state": "the box on the way that sends RSTs for connections it no longer follows",
  injected: "captures of both ends: the seeming sender has not sent this RST",
  proxied: "the reset behind the proxy: the cause is there",
  "health-check": "nothing, unless the checks are too many",
  "after-tls-alert": "the alert's name, and certificates and versions of both ends",
  "syn-in-window": "why the client began anew while the old connection was open",
  "retransmission-give-up":
    "the path from the sender: its data did not arrive, or no ACK came back",
  multipath: "the MPTCP reason; other subflows may live on",
  unknown: "what the capture lacks; a longer capture, of both directions, nearer to the end",
};
