import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { decodeBytes } from "../capture/decode-for-test.js";
import { makeSamples } from "../capture/samples.js";
import type { Model } from "../model/model.js";
import { editDefinition, modelOf, registryXml } from "../models-for-test.js";
import { luaOf, patchOf, schemaOf, typeOf } from "../pack-for-test.js";
import { openSchema } from "../verify/schema-check.js";
import { readC } from "./text/c-for-test.js";
import { HOSTILE } from "./text/hostile-for-test.js";
import { luaShape, luaStrings } from "./text/lua-for-test.js";
import { tcpdumpText } from "./text/tcpdump-text.js";

const VENDOR = "vendors/32473.xml";

/** Only a further number has its meaning in the TypeScript type. */
const EXTRA = { name: "extra", kind: "number", bits: 8, section: "4.1" } as const;

/** A Model whose texts from outside are all `text`. */
function modelOfText(text: string): Model {
  return modelOf((folder) => {
    editDefinition(folder, (data) => ({
      ...data,
      title: text,
      formats: data.formats.map((format) => ({
        ...format,
        title: text,
        length: { ...format.length, octets: format.length.octets + 1 },
        fields: [...format.fields, EXTRA].map((field) => ({ ...field, meaning: text })),
        examples: (format.examples ?? []).map((example) => ({
          ...example,
          octets: `${example.octets} 00`,
          title: text,
        })),
      })),
    }));
    const texts = { title: text, note: text };
    const xml = (id: string) =>
      registryXml({
        ...texts,
        id,
        rows: [
          [0, "Reserved", text],
          [1, text, text],
          [1234, `${text} again`, ""],
        ],
      });
    writeFileSync(join(folder, "tcp-failure-causes.draft-02.xml"), xml("tcp-failure-causes"));
    writeFileSync(join(folder, VENDOR), xml("example-enterprise-reset-reasons"));
  });
}

/** What an output is made of where digests and texts are left out. */
function luaWithoutText(model: Model) {
  return luaShape(luaOf(model));
}

function cOf(model: Model) {
  const added = patchOf(model).match(/^\+(?!\+\+).*$/gm) ?? [];
  return readC(added.map((line) => line.slice(1)).join("\n"));
}

const harmless = modelOfText("Harmless words");

describe.each(HOSTILE)("registry text with %s", (_name, text) => {
  const model = modelOfText(text);

  it("does not change the shape of the Lua, and comes out of it as it was", () => {
    expect(luaWithoutText(model)).toEqual(luaWithoutText(harmless));
    const texts = luaStrings(luaOf(model)).map(String);
    expect(texts).toEqual(expect.arrayContaining([text, `${text} again`]));
  });

  it("does not change the shape of the C, and comes out of it as tcpdump prints it", () => {
    expect(cOf(model).code).toBe(cOf(harmless).code);
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
    expect(openSchema(schemaOf(model)).kind).toBe("usable");
  });

  it("stays in the comments of the TypeScript type", () => {
    expect(readC(typeOf(model)).code).toBe(readC(typeOf(harmless)).code);
  });

  it("is read back from the samples", async () => {
    const samples = makeSamples(model).filter(({ name }) => name.startsWith("registered-codes"));
    const decoded = await decodeBytes(model, samples[0]?.content ?? new Uint8Array());
    expect(decoded.map(({ record }) => record.reason)).toEqual(expect.arrayContaining([text]));
  });
});
