import { describe, expect, it } from "vitest";
import { contextForTest } from "../../test/support/context.js";
import { decodedPayload } from "../../test/support/decoded.js";
import { createDecodeTable, describeReading } from "./decode.js";

const timeout = decodedPayload("33aa000e00000000", 8, 7);
const wrongLength = decodedPayload("33aa000e0000", 6, 12345);
const figure4 = decodedPayload("33aa04d200007ed9");
const cut = decodedPayload("33aa000e", 8, 8);

function printed(
  rows: readonly (typeof timeout)[],
  options: { isTTY?: boolean; env?: Record<string, string> } = {},
) {
  const context = contextForTest(options);
  const table = createDecodeTable(context);
  for (const row of rows) table.add(row);
  table.print();
  return context.stdout.text;
}

describe("createDecodeTable", () => {
  it("prints a line for each, in columns as wide as their widest cell", () => {
    const time = "2026-05-05T12:00:00.000000Z";
    const later = { ...wrongLength, record: { ...wrongLength.record, time } };
    expect(printed([timeout, later])).toBe(
      [
        "Frame  Time                         Flow                       Reason                                                           Reference",
        "    7                               192.0.2.1:1 > 192.0.2.1:1  Connection timeout (14); draft-03: Reset received from the peer  draft-ietf-tcpm-rst-diagnostic-payload-02",
        `12345  ${time}  192.0.2.1:1 > 192.0.2.1:1  malformed, length 6: wrong-length`,
        "",
      ].join("\n"),
    );
  });

  it("prints nothing where no reason was found", () => {
    expect(printed([])).toBe("");
  });

  it("puts IPv6 addresses in brackets", () => {
    const source = { address: "2001:db8::1", port: 443 };
    const record = { ...timeout.record, source };
    expect(printed([{ ...timeout, record }])).toContain(" [2001:db8::1]:443 > 192.0.2.1:1 ");
  });

  it("has colours on a terminal only, and not against the user's will", () => {
    const sequence = "\u{1b}[";
    expect(printed([timeout, wrongLength, cut])).not.toContain(sequence);
    expect(printed([timeout], { isTTY: true, env: { NO_COLOR: "1" } })).not.toContain(sequence);
    const lines = printed([timeout, wrongLength, cut], { isTTY: true }).split("\n");
    expect(lines.map((line) => line.includes(sequence))).toEqual([true, false, true, true, false]);
    expect(lines[2]).toContain(`${sequence}31m`);
    expect(lines[3]).toContain(`${sequence}33m`);
  });
});

describe("describeReading", () => {
  it.each([
    ["a code that means the same everywhere", "33aa000100000000", 8, "Illegal option length (1)"],
    [
      "a code that means something else elsewhere",
      "33aa000e00000000",
      8,
      "Connection timeout (14); draft-03: Reset received from the peer",
    ],
    [
      "a vendor's code, with the vendor",
      "33aa04d200007ed9",
      8,
      `${figure4.record.reason} (code 1234, pen 32473)`,
    ],
    ["an unknown code", "33aaffff00000000", 8, "code 65535, pen 0 (unknown)"],
    ["an unknown vendor", "33aa000effffffff", 8, "code 14, pen 4294967295 (unknown)"],
    ["the reserved code", "33aa000000000000", 8, "malformed, code 0, pen 0: reserved-code"],
    [
      "the reserved code, the rest cut",
      "33aa0000",
      8,
      "malformed, code 0: reserved-code, truncated",
    ],
    ["a wrong length", "33aa000e0000000000", 9, "malformed, length 9: wrong-length"],
    ["a cut behind the code", "33aa000e", 8, "truncated, code 14"],
    ["a cut behind the magic number", "33aa", 8, "truncated"],
  ])("says in one cell what a payload says: %s", (_name, hex, lengthBytes, text) => {
    expect(describeReading(decodedPayload(hex, lengthBytes).reading)).toBe(text);
  });
});
