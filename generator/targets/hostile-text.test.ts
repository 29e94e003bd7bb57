import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readC } from "../../test/support/c.js";
import { decodeBytes } from "../../test/support/decode.js";
import { HOSTILE } from "../../test/support/hostile.js";
import { hostileModel } from "../../test/support/hostile-model.js";
import { luaShape, luaStrings } from "../../test/support/lua.js";
import { luaOf, patchOf, profileOf, schemaOf, typeOf } from "../../test/support/pack.js";
import type { Model } from "../model/model.js";
import { tcpdumpText } from "../model/tcpdump-text.js";
import { findUnprintable } from "../model/text.js";
import { makeSamples } from "../samples/samples.js";
import { openSchema } from "../verify/schema-check.js";

/** What an output is made of where digests and texts are left out. */
function luaWithoutText(model: Model) {
  return luaShape(luaOf(model));
}

function cOf(model: Model) {
  const added = patchOf(model).match(/^\+(?!\+\+).*$/gm) ?? [];
  return readC(added.map((line) => line.slice(1)).join("\n"));
}

const harmless = hostileModel("Harmless words");
const HARMLESS = {
  lua: luaWithoutText(harmless),
  c: cOf(harmless).code,
  type: readC(typeOf(harmless)).code,
};

describe.each(HOSTILE)("registry text with %s", (_name, text) => {
  const model = hostileModel(text);

  it("does not change the shape of the Lua, and comes out of it as it was", () => {
    expect(luaWithoutText(model)).toEqual(HARMLESS.lua);
    const texts = luaStrings(luaOf(model)).map(String);
    expect(texts).toEqual(expect.arrayContaining([text, `${text} again`]));
  });

  it("does not change the shape of the C, and comes out of it as tcpdump prints it", () => {
    expect(cOf(model).code).toBe(HARMLESS.c);
    const texts = cOf(model).strings.map(String);
    expect(texts).toEqual(
      expect.arrayContaining([tcpdumpText(text), tcpdumpText(`${text} again`)]),
    );
  });

  it("leaves the Lua, the patch and the TypeScript type in printable ASCII", () => {
    for (const output of [luaOf(model), patchOf(model), typeOf(model)]) {
      expect(output.replace(/^ .*\t.*$/gm, "")).toMatch(/^[\x20-\x7e\n]*$/);
    }
  });

  it("does not add or end a line of the patch", () => {
    const lines = (patch: string) => patch.split("\n").map((line) => line[0]);
    expect(lines(patchOf(model))).toEqual(lines(patchOf(harmless)));
  });

  it("comes out of the JSON Schema as it was, and its examples have it", () => {
    const { title, $defs, examples } = JSON.parse(schemaOf(model));
    const row = { properties: { reason: { const: text }, reference: { const: text } } };
    expect(title).toBe(`${text}: record`);
    expect($defs["tcp-failure-causes"]).toMatchObject({ title: text });
    expect($defs["tcp-failure-causes"].oneOf[1]).toMatchObject(row);
    expect(examples[0]).toMatchObject({ reason: text, reference: text });
    expect(examples[1]).toMatchObject({ reason: text, organisation: text });
    expect(openSchema(schemaOf(model)).kind).toBe("usable");
  });

  it("stays in the comments of the TypeScript type", () => {
    expect(readC(typeOf(model)).code).toBe(HARMLESS.type);
  });

  it("is read back from the samples", async () => {
    const samples = makeSamples(model).filter(({ name }) => name.startsWith("registered-codes"));
    const decoded = await decodeBytes(model, samples[0]?.content ?? new Uint8Array());
    expect(decoded.map(({ record }) => record.reason)).toEqual(expect.arrayContaining([text]));
  });
});

/** Texts that the rules let in, of the characters that mean something to some target. */
const registryText = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom(..."\\\"'`[]{}()<>%$#@*/?-=~&|;,.:!^_ a1"),
      fc.string({ unit: "binary", maxLength: 1 }),
    ),
    maxLength: 30,
  })
  .map((text) => text.replace(/\s+/g, " ").trim())
  .filter((text) => text !== "" && findUnprintable(text) === undefined)
  // A reference is read without mail addresses and empty brackets, and a row may be unassigned.
  .map((text) => `x ${text.replace(/@|[(<]\s*[)>]/g, "")} x`);

describe("any text of a registry", () => {
  it("leaves the shape of every output as it is, and comes out of the Lua and the schema", () => {
    const linesOf = (model: Model) =>
      [...profileOf(model)].map(([name, content]) => [name, content.split("\n").length]);
    fc.assert(
      fc.property(registryText, (text) => {
        const model = hostileModel(text);
        expect(luaWithoutText(model)).toEqual(HARMLESS.lua);
        const own = model.diagnosticFormats[0]?.registry.rows[1]?.description ?? "";
        expect(luaStrings(luaOf(model)).map(String)).toContain(own);
        expect(schemaOf(model)).toContain(JSON.stringify(own));
        expect(cOf(model).code).toBe(HARMLESS.c);
        expect(cOf(model).strings.map(String)).toContain(tcpdumpText(own));
        expect(readC(typeOf(model)).code).toBe(HARMLESS.type);
        expect(linesOf(model)).toEqual(linesOf(harmless));
      }),
      { numRuns: 60 },
    );
  });
});
