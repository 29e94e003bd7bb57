import { kindOf } from "../reset-kind.js";
import type { Signature } from "../signature.js";
import { isForeign } from "../time-to-live.js";

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
        shows: "a firewall may refuse a SYN as a host does",
        by: "unknown",
      };
    }
    if (!isForeign(reset.timeToLive, usual)) return undefined;
    return {
      certainty: "medium",
      evidence: [kind.to, reset],
      shows: `the SYN was refused with a time to live of ${reset.timeToLive}, while the host accepts others with ${usual}`,
      by: "middle",
    };
  },
};
