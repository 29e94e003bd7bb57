import { describe, expect, it } from "vitest";
import { findingWith } from "../../test/support/finding.js";
import { ownModel } from "../../test/support/models.js";
import { Summary } from "./summary.js";

function summaryOf(...changes: readonly Parameters<typeof findingWith>[0][]): Summary {
  const summary = new Summary(ownModel());
  for (const change of changes) summary.add(findingWith(change), 0);
  return summary;
}

const TIMEOUT = { stated: true, cause: "stated", format: "diagnostic", pen: 0 } as const;

describe("Coverage", () => {
  it("puts each reset that is not benign into one class", () => {
    const { coverage } = summaryOf(
      { ...TIMEOUT, reasonCode: 14, reason: "Connection timeout" },
      { reasonCode: 2 },
      { ...TIMEOUT, reasonCode: 4000 },
      { ...TIMEOUT, pen: 32473, reasonCode: 1 },
      { cause: "after-tls-alert" },
      { cause: "unknown" },
      { cause: "scan", benign: true },
    );
    const { covered, uncovered, unknown, vendors, unregistered, codes, withoutCode } = coverage;
    expect({ covered, uncovered, unknown, vendors, unregistered }).toEqual({
      covered: 2,
      uncovered: 1,
      unknown: 1,
      vendors: 1,
      unregistered: 1,
    });
    expect([...codes]).toEqual([
      [14, { stated: 1, inferred: 0 }],
      [2, { stated: 0, inferred: 1 }],
    ]);
    expect([...withoutCode]).toEqual([["after-tls-alert", 1]]);
  });
});

describe("CauseGroups", () => {
  it("tells stated causes apart by format, code and words, and benign ones by their kind", () => {
    const { causes } = summaryOf(
      { ...TIMEOUT, reasonCode: 14, reason: "Connection timeout" },
      { ...TIMEOUT, reasonCode: 14, reason: "Connection timeout" },
      { ...TIMEOUT, format: "text", reason: "Connection timeout" },
      { cause: "closed-port" },
      { cause: "closed-port", benign: true },
    );
    expect(causes.list(true).map(({ count }) => count)).toEqual([2, 1]);
    expect(causes.list(false).map(({ kind }) => kind)).toEqual(["inferred", "benign"]);
  });

  it("counts statements beyond its limit together", () => {
    const statements = Array.from({ length: 1030 }, (_, at) => ({
      ...TIMEOUT,
      reason: `reason ${at}`,
    }));
    const { causes } = summaryOf(...statements);
    expect(causes.list(true).length + causes.refused).toBe(1030);
    expect(causes.refused).toBe(6);
  });
});

describe("Pairs", () => {
  it("names who reset whom, and a middlebox by no address", () => {
    const { pairs } = summaryOf(
      { resetBy: "client" },
      { resetBy: "server" },
      { resetBy: "server" },
      { resetBy: "middle" },
    );
    expect(pairs.list().map(({ resetter, victim, count }) => [resetter, victim, count])).toEqual([
      ["server 198.51.100.7:443", "client 192.0.2.1", 2],
      ["client 192.0.2.1", "server 198.51.100.7:443", 1],
      ["middlebox", "client 192.0.2.1 and server 198.51.100.7:443", 1],
    ]);
  });
});

describe("KeptFindings", () => {
  it("lists no more than there is room for, and what is rare even then", () => {
    const flood = Array.from({ length: 5000 }, () => ({ cause: "closed-port" }) as const);
    const { kept } = summaryOf(...flood, { cause: "idle-timeout" }, { benign: true });
    const causes = kept.list().map(({ finding }) => finding.cause);
    expect(causes.length).toBe(1002);
    expect(causes).toContain("idle-timeout");
    expect(kept.list().at(-1)?.finding.benign).toBe(true);
  });
});
