import type { Signature } from "../signature.js";

/** Three RSTs with raw windows that count up, as no host sends them. */
export const injectedSeries: Signature = {
  cause: "injected",
  reference: "gfw.report, Unconditional Port 443 Block, 20 August 2025",
  needs: ["handshake"],
  match: ({ reset, after }) => {
    const [second, third] = after.filter(({ rst, ack, from }) => rst && ack && from === reset.from);
    if (!reset.ack || second === undefined || third === undefined) return undefined;
    const isSeries = second.window === reset.window + 1 && third.window === reset.window + 2;
    if (!isSeries || reset.window === 0) return undefined;
    return {
      certainty: "high",
      evidence: [reset, second, third],
      observed: `three RSTs have the windows ${reset.window}, ${second.window}, ${third.window}, which no host sends`,
      resetBy: "middle",
    };
  },
};
