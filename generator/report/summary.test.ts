import { describe, expect, it } from "vitest";
import { findingWith } from "../../test/support/finding.js";
import { ownModel } from "../../test/support/models.js";
import type { Finding } from "../model/finding.js";
import { makePage } from "./page.js";
import { Summary } from "./summary.js";
import { Tally } from "./tally.js";

function summaryOf(...changes: readonly Partial<Finding>[]): Summary {
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

  it("counts statements beyond its limit together, as others with counts of their own", () => {
    const { causes } = summaryOf(...texts(16_400, { unackedOctets: 2 }));
    const listed = causes.list(true);
    expect(listed).toHaveLength(16_384);
    expect(causes.others).toMatchObject({ name: "others", count: 16, lostOctets: 32 });
  });

  it("lets no flood of texts take the room of a code or of an inferred cause", () => {
    const { causes } = summaryOf(
      ...texts(17_000),
      { ...TIMEOUT, reasonCode: 14, reason: "Connection timeout" },
      { cause: "half-open" },
    );
    expect(causes.list(false).map(({ name }) => name)).toEqual(["half-open"]);
    expect(causes.list(true).map(({ name }) => name)).toContain("Connection timeout (14)");
  });

  it("lets no flood of made-up codes take the room of a registered one", () => {
    const codes = Array.from({ length: 17_000 }, (_, reasonCode) => ({ ...TIMEOUT, reasonCode }));
    const { causes } = summaryOf(...codes, {
      ...TIMEOUT,
      reasonCode: 14,
      reason: "Connection timeout",
    });
    expect(causes.list(true).map(({ name }) => name)).toContain("Connection timeout (14)");
  });

  it("tells long statements apart, and shows of each no more than has room", () => {
    const long = "x".repeat(60_000);
    const { causes } = summaryOf(
      { ...TIMEOUT, format: "text", reason: `${long}a` },
      { ...TIMEOUT, format: "text", reason: `${long}b` },
    );
    const names = causes.list(true).map(({ name }) => name);
    expect(names).toHaveLength(2);
    expect(Math.max(...names.map(({ length }) => length))).toBe(200);
  });
});

function texts(length: number, change = {}): readonly Partial<Finding>[] {
  return Array.from({ length }, (_, at) => ({
    ...TIMEOUT,
    format: "text",
    reason: `reason ${at}`,
    ...change,
  }));
}

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

describe("Summary", () => {
  it("is the same in whatever order its findings come", () => {
    const findings: readonly Partial<Finding>[] = [
      ...texts(17_000).map((one, at) => ({ ...one, frame: at + 1, time: timeOf(at % 500) })),
      ...manyClients(17_000),
      ...manyClients(1200, { cause: "scan", benign: true }),
      { cause: "idle-timeout", idleSeconds: 350, time: "9999-12-31T23:59:59Z" },
      { cause: "half-open", time: "0000-01-01T00:00:00Z", unackedOctets: 7 },
    ];
    const page = (changes: readonly Partial<Finding>[]): string =>
      makePage(summaryOf(...changes), ownModel(), "0");
    const expected = page(findings);
    const mixed = findings.toSorted(
      (a, b) => hashOf(JSON.stringify(a)) - hashOf(JSON.stringify(b)),
    );
    expect(page(findings.toReversed()) === expected).toBe(true);
    expect(page(mixed) === expected).toBe(true);
  });

  it("is the same where captures were counted by themselves", () => {
    const model = ownModel();
    const [whole, merged] = [new Summary(model), new Summary(model)];
    for (const part of [texts(9000), manyClients(9000), texts(17_000)]) {
      const tally = new Tally(model);
      for (const one of part) {
        tally.add(findingWith(one), 0);
        whole.add(findingWith(one), 0);
      }
      merged.merge(tally);
    }
    expect(makePage(merged, model, "0") === makePage(whole, model, "0")).toBe(true);
  });
});

function timeOf(second: number): string {
  return new Date(1_780_000_000_000 + 1000 * second).toISOString();
}

function manyClients(length: number, change = {}): readonly Partial<Finding>[] {
  return Array.from({ length }, (_, at) => ({
    client: { address: `10.${at >> 16}.${(at >> 8) & 0xff}.${at & 0xff}`, port: 1024 },
    frame: at + 1,
    ...change,
  }));
}

/** Any order that is neither of both. */
function hashOf(text: string): number {
  return [...text].reduce((hash, one) => (Math.imul(hash, 31) + one.charCodeAt(0)) | 0, 7);
}
