import { describe, expect, it } from "vitest";
import type { DiagnosticFormat } from "../../model/format.js";
import { extendedModel, ownModel } from "../../models-for-test.js";
import { captureFilter } from "./capture-filter.js";

function formatOf(formats: readonly DiagnosticFormat[], id: string): DiagnosticFormat {
  const format = formats.find((one) => one.id === id);
  if (!format) throw new Error(`no format ${id}`);
  return format;
}

const diagnostic = formatOf(ownModel().diagnosticFormats, "diagnostic");
const second = formatOf(extendedModel().diagnosticFormats, "second-format");

describe("captureFilter", () => {
  it("has the length of the segment's data, and the magic number behind the TCP options", () => {
    expect(captureFilter(diagnostic)).toBe(
      "(tcp[13] & 4 != 0 and ip[2:2] - ((ip[0] & 0xf) << 2) - ((tcp[12] & 0xf0) >> 2) = 8" +
        " and tcp[((tcp[12] & 0xf0) >> 2):2] = 0x33aa)" +
        " or (ip6[6] = 6 and ip6[53] & 4 != 0 and ip6[4:2] - ((ip6[52] & 0xf0) >> 2) = 8" +
        " and ip6[40 + ((ip6[52] & 0xf0) >> 2):2] = 0x33aa)",
    );
  });

  it("reads magic number and code at once, then the PEN", () => {
    const filter = captureFilter(diagnostic, { code: 14, pen: 0 });
    expect(filter).toContain(" and tcp[((tcp[12] & 0xf0) >> 2):4] = 0x33aa000e");
    expect(filter).toContain(" and tcp[((tcp[12] & 0xf0) >> 2) + 4:4] = 0)");
    expect(filter).toContain(" and ip6[40 + ((ip6[52] & 0xf0) >> 2):4] = 0x33aa000e");
    expect(filter).toContain(" and ip6[44 + ((ip6[52] & 0xf0) >> 2):4] = 0)");
  });

  it("has a PEN of 32 bits", () => {
    const filter = captureFilter(diagnostic, { code: 0xffff, pen: 0xfffffffe });
    expect(filter).toContain(":4] = 0x33aaffff and ");
    expect(filter).toContain(" + 4:4] = 0xfffffffe)");
  });

  it("leaves out the numbers of a format, and reads its fields where they are", () => {
    const filter = captureFilter(second, { code: 0x0102, pen: 0x03040506 });
    expect(filter.split(" or ")[0]).toBe(
      "(tcp[13] & 4 != 0 and ip[2:2] - ((ip[0] & 0xf) << 2) - ((tcp[12] & 0xf0) >> 2) = 12" +
        " and tcp[((tcp[12] & 0xf0) >> 2):2] = 0x33ab" +
        " and tcp[((tcp[12] & 0xf0) >> 2) + 6:4] = 0x01020304" +
        " and tcp[((tcp[12] & 0xf0) >> 2) + 10:2] = 0x0506)",
    );
  });

  it("takes no more octets at once than there are before a gap", () => {
    const fields = second.fields.map((field) =>
      field.kind === "magic" ? { ...field, widthBits: 24 as const, value: 0x33abcd } : field,
    );
    const filter = captureFilter({ ...second, fields });
    expect(filter).toContain(":2] = 0x33ab and tcp[((tcp[12] & 0xf0) >> 2) + 2:1] = 0xcd)");
  });
});
