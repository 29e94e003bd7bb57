import { describe, expect, it } from "vitest";
import { pen, reasonCode } from "./identifiers.js";
import { RECORD_MEMBERS, type Reading, type Sighting, toRecord } from "./record.js";

const SIGHTING: Sighting = {
  frame: 7,
  time: "2026-04-19T16:59:13.939985Z",
  source: { address: "192.0.2.1", port: 39829 },
  destination: { address: "192.168.0.1", port: 8080 },
};

const READING: Reading = {
  format: "diagnostic",
  standing: "specified",
  status: "valid",
  lengthBytes: 8,
  reasonCode: reasonCode(14),
  pen: pen(0),
  numbers: { retryAfter: 3 },
  organisation: "ACME",
  registry: "tcp-failure-causes",
  revision: "draft-02",
  reason: "Connection timeout",
  reference: "draft-ietf-tcpm-rst-diagnostic-payload-02",
  text: "BIG-IP: ...",
  pattern: "big-ip",
  otherReadings: [{ revision: "draft-03", reason: "Reset received from the peer" }],
  problems: [],
};

describe("toRecord", () => {
  it("has the members of the design's record, and numbers beside them", () => {
    const { lengthBytes: _length, numbers: _numbers, ...stated } = READING;
    expect(toRecord(SIGHTING, READING)).toEqual({ ...SIGHTING, ...stated, retryAfter: 3 });
  });

  it("has no member but the stable ones, without the file, and the numbers", () => {
    expect(
      ["file", ...Object.keys(toRecord(SIGHTING, { ...READING, numbers: {} }))].sort(),
    ).toEqual([...RECORD_MEMBERS].sort());
  });

  it("ends with the problems, as people read it", () => {
    expect(Object.keys(toRecord(SIGHTING, READING)).at(-1)).toBe("problems");
  });

  it("leaves out what was not captured", () => {
    const cut: Reading = {
      format: "diagnostic",
      standing: "specified",
      status: "truncated",
      lengthBytes: 8,
      numbers: {},
      problems: ["truncated"],
    };
    expect(Object.keys(toRecord(SIGHTING, cut))).not.toContain("reasonCode");
  });
});
