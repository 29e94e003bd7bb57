import { parse } from "luaparse";
import { describe, expect, it } from "vitest";
import { luaNodes, luaShape } from "../../test/support/lua.js";
import { addVendor, extendedModel, modelOf, ownModel } from "../../test/support/models.js";
import { luaOf } from "../../test/support/pack.js";

const model = ownModel();
const script = luaOf(model);
const lines = script.split("\n");

describe("the Lua dissector", () => {
  it.each(["5.2", "5.3"] as const)("is Lua %s", (luaVersion) => {
    expect(() => parse(script, { luaVersion })).not.toThrow();
  });

  it("is printable ASCII, with lines of at most 100 columns and no blank at their end", () => {
    for (const line of lines) expect(line).toMatch(/^([\x20-\x7e]{0,99}[\x21-\x7e])?$/);
  });

  it("ends in one newline, and has no two empty lines", () => {
    expect(script).toMatch(/[^\n]\n$/);
    expect(script).not.toContain("\n\n\n");
  });

  it.each(["bit32", "require", "unpack", "loadstring", "load", "dofile", "os"])(
    "does not use the global %s, which some Wireshark lacks or forbids",
    (name) => {
      expect(luaShape(script).tokens).not.toContain(name);
    },
  );

  it.each(["//", "&", "|", "~", "<<", ">>", "goto"])(
    "does not use %s, which some Lua lacks",
    (operator) => {
      expect(luaShape(script).tokens).not.toContain(operator);
    },
  );

  it("does not use string.pack, which Lua 5.2 lacks", () => {
    expect(script).not.toMatch(/string\.(un)?pack|[:.](un)?pack\(/);
  });

  it("defines no global", () => {
    const assigned = luaNodes(script).flatMap((node) =>
      node.type === "AssignmentStatement" ? node.variables : [],
    );
    const functions = luaNodes(script).flatMap((node) =>
      node.type === "FunctionDeclaration" && node.identifier ? [node.identifier] : [],
    );
    const names = [...assigned, ...functions].filter(
      (node) => node.type === "Identifier" && !isLocal(node),
    );
    expect(names).toEqual([]);
  });

  it("makes each field once", () => {
    const names = [...script.matchAll(/proto_field\("\w+", "([a-z_.]+)"/g)].map(([, name]) => name);
    const experts = [...script.matchAll(/ProtoExpert\.new\("([a-z_.]+)"/g)].map(([, name]) => name);
    expect([...names, ...experts].sort()).toEqual([
      "rstdiag.format",
      "rstdiag.linux_reason",
      "rstdiag.lost",
      "rstdiag.malformed",
      "rstdiag.organisation",
      "rstdiag.origin",
      "rstdiag.other_reading",
      "rstdiag.pair",
      "rstdiag.pattern",
      "rstdiag.quoted",
      "rstdiag.reason",
      "rstdiag.reference",
      "rstdiag.registry",
      "rstdiag.revision",
      "rstdiag.source",
      "rstdiag.standing",
      "rstdiag.status",
      "rstdiag.text",
      "rstdiag.truncated",
      "rstdiag.unacked",
      "rstdiag.unknown_code",
      "rstdiag.unknown_vendor",
      "tcp.rst_diagnostic.magic",
      "tcp.rst_diagnostic.pen",
      "tcp.rst_diagnostic.reason_code",
      "tcp.rst_diagnostic.reason_desc",
      "tcp.rst_diagnostic.vendor_reason_code",
    ]);
  });

  it("has every row of every registry, by its code", () => {
    const registries = [...model.registries, ...model.vendors.map(({ registry }) => registry)];
    for (const { rows } of registries) {
      for (const { first: code, description, reference } of rows) {
        const row = (text: string) =>
          lines.some((line) => line.trim().replace(/ += /, " = ") === `[${code}] = "${text}",`);
        const hasReference = reference === "" || row(reference);
        expect([code, row(description), hasReference]).toEqual([code, true, true]);
      }
    }
  });

  it("has the organisation of a vendor where it is known, and no other", () => {
    const known =
      '[32473] = {\n    name = "example-enterprise-reset-reasons",\n    organisation = "Example';
    expect(script).toContain(known);
    const other = luaOf(modelOf((folder) => addVendor(folder, [[1, "Mine", ""]])));
    expect(other).toContain('[9] = {\n    name = "vendor-9",\n    {\n');
  });

  it("names its generator, the specification, the revision and each input with its digest", () => {
    const header = script.slice(0, script.indexOf("\nlocal "));
    expect(header).toContain("do not edit");
    expect(header).toContain("SPDX-License-Identifier: GPL-2.0-or-later");
    expect(header).toContain(model.specification);
    expect(header).toContain(`revision: ${model.revision}`);
    for (const { path, digest } of model.inputs) {
      expect(header).toContain(`${path}\n--     ${digest}\n`);
    }
  });

  it("shows the generator's version", () => {
    expect(script).toContain('"1.2.3, draft-02, inputs ');
  });
});

describe("the dissector of other formats", () => {
  const extended = luaOf(extendedModel());

  it("has the magic number and the length of each", () => {
    expect(extended).toContain("    magic = 0x33AA,\n    least = 9, most = 9,\n");
    expect(extended).toContain("    magic = 0x33AB,\n    least = 12, most = 12,\n");
  });

  it("has a field of a number at its place, as wide as it is", () => {
    expect(extended).toContain('{ name = "try-count", offset = 8, size = 1,');
    expect(extended).toContain('proto_field("uint8", "rstdiag.try_count",');
    expect(extended).toContain('{ name = "path-id", offset = 3, size = 3,');
    expect(extended).toContain('proto_field("uint24", "rstdiag.path_id",');
  });

  it("says of each rule whether the value is the malformed one or the only good one", () => {
    expect(extended).toContain(
      '{ name = "layout-version", value = 2, is = false, label = "layout-version",\n' +
        '        rule = "Layout version must be 2 (section 4.1)" },',
    );
    expect(extended).toContain(
      '{ name = "reason-code", value = 0, is = true, label = "code",\n' +
        '        rule = "Reason code must not be 0 (section 4.1)" },',
    );
  });
});

function isLocal(node: object): boolean {
  return "isLocal" in node && node.isLocal === true;
}
