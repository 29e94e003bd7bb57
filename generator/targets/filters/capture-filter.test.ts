import { describe, expect, it } from "vitest";
import { extendedModel, ownModel } from "../../../test/support/models.js";
import type { Format } from "../../model/format.js";
import { reasonCode } from "../../model/identifiers.js";
import { type CaptureForm, type Carrier, captureFilter, EVERYWHERE } from "./capture-filter.js";
import { payloadTest, type Wanted } from "./reset-filter.js";

function formatOf(formats: readonly Format[], id: string): Format {
  const format = formats.find((one) => one.id === id);
  if (!format) throw new Error(`no format ${id}`);
  return format;
}

const diagnostic = formatOf(ownModel().formats, "diagnostic");
const second = formatOf(extendedModel().formats, "second-format");
const description = formatOf(ownModel().formats, "description");
const linux = formatOf(ownModel().formats, "linux-experiment");

function withRows(...ranges: readonly (readonly [first: number, last: number])[]): Format {
  const rows = ranges.map(([first, last]) => ({
    first: reasonCode(first),
    last: reasonCode(last),
    description: "Cause",
    reference: "",
    category: "assigned" as const,
  }));
  return { ...linux, registry: { id: "rows", title: "Rows", others: [], notes: [], rows } };
}

const reason = (code: number, pen: number): Wanted => ({
  kind: "reason",
  codes: { first: code, last: code },
  pen,
});
const over = (carrier: Carrier): CaptureForm => ({ carriers: [carrier], vlan: false });
const filterOf = (wanted: Wanted, carrier: Carrier = "ipv4", format = diagnostic) =>
  captureFilter([payloadTest(format, wanted)], over(carrier));

const RST = "tcp[13] & 4 != 0 and ip[6:2] & 0x2000 = 0";
const LENGTH = "ip[2:2] - ((ip[0] & 0xf) << 2) - ((tcp[12] & 0xf0) >> 2)";
const PAYLOAD = "((tcp[12] & 0xf0) >> 2)";

describe("captureFilter", () => {
  it("has the length of the segment's data, and the magic number behind the TCP options", () => {
    expect(filterOf({ kind: "format" })).toBe(
      `${RST} and ${LENGTH} = 8 and tcp[${PAYLOAD}:2] = 0x33aa`,
    );
    expect(filterOf({ kind: "format" }, "ipv6")).toBe(
      "ip6[6] = 6 and ip6[53] & 4 != 0 and ip6[4:2] - ((ip6[52] & 0xf0) >> 2) = 8" +
        " and ip6[40 + ((ip6[52] & 0xf0) >> 2):2] = 0x33aa",
    );
  });

  it("walks over one Hop-by-Hop Options header of any length", () => {
    expect(filterOf({ kind: "format" }, "ipv6-hop-by-hop")).toBe(
      "ip6[6] = 0 and ip6[40] = 6 and ip6[61 + (ip6[41] << 3)] & 4 != 0 and" +
        " ip6[4:2] - 8 - (ip6[41] << 3) - ((ip6[60 + (ip6[41] << 3)] & 0xf0) >> 2) = 8 and" +
        " ip6[48 + (ip6[41] << 3) + ((ip6[60 + (ip6[41] << 3)] & 0xf0) >> 2):2] = 0x33aa",
    );
  });

  it("looks in all carriers at once, and ahead of them for a VLAN tag", () => {
    const tests = [payloadTest(diagnostic, { kind: "format" })];
    const [four, six, hopByHop] = EVERYWHERE.carriers.map((one) => captureFilter(tests, over(one)));
    const all = `(${four}) or (${six}) or (${hopByHop})`;
    expect(captureFilter(tests, EVERYWHERE)).toBe(all);
    expect(captureFilter(tests, { ...EVERYWHERE, vlan: true })).toBe(`vlan and (${all})`);
  });

  it("reads magic number and code at once, then the PEN", () => {
    expect(filterOf(reason(14, 0))).toBe(
      `${RST} and ${LENGTH} = 8 and tcp[${PAYLOAD}:4] = 0x33aa000e and tcp[${PAYLOAD} + 4:4] = 0`,
    );
    expect(filterOf(reason(14, 0), "ipv6")).toMatch(
      / and ip6\[44 \+ \(\(ip6\[52\] & 0xf0\) >> 2\):4\] = 0$/,
    );
  });

  it("has a PEN of 32 bits", () => {
    expect(filterOf(reason(0xffff, 0xfffffffe))).toMatch(
      /:4\] = 0x33aaffff and .* \+ 4:4\] = 0xfffffffe$/,
    );
  });

  it("has both ends of a range of codes", () => {
    const range: Wanted = { kind: "reason", codes: { first: 16, last: 4095 }, pen: 0 };
    expect(filterOf(range)).toBe(
      `${RST} and ${LENGTH} = 8 and tcp[${PAYLOAD}:2] = 0x33aa and tcp[${PAYLOAD} + 4:4] = 0` +
        ` and tcp[${PAYLOAD} + 2:2] >= 16 and tcp[${PAYLOAD} + 2:2] <= 4095`,
    );
  });

  it("leaves out the code where only the PEN counts", () => {
    const start = `${RST} and ${LENGTH} = 8 and tcp[${PAYLOAD}:2] = 0x33aa and `;
    expect(filterOf({ kind: "pen", pen: 32473 })).toBe(
      `${start}tcp[${PAYLOAD} + 4:4] = 0x00007ed9`,
    );
    expect(filterOf({ kind: "vendor" })).toBe(`${start}tcp[${PAYLOAD} + 4:4] != 0`);
  });

  it("takes what is malformed from the rules of the format", () => {
    expect(filterOf({ kind: "malformed" })).toBe(
      `${RST} and ip[2:2] >= ((ip[0] & 0xf) << 2) + ${PAYLOAD} + 2` +
        ` and tcp[${PAYLOAD}:2] = 0x33aa and (${LENGTH} != 8 or tcp[${PAYLOAD} + 2:2] = 0)`,
    );
    const strange = filterOf({ kind: "malformed" }, "ipv4", second);
    expect(strange).toContain(`(${LENGTH} != 12 or tcp[${PAYLOAD} + 2:1] != 0x02 or `);
  });

  it("tests the length, the codes of all revisions and the first zeros without a magic number", () => {
    const start = `${RST} and ${LENGTH} = 1000 and tcp[${PAYLOAD} + 1:4] = 0`;
    expect(filterOf({ kind: "format" }, "ipv4", linux)).toBe(
      `${start} and tcp[${PAYLOAD}:1] <= 24`,
    );
    expect(filterOf({ kind: "format" }, "ipv4", withRows([2, 5], [9, 9], [200, 255]))).toBe(
      `${start} and ((tcp[${PAYLOAD}:1] >= 2 and tcp[${PAYLOAD}:1] <= 5)` +
        ` or tcp[${PAYLOAD}:1] = 0x09 or tcp[${PAYLOAD}:1] >= 200)`,
    );
    expect(filterOf({ kind: "format" }, "ipv4", withRows([0, 255]))).toBe(start);
  });

  it("has a least length where a text goes on to the end", () => {
    const least = `${RST} and ip[2:2] >= ((ip[0] & 0xf) << 2) + ${PAYLOAD}`;
    expect(filterOf({ kind: "format" }, "ipv4", description)).toBe(
      `${least} + 3 and tcp[${PAYLOAD}:2] = 0xf317`,
    );
    expect(filterOf({ kind: "malformed" }, "ipv4", description)).toBe(
      `${least} + 2 and tcp[${PAYLOAD}:2] = 0xf317 and ${LENGTH} < 3`,
    );
  });

  it("leaves out the numbers of a format, and reads its fields where they are", () => {
    expect(filterOf(reason(0x0102, 0x03040506), "ipv4", second)).toBe(
      `${RST} and ${LENGTH} = 12 and tcp[${PAYLOAD}:2] = 0x33ab` +
        ` and tcp[${PAYLOAD} + 6:4] = 0x01020304 and tcp[${PAYLOAD} + 10:2] = 0x0506`,
    );
  });

  it("takes no more octets at once than there are before a gap", () => {
    const fields = second.fields.map((field) =>
      field.kind === "magic" ? { ...field, widthBits: 24 as const, value: 0x33abcd } : field,
    );
    const filter = filterOf({ kind: "format" }, "ipv4", { ...second, fields });
    expect(filter).toContain(`:2] = 0x33ab and tcp[${PAYLOAD} + 2:1] = 0xcd`);
  });
});
