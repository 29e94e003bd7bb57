import { describe, expect, it } from "vitest";
import { extendedModel, ownModel } from "../../../test/support/models.js";
import { EVERYWHERE } from "./capture-filter.js";
import { displayFormats, formatFilter, reasonFilter, resetFilter } from "./reset-filter.js";

const own = ownModel();
const extended = extendedModel();
const CODES = { first: 14, last: 14 };

function registryOf(model: typeof own) {
  const [registry] = model.registries;
  if (!registry) throw new Error("no registry");
  return registry;
}

describe("reasonFilter", () => {
  it("has the names of Wireshark's fields: one for the codes of IANA, one for vendors'", () => {
    expect(reasonFilter(own, registryOf(own), { codes: CODES, pen: 0 })?.display).toBe(
      "tcp.rst_diagnostic.reason_code == 14",
    );
    expect(reasonFilter(own, registryOf(own), { codes: CODES, pen: 9 })?.display).toBe(
      "tcp.rst_diagnostic.vendor_reason_code == 14 && tcp.rst_diagnostic.pen == 9",
    );
  });

  it("captures the code in all formats that carry the registry", () => {
    const filter = reasonFilter(extended, registryOf(extended), { codes: CODES, pen: 0 });
    const capture = filter?.capture({ ...EVERYWHERE, carriers: ["ipv4"] });
    expect(capture).toMatch(/^\(.* = 0x33aa000e .*\) or \(.* = 0x33ab .*\)$/);
    expect(filter?.display).toBe("tcp.rst_diagnostic.reason_code == 14");
  });

  it("names the formats where another one has the same codes of another registry", () => {
    const other = { ...registryOf(extended), id: "other" };
    const [first, ...rest] = extended.diagnosticFormats;
    const diagnosticFormats = first ? [{ ...first, registry: other }, ...rest] : [];
    const filter = reasonFilter({ ...extended, diagnosticFormats }, other, {
      codes: CODES,
      pen: 0,
    });
    expect(filter?.display).toBe(
      "tcp.rst_diagnostic.reason_code == 14 && tcp.rst_diagnostic.magic == 0x33AA",
    );
    expect(filter?.capture(EVERYWHERE)).not.toContain("0x33ab");
  });

  it("finds the codes of a format without a PEN by the name that they have there", () => {
    const linux = own.registries.find(({ id }) => id === "linux-rst-reasons");
    const filter = linux && reasonFilter(own, linux, { codes: CODES });
    expect(filter?.display).toBe("rstdiag.linux_reason == 14");
    expect(filter?.capture({ carriers: ["ipv6"], vlan: false })).toMatch(
      / = 1000 and ip6\[40 \+ .*:4\] = 0x0e000000 and ip6\[44 \+ .*:1\] = 0$/,
    );
    expect(filter?.finds).toEqual({ kind: "reason", codes: CODES, formats: ["linux-experiment"] });
  });

  it("has nothing to find where no format carries the registry", () => {
    const stranger = { ...registryOf(own), id: "stranger" };
    expect(reasonFilter(own, stranger, { codes: CODES, pen: 0 })).toBeUndefined();
  });
});

describe("formatFilter", () => {
  const filters = own.formats.map((format) => formatFilter(own, format)?.display);

  it("finds what has a magic number or one length, and else nothing", () => {
    expect(filters).toEqual([
      "tcp.rst_diagnostic.magic == 0x33AA",
      "tcp.rst_diagnostic.magic == 0xF317",
      'rstdiag.format == "linux-experiment"',
      undefined,
      undefined,
    ]);
  });

  it("has a display filter even where no capture filter can be", () => {
    expect(displayFormats(own.formats.slice(-2))).toBe('rstdiag.format in {"text", "opaque"}');
  });
});

describe("resetFilter", () => {
  it.each([
    [{ kind: "format" }, "tcp.rst_diagnostic.magic in {0x33AA, 0x33AB}"],
    [{ kind: "vendor" }, "tcp.rst_diagnostic.pen != 0"],
    [{ kind: "pen", pen: 9 }, "tcp.rst_diagnostic.pen == 9"],
    [{ kind: "malformed" }, "rstdiag.malformed && !(tcp.rst_diagnostic.magic == 0xF317)"],
    [
      { kind: "reason", codes: { first: 16, last: 20 }, pen: 0 },
      "tcp.rst_diagnostic.reason_code in {16..20}",
    ],
  ] as const)("displays %o with %s", (wanted, display) => {
    expect(resetFilter(extended, wanted).display).toBe(display);
  });
});
