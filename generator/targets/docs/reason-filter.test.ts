import { describe, expect, it } from "vitest";
import { extendedModel, ownModel } from "../../models-for-test.js";
import { captureFilter } from "../text/capture-filter.js";
import { reasonFilter } from "./reason-filter.js";

const own = ownModel();
const extended = extendedModel();

function registryOf(model: typeof own) {
  const [registry] = model.registries;
  if (!registry) throw new Error("no registry");
  return registry;
}

describe("reasonFilter", () => {
  it("has the names of Wireshark's fields: one for the codes of IANA, one for vendors'", () => {
    expect(reasonFilter(own, registryOf(own), { first: 14, last: 14, pen: 0 })?.display).toBe(
      "tcp.rst_diagnostic.reason_code == 14",
    );
    expect(reasonFilter(own, registryOf(own), { first: 14, last: 14, pen: 9 })?.display).toBe(
      "tcp.rst_diagnostic.vendor_reason_code == 14 && tcp.rst_diagnostic.pen == 9",
    );
  });

  it("captures the code in all formats that carry the registry", () => {
    const stated = { first: 14, last: 14, pen: 0 };
    const filter = reasonFilter(extended, registryOf(extended), stated);
    const each = extended.diagnosticFormats.map((format) =>
      captureFilter(format, { code: 14, pen: 0 }),
    );
    expect(filter?.capture).toBe(each.join(" or "));
    expect(filter?.display).toBe("tcp.rst_diagnostic.reason_code == 14");
  });

  it("names the formats where another one has the same codes of another registry", () => {
    const other = { ...registryOf(extended), id: "other" };
    const [first, ...rest] = extended.diagnosticFormats;
    const diagnosticFormats = first ? [{ ...first, registry: other }, ...rest] : [];
    const filter = reasonFilter({ ...extended, diagnosticFormats }, other, {
      first: 14,
      last: 14,
      pen: 0,
    });
    expect(filter?.display).toBe(
      "tcp.rst_diagnostic.reason_code == 14 && tcp.rst_diagnostic.magic in {0x33AA}",
    );
    expect(filter?.capture).not.toContain("0x33ab");
  });

  it("finds the codes of a range in Wireshark", () => {
    const range = { first: 18, last: 65_535, pen: 0 };
    expect(reasonFilter(own, registryOf(own), range)).toEqual({
      display: "tcp.rst_diagnostic.reason_code in {18..65535}",
    });
  });

  it("has nothing to find where no format carries the registry", () => {
    const stranger = { ...registryOf(own), id: "stranger" };
    expect(reasonFilter(own, stranger, { first: 14, last: 14, pen: 0 })).toBeUndefined();
  });
});
