import type { ComparedReset, ComparisonSummary } from "../../model/comparison.js";

const RESET: ComparedReset = {
  kind: "reset",
  verdict: "stripped",
  reordered: false,
  direction: "forward",
  sent: {
    frame: 12,
    time: "2026-05-05T12:00:20.000000Z",
    source: { address: "198.51.100.7", port: 443 },
    destination: { address: "192.0.2.1", port: 49152 },
    lengthBytes: 8,
    format: "diagnostic",
  },
  received: {
    frame: 9,
    time: "2026-05-05T12:00:20.004000Z",
    source: { address: "198.51.100.7", port: 443 },
    destination: { address: "192.0.2.1", port: 49152 },
    lengthBytes: 0,
    format: "empty",
  },
  timeToLiveDifference: 5,
  changes: [{ field: "dscp", sent: 46, received: 0 }],
  missing: [],
};

const SUMMARY: ComparisonSummary = {
  kind: "summary",
  sender: { file: "server.pcap", frames: 12, resets: 1, notCompared: 0 },
  receiver: { file: "client.pcap", frames: 9, resets: 1, notCompared: 0 },
  clock: { seconds: 0.004, spreadSeconds: 0, landmarks: 3 },
  verdicts: {
    delivered: 0,
    reordered: 0,
    stripped: 1,
    cut: 0,
    changed: 0,
    dropped: 0,
    added: 0,
    ambiguous: 0,
    uncovered: 0,
  },
  backward: 0,
  groups: [
    {
      format: "diagnostic",
      leastOctets: 8,
      mostOctets: 8,
      sent: 1,
      delivered: 0,
      reordered: 0,
      stripped: 1,
      cut: 0,
      changed: 0,
      dropped: 0,
      added: 0,
      ambiguous: 0,
      intact: { count: 0, of: 1, share: 0, low: 0, high: 0.7934567085261071 },
      arrived: { count: 1, of: 1, share: 1, low: 0.2065432914738929, high: 1 },
    },
  ],
  timeToLiveDifferences: [{ difference: 5, resets: 1 }],
  changes: [{ field: "dscp", resets: 1 }],
};

/** One object of each kind. */
export const EXAMPLES: readonly (ComparedReset | ComparisonSummary)[] = [RESET, SUMMARY];
