import { type Event, type History, lastWhere } from "../history.js";
import { isForeign, kindOf } from "../reset-kind.js";
import type { Match, Signature } from "../signature.js";
import { isSynInWindow } from "./syn-in-window.js";

const UNKNOWN_HOST =
  "cannot tell whether the host refused or a firewall in front of it: the capture has no SYN-ACK from the host to compare the TTL with";

/** A host refuses at once; what takes longer than a SYN's first retransmissions gave up on somebody else. */
const LONGEST_REFUSAL_SECONDS = 3;

/** A SYN to a port on which nothing listens: RST and ACK of its number. */
export const closedPort: Signature = {
  cause: "closed-port",
  reference: "RFC 9293 section 3.10.7.1",
  needs: ["handshake"],
  match: (history, { timeToLiveOf }) => {
    const { reset, sides } = history;
    if (reset.from !== "server" || sides.server.segments > 0) return undefined;
    const kind = kindOf(history);
    if (kind.kind !== "answer") return matchIgnored(history);
    if (kind.isBare || !kind.to.syn || isSynInWindow(history, kind.to)) return undefined;
    const seconds = reset.seconds - kind.to.seconds;
    if (seconds > LONGEST_REFUSAL_SECONDS) return matchLate(kind.to, reset);
    const usual = timeToLiveOf(history.server.address);
    if (isForeign(reset.timeToLive, usual)) return undefined;
    return {
      certainty: "high",
      evidence: [kind.to, reset],
      observed: "it was answered with RST and ACK, as when nothing listens on the port",
      ...(usual === undefined ? { doubts: [UNKNOWN_HOST] } : {}),
    };
  },
};

/** A NAT or a proxy that connects for the client refuses once its own attempt has failed. */
function matchLate(syn: Event, reset: Event): Match {
  return {
    certainty: "low",
    evidence: [syn, reset],
    observed: `the SYN was refused only after ${(reset.seconds - syn.seconds).toFixed(1)} s, as by a NAT or a proxy whose own attempt to connect failed`,
    resetBy: "unknown",
  };
}

/** Some small stacks do not acknowledge the SYN, and the client ignores such an RST. */
function matchIgnored({ reset, before }: History): Match | undefined {
  const syn = lastWhere(before, ({ from, syn: isSyn }) => isSyn && from === "client");
  if (syn === undefined || before.at(-1) !== syn || reset.acknowledgment === syn.end)
    return undefined;
  const isOff = !reset.ack || reset.isAcknowledgmentZero || reset.acknowledgment === syn.sequence;
  if (!isOff) return undefined;
  return {
    certainty: "medium",
    evidence: [syn, reset],
    observed:
      "it was answered with an RST that does not acknowledge the SYN, which the client ignores: it tries again until its own timeout",
    nextStep:
      "Check whether the service runs; then report the wrong acknowledgment number to who made the server's TCP (RFC 9293 section 3.10.7.1)",
  };
}
