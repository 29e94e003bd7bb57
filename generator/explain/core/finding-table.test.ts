import { describe, expect, it } from "vitest";
import { findingWith } from "../../../test/support/finding.js";
import type { Finding } from "../../model/finding.js";
import { FindingTable } from "./finding-table.js";

function printed(findings: readonly Partial<Finding>[]): readonly string[] {
  const table = new FindingTable();
  for (const finding of findings) table.add(findingWith(finding));
  const plain = (line: string) => line;
  return table.lines({ bold: plain, dim: plain });
}

const rowsOf = (lines: readonly string[]) =>
  lines.slice(3, lines.indexOf("", 3)).map((line) => line.trim().split(/ {2,}/));

describe("the table of findings", () => {
  it("is none without findings", () => {
    expect(printed([])).toEqual([]);
  });

  it("has a line for each cause of each server, with their ports", () => {
    const server = { address: "198.51.100.7", port: 80 };
    const other = { address: "2001:db8::7", port: 443 };
    expect(rowsOf(printed([{}, { server }, { server: other }]))).toEqual([
      ["2", "half-open", "high", "server", "198.51.100.7, 2 ports", "0", "1"],
      ["1", "half-open", "high", "server", "[2001:db8::7]:443", "0", "1"],
    ]);
  });

  it("shows the first frame, whatever was found first", () => {
    const lines = printed([{ frame: 6 }, { frame: 3 }, { frame: 9 }]);
    expect(rowsOf(lines).map((row) => row.at(-1))).toEqual(["3"]);
  });

  it("begins with what lost data, then what is frequent, and ends with what is benign", () => {
    const scan = { cause: "scan", benign: true } as const;
    const abort = { cause: "application-abort" } as const;
    const lost = { cause: "unread-data", unackedOctets: 9 } as const;
    const lines = printed([scan, scan, scan, {}, abort, abort, lost]);
    expect(rowsOf(lines).map(([count, cause]) => `${count} ${cause}`)).toEqual([
      "1 unread-data",
      "2 application-abort",
      "1 half-open",
      "3 scan (benign)",
    ]);
    expect(lines[0]).toBe(
      "7 connections reset (7 by the server), 3 of them benign. 1 may have lost data (9 octets).",
    );
  });

  it("shows no more groups than a screen has, and says so", () => {
    const findings = Array.from({ length: 20 }, (_, at) => ({
      server: { address: `198.51.100.${at}`, port: 443 },
    }));
    const lines = printed(findings);
    expect(lines).toContain("and 8 more groups: --json lists all");
    expect(lines.length).toBeLessThanOrEqual(24);
  });

  it("says what is stated, by whom it is registered, and what speaks against it", () => {
    const stated = {
      cause: "stated",
      stated: true,
      format: "diagnostic",
      reason: "ABORT process",
      reasonCode: 4,
    } as const;
    const lines = printed([
      { ...stated, contradictions: ["nothing fits"] },
      { ...stated, pen: 9, reasonCode: 5 },
    ]);
    expect(rowsOf(lines).map(([, cause]) => cause)).toEqual([
      "stated: ABORT process (4)",
      "stated: ABORT process (5, pen 9)",
    ]);
    expect(lines).toContain("  But nothing fits.");
    expect(lines).toContain("  Wireshark: frame.number in {1}");
  });

  it.each([
    ["of words", `"${"go away ".repeat(9)}"`],
    ["of escapes", `"${"\\u202e".repeat(20)}"`],
    ["of quotes", `"${'\\"'.repeat(40)}"`],
    ["of backslashes", `"${"\\\\".repeat(40)}"`],
    ["with an odd length", `"a${'\\"'.repeat(40)}"`],
  ])("ends a quotation %s that it cuts, outside of any escape", (_what, reason) => {
    const lines = printed([{ cause: "stated", stated: true, format: "text", reason }]);
    const cell = rowsOf(lines)[0]?.[1] ?? "";
    expect(cell.slice(cell.indexOf('"'))).toMatch(/^"(?:\\.|[^"\\])*"\.\.\.$/);
    expect(cell.length).toBeLessThanOrEqual(60);
  });

  it("names a hint of what is unknown as one", () => {
    const guess = [{ cause: "half-open", certainty: "low" }] as const;
    const lines = printed([{ cause: "unknown", certainty: "low", alternatives: guess }]);
    expect(rowsOf(lines)[0]?.[1]).toBe("unknown, perhaps half-open");
  });

  it("says what a code without words is, and that its sender is unknown", () => {
    const stated = { cause: "stated", stated: true, format: "diagnostic" } as const;
    const lines = printed([
      { ...stated, resetBy: "unknown", reasonCode: 99, pen: 0 },
      { ...stated, resetBy: "middle", reasonCode: 99, pen: 9 },
      { ...stated, resetBy: "unknown" },
    ]);
    expect(lines[0]).toContain("reset (1 by a middlebox, sender unknown: 2), 0 of them benign.");
    expect(rowsOf(lines).map(([, cause]) => cause)).toEqual([
      "stated: code 99 (unregistered)",
      "stated: code 99, pen 9 (unregistered)",
      "stated: no code captured",
    ]);
  });
});

describe("a flood of texts", () => {
  const stated = { cause: "stated", stated: true, certainty: "low" } as const;
  const text = (reason: string) => ({ ...stated, format: "text", reason });
  const flood = Array.from({ length: 5000 }, (_, at) => text(`cause number ${at}`));
  const halfOpen = { unackedOctets: 9, frame: 9999, server: { address: "2001:db8::7", port: 443 } };

  it("leaves what is inferred in rows of its own, whatever comes first", () => {
    const rows = rowsOf(printed([...flood, halfOpen]));
    expect(rows[0]).toEqual(["1", "half-open", "high", "server", "[2001:db8::7]:443", "9", "9999"]);
    expect(rowsOf(printed([halfOpen, ...flood]))).toEqual(rows);
  });

  it("is counted as others, with its own counts", () => {
    const rows = rowsOf(printed([...flood, halfOpen]));
    expect(rows[1]).toEqual(["3976", "stated: others", "low", "server", "others", "0", "1"]);
  });

  it("does not count as a code whose words it has", () => {
    const words = "Connection timeout";
    const code = { ...stated, format: "diagnostic", reason: words, reasonCode: 14 };
    expect(
      rowsOf(printed([code, text(`${words} (14)`)])).map(([count, cause]) => [count, cause]),
    ).toEqual([
      ["1", `stated: ${words} (14) [diagnostic]`],
      ["1", `stated: ${words} (14) [text]`],
    ]);
  });

  it("of servers leaves other causes and says the rest of its own", () => {
    const servers = Array.from({ length: 3000 }, (_, at) => ({
      cause: "closed-port" as const,
      server: { address: `10.0.${at >> 8}.${at & 0xff}`, port: 22 },
    }));
    const rows = rowsOf(printed([...servers, halfOpen]));
    expect(rows.slice(0, 2).map((row) => [row[0], row[1], row[4]])).toEqual([
      ["1", "half-open", "[2001:db8::7]:443"],
      ["1976", "closed-port", "others"],
    ]);
  });
});
