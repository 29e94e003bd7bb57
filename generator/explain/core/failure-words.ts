import type { Failure, FailureName } from "../../model/failure.js";

/** What to look at next after a failure. */
export const NEXT_STEPS_OF_FAILURES: Readonly<Record<FailureName, string>> = {
  "destination-unreachable":
    "Check routes and filter rules where the ICMP error came from, and whether the destination is up",
  "time-exceeded":
    "Look for a routing loop, with traceroute from both ends; a traceroute that uses TCP does this on purpose",
  "packet-too-big":
    "Check that ICMP errors reach the sender and that it heeds them, or lower the MSS on the path (a tunnel takes its part of each packet)",
  "unanswered-syn":
    "Capture at the server, to see whether the SYNs arrive: a filter that drops them, a wrong address, a host that is down and a full backlog look alike from here",
  "unanswered-syn-ack":
    "Check the path from the server back to the client: its SYN-ACKs do not arrive, or the ACKs do not; SYNs with forged source addresses look alike",
  "unacknowledged-data":
    "Capture at the other end, to see whether the data arrives; where only large segments get lost, check the MTU of the path",
  "unacknowledged-fin":
    "Check whether the other end went away, or whether a NAT or firewall on the path has forgotten the connection; all data was acknowledged",
};

/** The failure in one cell; with what the ICMP error says. */
export function describeFailure({ failure, icmp }: Failure): string {
  return icmp === undefined ? failure : `${failure}: ${icmp.words}`;
}
