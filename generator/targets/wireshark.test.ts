import { parse } from "luaparse";
import { describe, expect, it } from "vitest";
import { extendedModel, ownModel } from "../models-for-test.js";
import { luaOf } from "../pack-for-test.js";
import { luaNodes, luaShape, luaStrings } from "./text/lua-for-test.js";

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

  it.each(["bit32", "require", "unpack", "loadstring", "load", "dofile", "io", "os"])(
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

  it("has each filter name once", () => {
    const names = luaStrings(script)
      .map(String)
      .filter((text) => /^(tcp\.rst_diagnostic|rstdiag)\.[a-z_]+$/.test(text));
    const made = names.filter((name) => name !== "tcp.rst_diagnostic.magic");
    expect(made).toEqual([...new Set(made)]);
    // The magic number's is also asked for: it tells that Wireshark decodes the payload itself.
    expect(names.filter((name) => name === "tcp.rst_diagnostic.magic")).toHaveLength(2);
    expect(made.sort()).toEqual([
      "rstdiag.malformed",
      "rstdiag.other_reading",
      "rstdiag.reason",
      "rstdiag.reference",
      "rstdiag.registry",
      "rstdiag.revision",
      "rstdiag.status",
      "rstdiag.truncated",
      "rstdiag.unknown_code",
      "rstdiag.unknown_vendor",
      "tcp.rst_diagnostic.pen",
      "tcp.rst_diagnostic.reason_code",
      "tcp.rst_diagnostic.vendor_reason_code",
    ]);
  });

  it("has every row of every registry, by its code", () => {
    const registries = [...model.registries, ...model.vendors.map(({ registry }) => registry)];
    for (const { rows } of registries) {
      for (const { first: code, description, reference } of rows) {
        const row = (text: string) =>
          lines.some((line) => line.trim().replace(/ += /, " = ") === `[${code}] = "${text}",`);
        expect([code, row(description), row(reference)]).toEqual([code, true, true]);
      }
    }
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
    expect(script).toContain('version = "1.2.3"');
  });
});

describe("the dissector of other formats", () => {
  const extended = luaOf(extendedModel());

  it("has a table for each magic number", () => {
    expect(extended).toMatch(/^formats\[0x33AA\] = {\n {2}length = 9, /m);
    expect(extended).toMatch(/^formats\[0x33AB\] = {\n {2}length = 12, /m);
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
        '      rule = "Layout version must be 2 (section 4.1)" },',
    );
    expect(extended).toContain(
      '{ name = "reason-code", value = 0, is = true, label = "code",\n' +
        '      rule = "Reason code must not be 0 (section 4.1)" },',
    );
  });
});

function isLocal(node: object): boolean {
  return "isLocal" in node && node.isLocal === true;
}
