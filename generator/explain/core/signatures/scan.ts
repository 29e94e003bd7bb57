import type { History } from "../history.js";
import { findRefusedAnswer } from "../refused-answer.js";
import { kindOf } from "../reset-kind.js";
import type { Match, Signature } from "../signature.js";

/** So many ports that a client asked for are a scan, if the segments alone do not show it. */
const MANY_PORTS = 4;

/** Somebody looks which ports are open. */
export const scan: Signature = {
  cause: "scan",
  reference: "Zeek conn_state RSTOS0, RSTRH; nmap.org, Port Scanning Techniques",
  needs: [],
  match: (history) => matchHalfOpen(history) ?? matchConnect(history) ?? matchProbe(history),
};

/** A SYN that is accepted, and then an RST from its address without any ACK. */
function matchHalfOpen(history: History): Match | undefined {
  const { reset, portsAsked } = history;
  const refused = findRefusedAnswer(history);
  if (refused === undefined || refused.again !== undefined) return undefined;
  const isSure = !refused.isOfKernel || portsAsked >= MANY_PORTS;
  return {
    certainty: isSure ? "high" : "undecidable",
    evidence: [refused.syn, refused.accepted, reset],
    observed: "the SYN was accepted, but the client never sent an ACK",
    // A scanner makes its SYN itself, and its kernel, which knows of none, the RST.
    resetBy: "client",
    benign: true,
  };
}

/** Opened and aborted at once, by a client that asks for port after port. */
function matchConnect(history: History): Match | undefined {
  const { reset, sides, isClientKnown } = history;
  const isEmpty = sides.client.octets + sides.server.octets === 0;
  if (!isClientKnown || reset.from !== "client" || !isEmpty || !sides.server.hasSyn)
    return undefined;
  const ports = history.portsAsked;
  if (ports < MANY_PORTS || kindOf(history).kind !== "abort") return undefined;
  return {
    certainty: "medium",
    evidence: [reset],
    observed: `the client asked for ${ports} or more ports of this server, and reset without sending data`,
    benign: true,
  };
}

/** A segment that opens nothing and belongs to nothing, only to see what answers. */
function matchProbe(history: History): Match | undefined {
  const { before, sides, reset } = history;
  const kind = kindOf(history);
  const [probe] = before;
  const isAlone = before.length === 1;
  if (probe === undefined || !isAlone || sides[reset.from].segments > 0) return undefined;
  if (kind.kind !== "answer" || kind.to !== probe || probe.syn || probe.length > 0)
    return undefined;
  if (!probe.ack) {
    const name = probe.fin ? "FIN" : "no flag that a connection has";
    return {
      certainty: "high",
      evidence: [probe, reset],
      observed: `a lone segment with ${name} and without ACK was answered, as a port scan sends it`,
      benign: true,
    };
  }
  const ports = history.portsAsked;
  // The keep-alives of a kernel have timestamps.
  if (ports < MANY_PORTS || probe.hasTimestamps) return undefined;
  return {
    certainty: "medium",
    evidence: [probe, reset],
    observed: `lone ACKs went to ${ports} or more ports of this host`,
    benign: true,
  };
}
