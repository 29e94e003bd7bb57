import { describe, expect, it } from "vitest";
import { ownModel } from "../../../test/support/models.js";
import type { Field } from "../../model/format.js";
import { fieldTitle, hex } from "../rendering/layout.js";
import { fieldFilter, VENDOR_CODE_FILTER } from "./reset-filter.js";

const base = { widthBits: 16, offsetBytes: 0, meaning: "Of the test", section: "1" } as const;
const FIELDS: Readonly<Record<string, Field>> = {
  magic: { ...base, kind: "magic", name: "marker", value: 1 },
  code: { ...base, kind: "reason-code", name: "cause" },
  pen: { ...base, kind: "pen", name: "enterprise" },
  number: { ...base, kind: "number", name: "try-count-2" },
};

describe.each([
  ["magic", "tcp.rst_diagnostic.magic", "Magic number"],
  ["code", "tcp.rst_diagnostic.reason_code", "Reason code"],
  ["pen", "tcp.rst_diagnostic.pen", "Private enterprise number"],
  ["number", "rstdiag.try_count_2", "Try count 2"],
])("the field %s", (key, filter, title) => {
  const field = FIELDS[key];
  const [format] = ownModel().diagnosticFormats;

  it("has upstream's filter name by its kind; a number has one of ours, by its name", () => {
    expect(field && format && fieldFilter(format, field)).toBe(filter);
  });

  it("has a title by its kind; a number's is its name", () => {
    expect(field && fieldTitle(field)).toBe(title);
  });
});

it("a vendor's reason code has upstream's name for it", () => {
  expect(VENDOR_CODE_FILTER).toBe("tcp.rst_diagnostic.vendor_reason_code");
});

describe("hex", () => {
  it.each([
    [0x33aa, 16, "0x33AA"],
    [0xa, 16, "0x000A"],
    [0xa, 8, "0x0A"],
    [0xffffffff, 32, "0xFFFFFFFF"],
  ])("writes %d of %d bits with all its digits: %s", (value, widthBits, text) => {
    expect(hex(value, widthBits)).toBe(text);
  });
});
