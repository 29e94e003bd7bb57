import { lastWhere } from "../history.js";
import type { Signature } from "../signature.js";

/** A SYN that is accepted, and then an RST from its address without any ACK. */
export const scan: Signature = {
  cause: "scan",
  reference: "Zeek conn_state RSTOS0, RSTRH",
  needs: ["handshake"],
  match: ({ reset, before, sides }) => {
    const { client, server } = sides;
    if (reset.from !== "client" || !client.hasSyn || !server.hasSyn) return undefined;
    if (client.ack !== undefined || client.octets + server.octets > 0) return undefined;
    const syn = before.find(({ from }) => from === "client");
    const accepted = lastWhere(before, ({ from, syn: isSyn }) => from === "server" && isSyn);
    if (syn === undefined || accepted === undefined || reset.sequence !== 1) return undefined;
    return {
      certainty: "high",
      evidence: [syn, accepted, reset],
      observed: "the SYN was accepted, but the client never sent an ACK",
      benign: true,
    };
  },
};
