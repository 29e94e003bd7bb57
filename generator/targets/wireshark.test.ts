import { parse, type Statement } from "luaparse";
import { describe, expect, it } from "vitest";
import { luaNodes, luaShape } from "../../test/support/lua.js";
import { addVendor, extendedModel, modelOf, ownModel } from "../../test/support/models.js";
import { luaOf } from "../../test/support/pack.js";

const model = ownModel();
const whole = luaOf(model);
const COMPILED = /explanation\.source = \[(=*)\[\n([\s\S]*?)\n\]\1\]\n/;
/** What was written by hand, without the text that a compiler made. */
const script = whole.replace(COMPILED, 'explanation.source = ""\n');
const compiled = COMPILED.exec(whole)?.[2] ?? "";
const lines = script.split("\n");

describe("the Lua dissector", () => {
  it.each(["5.2", "5.3"] as const)("is Lua %s", (luaVersion) => {
    expect(() => parse(whole, { luaVersion })).not.toThrow();
    expect(compiled).not.toBe("");
    expect(() => parse(compiled, { luaVersion })).not.toThrow();
  });

  it("is printable ASCII, with lines of at most 100 columns and no blank at their end", () => {
    for (const line of lines) expect(line).toMatch(/^([\x20-\x7e]{0,99}[\x21-\x7e])?$/);
  });

  it("ends in one newline, and has no two empty lines", () => {
    expect(script).toMatch(/[^\n]\n$/);
    expect(script).not.toContain("\n\n\n");
  });

  it.each(["//", "&", "|", "~", "<<", ">>", "goto"])(
    "does not use %s, which some Lua lacks",
    (operator) => {
      expect(luaShape(script).tokens).not.toContain(operator);
    },
  );

  it("does not use string.pack, which Lua 5.2 lacks", () => {
    expect(script).not.toMatch(/string\.(un)?pack|[:.](un)?pack\(/);
  });

  it("needs at most 100 locals at a time, where Lua allows 200", () => {
    const chunk = luaNodes(script).find((node) => node.type === "Chunk");
    const body = chunk?.type === "Chunk" ? chunk.body : [];
    const blocks = body.map((node) => (node.type === "DoStatement" ? countLocals(node.body) : 0));
    expect(blocks.filter((count) => count > 0)).not.toHaveLength(0);
    expect(countLocals(body) + Math.max(...blocks)).toBeLessThanOrEqual(100);
  });

  it("has every row of every registry in one row of its own, by its code", () => {
    const registries = [
      ...model.registries.flatMap((registry) => [registry, ...registry.others]),
      ...model.vendors.map(({ registry }) => registry),
    ];
    const joined = script.replace(/\n +(?="|nil)/g, " ").replaceAll("{  ", "{ ");
    for (const { rows } of registries) {
      for (const { first: code, description, meaning, reference, origin } of rows) {
        const words = [description, meaning, reference, origin].map((text) => text || undefined);
        const written = words.slice(0, words.findLastIndex(Boolean) + 1);
        const cells = written.map((text) => (text === undefined ? "nil" : `"${text}"`));
        const row = new RegExp(`^ +\\[${code}\\] += (.*),$`, "gm");
        const found = Array.from(joined.matchAll(row), ([, one]) => one);
        expect(found).toContain(`{ ${cells.join(", ")} }`);
      }
    }
  });

  it("has what it says of a code, of a format and of a field nowhere but in its data", () => {
    const [data = "", rest = ""] = script.split("\n}\n\n-- What the parts below share");
    expect(rest.length).toBeGreaterThan(10_000);
    const [registry] = model.registries;
    for (const { description, meaning = "" } of registry?.rows ?? []) {
      expect(data).toContain(`"${description}"`);
      expect(rest).not.toContain(`"${description}"`);
      if (meaning.includes("-")) expect(rest).not.toContain(`"${meaning}"`);
    }
    for (const { id } of model.formats.filter((format) => format.id.includes("-"))) {
      expect(data.split(`"${id}"`)).toHaveLength(3);
      expect(rest).not.toContain(`"${id}"`);
    }
    expect(data.match(/"next_step"/g)).toHaveLength(1);
    expect(rest).not.toMatch(/"next_step",\s*"/);
  });

  it("has no row for what the Model calls unassigned", () => {
    const other = luaOf(
      modelOf((folder) =>
        addVendor(folder, [
          [1, "Unassigned", ""],
          [2, "Mine", ""],
        ]),
      ),
    );
    expect(other).toContain('rows = {\n            [2] = { "Mine" },\n          },\n');
  });

  it("has the organisation of a vendor where it is known, and no other", () => {
    const known =
      'id = "example-enterprise-reset-reasons",\n      organisation = "Example Enterprise Number';
    expect(script).toContain(known);
    const other = luaOf(modelOf((folder) => addVendor(folder, [[1, "Mine", ""]])));
    expect(other).toContain('[9]     = {\n      id = "vendor-9",\n      revisions = {\n');
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
    expect(extended).toContain("      magic = 0x33AA,\n      least = 9,\n      most = 9,\n");
    expect(extended).toContain("      magic = 0x33AB,\n      least = 12,\n      most = 12,\n");
  });

  it("has a field of a number at its place, as wide as it is", () => {
    expect(extended).toContain('{ kind = "number", name = "try-count", offset = 8, size = 1,');
    expect(extended).toContain('{ filter = "rstdiag.try_count", type = "uint8",');
    expect(extended).toContain('{ kind = "number", name = "path-id", offset = 3, size = 3,');
    expect(extended).toContain('{ filter = "rstdiag.path_id", type = "uint24",');
  });

  it("says of each rule whether the value is the malformed one or the only good one", () => {
    const joined = extended.replace(/,\n +(?=label|rule|when)/g, ", ");
    expect(joined).toContain(
      'name = "layout-version", when = "is-not", value = 2, label = "layout-version", ' +
        'rule = "Layout version must be 2 (section 4.1)" },',
    );
    expect(joined).toContain(
      'name = "reason-code", when = "is", value = 0, label = "code", ' +
        'rule = "Reason code must not be 0 (section 4.1)" },',
    );
  });
});

function countLocals(body: readonly Statement[]): number {
  return body.reduce((count, node) => {
    if (node.type === "LocalStatement") return count + node.variables.length;
    return count + (node.type === "FunctionDeclaration" && node.isLocal ? 1 : 0);
  }, 0);
}
