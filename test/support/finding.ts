import type { Finding } from "../../generator/model/finding.js";

/** A finding with what a test says of it; only for tests. */
export function findingWith(change: Partial<Finding> = {}): Finding {
  return {
    stream: 0,
    frame: 1,
    client: { address: "192.0.2.1", port: 40_000 },
    server: { address: "198.51.100.7", port: 443 },
    resetBy: "server",
    cause: "half-open",
    certainty: "high",
    stated: false,
    evidence: [1],
    unackedOctets: 0,
    benign: false,
    alternatives: [],
    missing: [],
    stage: "data",
    pattern: { bucket: "later", segments: "PSH+ACK; Data → RST" },
    contradictions: [],
    explanation: "it is a test",
    nextStep: "the test",
    ...change,
  };
}
