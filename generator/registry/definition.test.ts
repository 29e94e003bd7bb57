import type { ErrorObject } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  mutated,
  pointsInto,
  readOrThrow,
  realFile,
  toldBy,
} from "../../test/support/registry-files.js";
import { explainSchemaError, readDefinition } from "./definition.js";
import { sourceFile } from "./source-file.js";

const { text: REAL } = realFile("rst-diagnostic-payload.yaml");
const MARKUP = [":", "- ", "\n", "\n  ", "{", "}", "[", "]", "&a", "*a", "? ", "!!", "|", '"', "#"];
const SEE_SCHEMA = "see the form in rst-diagnostic-payload.schema.json";
const GIVE_TYPE = "give a value of that type; a text of digits needs quotes";

function read(text: string) {
  return toldBy(readDefinition(sourceFile("d.yaml", text)));
}

/** What is told of the real definition after an edit, and where that edit is. */
function readEdited(from: string, to: string) {
  const at = REAL.indexOf(from);
  expect(at).toBeGreaterThan(0);
  const line = REAL.slice(0, at).split("\n").length;
  return read(REAL.replace(from, () => to)).map((message) =>
    message.replace(/^d\.yaml:(\d+):\d+: /, (_place, number) => `${Number(number) - line}| `),
  );
}

describe("readDefinition", () => {
  const definition = readOrThrow(readDefinition(sourceFile("d.yaml", REAL)));

  it("gives the values as they are written", () => {
    expect(definition.data).toMatchObject({
      specification: "draft-ietf-tcpm-rst-diagnostic-payload-02",
    });
    expect(definition.data.formats[0]).toMatchObject({
      id: "diagnostic",
      fields: [{ value: 0x33aa }, { bits: 16 }, { bits: 32 }],
    });
  });

  it.each([
    ["a key of the top", ["title"], "title:"],
    ["an item", ["formats", 0], "id: diagnostic"],
    ["a key of an item", ["formats", 0, "fields", 2, "bits"], "bits: 32"],
    ["a key in braces", ["formats", 0, "examples", 0, "fields", "pen"], "pen: 0 }"],
    ["a key that is missing, above it", ["formats", 0, "length", "x", "y"], "length:"],
    ["an item that is missing, above it", ["formats", 7], "formats:"],
    ["the top, at its start", [], "title:"],
  ])("locates %s", (_what, path, found) => {
    const { line, column } = definition.locate(path);
    expect(REAL.split("\n")[line - 1]?.slice(column - 1)).toMatch(new RegExp(`^${found}`));
  });

  it.each([
    [
      "an unknown key",
      "title: TCP",
      "titel: x\ntitle: TCP",
      ['0| the key "titel" is unknown here; remove it or correct its spelling'],
    ],
    [
      "a missing key",
      "  - id: diagnostic\n    title: RST",
      "  - title: RST",
      ['0| an item of "formats": must have the key "id"; add it'],
    ],
    [
      "a number for a text",
      "title: TCP RST Diagnostic Payload",
      "title: 5",
      [`0| "title": must be string; ${GIVE_TYPE}`],
    ],
    [
      "a section that is a number",
      'section: "4.1"',
      "section: 4.1",
      [`0| "section": must be string; ${GIVE_TYPE}`],
    ],
    ["a fraction of a value", "is: 0", "is: 0.5", [`0| "is": must be integer; ${GIVE_TYPE}`]],
    ["a value that is no number", "is: 0", "is: .nan", [`0| "is": must be integer; ${GIVE_TYPE}`]],
    ["a value below 0", "is: 0", "is: -1", ['0| "is": must be >= 0; correct it']],
    ["another width of a PEN", "bits: 32", "bits: 64", ['0| "bits": must be 32; write that']],
    [
      "another registry of codes with a PEN",
      "otherwise: vendors",
      "otherwise: others",
      ['0| "otherwise": must be "vendors"; write that'],
    ],
    [
      "a path that leaves the folder",
      "vendors: vendors",
      "vendors: ../x",
      [`0| "vendors": must have another form; ${SEE_SCHEMA}`],
    ],
    [
      "a registry's id in capitals",
      "  tcp-failure-causes:",
      "  TCP:",
      [`0| "TCP": must have another form; ${SEE_SCHEMA}`],
    ],
    [
      "a magic number without value",
      "        value: 0x33AA\n",
      "",
      ['-3| an item of "fields": must have the key "value"; add it'],
    ],
    [
      "a value of another field",
      "kind: pen",
      "kind: pen\n        value: 3",
      ['1| the key "value" is unknown here; remove it or correct its spelling'],
    ],
    [
      "both is and is-not",
      "is: 0",
      "is: 0\n        is-not: 1",
      [
        '-2| an item of "malformed": must have one of the keys that exclude each other, and no other of them; keep exactly one of the keys that exclude each other',
      ],
    ],
    [
      "neither is nor is-not",
      "        is: 0\n",
      "",
      [
        '-2| an item of "malformed": must have one of the keys that exclude each other, and no other of them; keep exactly one of the keys that exclude each other',
      ],
    ],
    [
      "a key twice",
      "title: TCP",
      "title: x\ntitle: TCP",
      ["1| not well-formed YAML: Map keys must be unique; correct the markup"],
    ],
    [
      "an unknown tag",
      "title: TCP",
      "title: !x TCP",
      ["0| not well-formed YAML: Unresolved tag: !x; correct the markup"],
    ],
    [
      "a key that is a list",
      "title: TCP",
      "? [a]\n: b\ntitle: TCP",
      ["0| not well-formed YAML: With stringKeys, all keys must be strings; correct the markup"],
    ],
    [
      "a tab as indentation",
      "    title:",
      "\ttitle:",
      ["0| not well-formed YAML: Tabs are not allowed as indentation; correct the markup"],
    ],
    [
      "a key of every object",
      "vendors:",
      "__proto__: {}\nvendors:",
      ['0| the key "__proto__" is unknown here; remove it or correct its spelling'],
    ],
  ])("refuses %s, and shows its line", (_what, from, to, messages) => {
    expect(readEdited(from, to)).toEqual(messages);
  });

  it.each([
    ["an empty file", "", `the definition: must be object; ${GIVE_TYPE}`],
    ["a list", "- a", `the definition: must be object; ${GIVE_TYPE}`],
  ])("refuses %s", (_what, text, message) => {
    expect(read(text)).toEqual([`d.yaml:1:1: ${message}`]);
  });

  it("expands no billion laughs", () => {
    const lists = Array.from(
      { length: 9 },
      (_, at) => `l${at + 1}: &l${at + 1} [${`*l${at},`.repeat(10)}]`,
    );
    expect(read(["l0: &l0 lol", ...lists].join("\n"))).toEqual([
      "d.yaml:1:1: not usable YAML: Excessive alias count indicates a resource exhaustion attack; " +
        "write plain keys, and values without aliases",
    ]);
  });

  it("refuses what nests without end, in one message", () => {
    expect(read(`title: ${"[".repeat(20_000)}`)).toHaveLength(1);
    expect(read(`title: ${"[".repeat(20_000)}${"]".repeat(20_000)}`)).toHaveLength(1);
    expect(read("title: &a [*a]").length).toBeGreaterThan(1);
  });

  it("says all that is wrong with the shape at once", () => {
    expect(read("titel: x")).toHaveLength(5);
  });

  it("refuses half of a surrogate pair in a key", () => {
    expect(read('"\\ud800": 1').at(-1)).toMatch(/^d\.yaml:1:1: the key ".+" is unknown here; /);
  });

  it("never throws for any text", () => {
    const anything = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(fc.constantFrom(...MARKUP, "a", "title", "formats")).map((parts) => parts.join("")),
      fc.jsonValue().map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(anything, (text) => {
        const file = sourceFile("d.yaml", text);
        expect(pointsInto(file, readDefinition(file))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("never throws for the definition after any edits", () => {
    fc.assert(
      fc.property(mutated(REAL, MARKUP), (edited) => {
        const file = sourceFile("d.yaml", edited);
        expect(pointsInto(file, readDefinition(file))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

function error(edits: Partial<ErrorObject>): ErrorObject {
  return {
    keyword: "required",
    schemaPath: "#/required",
    instancePath: "/formats/0/fields",
    params: { missingProperty: "name" },
    ...edits,
  };
}

describe("explainSchemaError", () => {
  it.each([
    ["the top", "", "the definition", []],
    ["a key", "/formats", '"formats"', ["formats"]],
    [
      "an item of a list",
      "/formats/0/fields/2",
      'an item of "fields"',
      ["formats", 0, "fields", 2],
    ],
    ["a key with a slash and a tilde", "/a~1b~0c", '"a/b~c"', ["a/b~c"]],
    ["a key with a blank and a percent sign", "/a b%", '"a b%"', ["a b%"]],
  ])("names the value: %s", (_what, instancePath, name, path) => {
    expect(explainSchemaError(error({ instancePath }))).toEqual([
      path,
      `${name}: must have the key "name"`,
      "add it",
    ]);
  });

  it.each<Partial<ErrorObject>>([
    { keyword: "false schema", instancePath: "/titel" },
    {
      keyword: "additionalProperties",
      instancePath: "",
      params: { additionalProperty: "titel" },
    },
  ])("calls a key unknown where the schema has no place for it: %j", (edits) => {
    expect(explainSchemaError(error(edits))).toEqual([
      ["titel"],
      'the key "titel" is unknown here',
      "remove it or correct its spelling",
    ]);
  });

  it.each(["if", "propertyNames"])("leaves %s to the error inside", (keyword) => {
    expect(explainSchemaError(error({ keyword }))).toBeUndefined();
  });

  it("leaves the alternatives of oneOf to the oneOf itself", () => {
    expect(explainSchemaError(error({ schemaPath: "#/oneOf/0/required" }))).toBeUndefined();
    expect(explainSchemaError(error({ keyword: "oneOf", schemaPath: "#/oneOf" }))).toContain(
      "keep exactly one of the keys that exclude each other",
    );
  });

  it("has a remedy for a keyword it does not know", () => {
    expect(explainSchemaError(error({ keyword: "maximum" }))?.at(-1)).toBe("correct it");
  });
});
