import type { RegistryRow } from "../../model/registry.js";

/**
 * What an analyst looks at next, by the cause in lower case: codes are renumbered between
 * revisions, causes are reworded at most. A cause without advice gets the general one.
 */
const ADVICE: Readonly<Record<string, string>> = {
  "illegal option length": "the options of the segment that it answers",
  "desynchronized state":
    "what the sender forgot: a restart, or a NAT or load balancer that lost its state",
  "new data is received after close is called":
    "data that arrives after the sender's FIN, or that it left unread",
  "data available or received when application cannot read data anymore":
    "data that arrives after the sender's FIN, or that it left unread",
  "abort process": "the log of the sender's application: it aborted, or was ended",
  "unexpected ack received by non-synchronized state connection":
    "the ACK that it answers: from an old connection, a scan, or after a lost state",
  "segment received in closed state":
    "whether the port is open, and whether the sender knew the connection before",
  "ack segment received in listen state":
    "the ACK that it answers: from an old connection, a scan, or after a restart",
  "ack segment received in syn-sent state and seg.ack is not acceptable":
    "an old connection of the same ports that the other end still has",
  "ack segment received in syn-received state and seg.ack is not acceptable":
    "the ACK number against the SYN of the sender: an old connection, or a guess",
  "unexpected syn in the window":
    "the SYN that it answers: the other end restarted, or somebody injects segments",
  "in window syn segment received in synchronized state without [rfc5961] support":
    "the SYN that it answers: the other end restarted, or somebody injects segments",
  "unexpected security compartment": "the security options of IP, in both directions",
  "malformed message": "the last message to the sender, and the sender's log",
  "not authorized": "the rules and the log of the firewall or proxy",
  "resource exceeded": "other resets of the same time, and the sender's limits",
  "network failure": "links and routes behind the sender",
  "reset received from the peer": "the RST on the sender's other side: the cause is there",
  "destination unreachable": "SYNs without an answer and ICMP errors behind the sender",
  "connection timeout":
    "the time without segments before it, and retransmissions or keep-alives without an answer",
  "too much outstanding data": "the subflow's data that was sent and not acknowledged",
  "unacceptable performance": "round-trip time and loss, against those of other subflows",
  "middlebox interference": "captures of both ends: what changed on the way",
};

const RESERVED = "the sender's software: no sender may use this code";
const GENERAL = "the segments before it, in both directions, and the sender's log";

/** Where to go on from a cause. */
export function adviceFor({
  description,
  category,
}: Pick<RegistryRow, "description" | "category">): string {
  if (category === "reserved") return RESERVED;
  const cause = description.toLowerCase();
  return (Object.hasOwn(ADVICE, cause) ? ADVICE[cause] : undefined) ?? GENERAL;
}
