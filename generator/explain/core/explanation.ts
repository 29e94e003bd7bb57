import type { Cause, Certainty, Finding, Situation } from "../../model/finding.js";
import type { FramedStatement } from "./history.js";
import { actorOf } from "./words.js";

/** What the sender of an RST did: seen in the packets, or claimed as far as the finding is certain. */
type Act = { readonly seen: string } | { readonly claimed: string };

const ACTS: Readonly<Record<Exclude<Cause, "unknown">, Act>> = {
  stated: { claimed: "stated the cause" },
  "closed-port": { seen: "refused the SYN" },
  "firewall-reject": { seen: "refused the SYN" },
  "half-open": { seen: "answered a segment as if it belonged to no connection" },
  "old-connection": { claimed: "reset an old connection to start a new one" },
  scan: { seen: "ended a probe of a port with an RST" },
  "unread-data": { claimed: "closed without reading all data" },
  "data-after-close": { seen: "rejected data that came too late" },
  "application-abort": { seen: "ended the connection with an RST" },
  "after-close": { seen: "reset a connection that had ended" },
  "idle-timeout": { seen: "reset an idle connection" },
  "keepalive-failure": { seen: "reset a connection that no longer answered" },
  "zero-window": { seen: "reset a connection whose window stayed closed" },
  "accept-queue-overflow": { seen: "reset the connection right after the handshake" },
  "inexact-rst": { seen: "sent an RST without the exact sequence number" },
  "stale-state": { seen: "sent an RST with an outdated sequence number" },
  injected: { claimed: "injected the RST" },
  proxied: { claimed: "passed on a reset" },
  "health-check": { claimed: "ended a health check" },
  "after-tls-alert": { seen: "reset the connection after a TLS alert" },
  "syn-in-window": { seen: "answered a SYN inside the window with an RST" },
  "retransmission-give-up": { seen: "reset a connection after retransmissions" },
  multipath: { seen: "reset the connection with an MPTCP reason" },
  "untranslated-answer": { claimed: "rejected a segment whose address or port was not translated" },
  unsolicited: { claimed: "reset a SYN-ACK that it had not asked for" },
};

export type Explained = Pick<Finding, "cause" | "certainty" | "resetBy">;

/**
 * The explanation of a finding in one sentence without a full stop: who did what, and what shows it.
 * Nothing else names the sender of an RST, so that no sentence contradicts `resetBy`; `observed` says
 * only what the packets show, and is absent where nothing explains the RST.
 */
export function explanationOf(
  { cause, certainty, resetBy }: Explained,
  observed: string | undefined,
): string {
  if (observed === undefined) return "nothing in the capture explains the RST";
  if (cause === "unknown")
    return `nothing in the capture explains the RST for certain; one hint: ${observed}`;
  const act = ACTS[cause];
  const words = "seen" in act ? act.seen : `${isSure(certainty) ? "" : "may have "}${act.claimed}`;
  return `${actorOf(resetBy)} ${words}: ${observed}`;
}

function isSure(certainty: Certainty): boolean {
  return certainty === "high" || certainty === "medium";
}

/** What shows that an RST states its cause. */
export function observedStatement({ frame, statement }: FramedStatement): string {
  const { format, isShapeOnly } = statement;
  if (format === "multipath") return `the RST in frame ${frame} has an MPTCP reset option`;
  if (format === "netscaler-window") {
    return `the window of the RST in frame ${frame} is a reset code of NetScaler`;
  }
  return isShapeOnly
    ? `the payload of the RST in frame ${frame} has the shape of the format "${format}"`
    : `the payload of the RST in frame ${frame} has the format "${format}"`;
}

/** What to do next, by the cause, as a sentence without a full stop. */
export const NEXT_STEPS: Readonly<Record<Cause, string>> = {
  stated: "Check the sender's log for the stated reason; an RST and its payload can be forged",
  "closed-port": "Check whether the service runs and listens on that address and port",
  "firewall-reject": "Check the rules and the log of the firewalls on the path",
  "half-open":
    "Check whether the sender of the RST restarted, or a NAT or load balancer lost its state",
  "old-connection":
    "Find out why the client reused the port so soon; the next SYN usually succeeds",
  scan: "Find out who the client is; scanners and health checks do this",
  "unread-data": "Check whether the application at that end closes before it has read all data",
  "data-after-close":
    "Check the application protocol: one end closed while the other still had data to send",
  "application-abort":
    "Check the application's log: it may have aborted the connection, or been terminated",
  "after-close": "No action needed: the connection had ended",
  "idle-timeout":
    "Check the idle timeouts on the path and at both ends; send keep-alives more often than the shortest",
  "keepalive-failure": "Check whether the silent end, or the path to it, was down at that time",
  "zero-window": "Check why the application at the end with the closed window did not read",
  "accept-queue-overflow":
    "Check the server's listen backlog and how fast it accepts (ListenOverflows, tcp_abort_on_overflow)",
  "inexact-rst":
    "Capture at the end with the source address of the RST, to see whether it sent the RST",
  "stale-state": "Check for a middlebox that resets connections it no longer follows",
  injected: "Capture at both ends, to check whether the end with the RST's source address sent it",
  proxied: "Look for the reset behind the proxy: the cause is there",
  "health-check": "No action needed, unless the checks are too frequent",
  "after-tls-alert": "Look up the alert; check the certificates and TLS versions of both ends",
  "syn-in-window": "Find out why the client opened a new connection while the old one was open",
  "retransmission-give-up":
    "Check the path from the sender: its data did not arrive, or no ACK came back",
  multipath: "Look up the MPTCP reason; other subflows may still be open",
  "untranslated-answer":
    "Check that answers come back through the translator (NAT, load balancer, service address) that changed the request; look for asymmetric paths and for conntrack entries in state INVALID",
  unsolicited:
    "No action needed: somebody sends SYNs with this address as a forged source, and gets no further",
  unknown:
    "Capture again: for longer, in both directions, and closer to the end that sends the RST",
};

/** What to do next where it is known under which name people search for it. */
export const NEXT_STEPS_OF_SITUATIONS: Readonly<Record<Situation, string>> = {
  "keep-alive race":
    "Let the client or the load balancer close idle connections sooner than the server does: raise the server's keep-alive timeout above theirs, and retry requests that are safe to repeat",
  "upload refused":
    "Raise the limit that the server applies to uploads (for nginx, client_max_body_size), or let it read the rest of the request before it closes",
  "blocked by name":
    "Try another server name to the same address, and ask who filters by name on the path: a firewall, a proxy or a censor",
  "load balancer idle timeout":
    "Send keep-alives more often than the shortest idle timeout on the path; else raise that timeout",
  "process ended":
    "Look in that host's logs for a process that ended, was killed or was restarted at this time",
  "reset together":
    "Look at what happened at that host at this time: a session or a program ended, or a device acted on all these connections",
};
