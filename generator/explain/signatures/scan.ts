import type { Signature } from "../signature.js";

/** A SYN that is accepted, and reset by the one who sent it, without an ACK. */
export const scan: Signature = {
  cause: "scan",
  reference: "Zeek conn_state RSTOS0, RSTRH",
  needs: ["handshake"],
  match: ({ reset, before, sides }) => {
    const { client, server } = sides;
    if (reset.from !== "client" || !client.hasSyn || !server.hasSyn) return undefined;
    if (client.ack !== undefined || client.octets + server.octets > 0) return undefined;
    const syn = before.find(({ from }) => from === "client");
    const accepted = before.findLast(({ from, syn: isSyn }) => from === "server" && isSyn);
    if (syn === undefined || accepted === undefined || reset.sequence !== 1) return undefined;
    return {
      certainty: "high",
      evidence: [syn, accepted, reset],
      shows: "the SYN was accepted, and the client reset it without ever sending an ACK",
      benign: true,
    };
  },
};
