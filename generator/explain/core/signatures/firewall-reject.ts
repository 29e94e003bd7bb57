import { isForeign, kindOf } from "../reset-kind.js";
import type { Signature } from "../signature.js";

/** A SYN that is refused on the way: as by a closed port, but not from the host's distance. */
export const firewallReject: Signature = {
  cause: "firewall-reject",
  reference: "Linux net/netfilter/nf_reject_ipv4.c",
  needs: ["handshake"],
  match: (history, { timeToLiveOf }) => {
    const { reset, sides, server } = history;
    const kind = kindOf(history);
    if (reset.from !== "server" || sides.server.segments > 0) return undefined;
    if (kind.kind !== "answer" || kind.isBare || !kind.to.syn) return undefined;
    const usual = timeToLiveOf(server.address);
    if (usual === undefined) {
      return {
        certainty: "low",
        evidence: [kind.to, reset],
        observed: "a firewall can refuse a SYN as a host does",
        resetBy: "unknown",
      };
    }
    if (!isForeign(reset.timeToLive, usual)) return undefined;
    return {
      certainty: "medium",
      evidence: [kind.to, reset],
      observed: `the refusal has a TTL of ${reset.timeToLive}, while the host accepts other SYNs with ${usual}`,
      resetBy: "middle",
    };
  },
};
