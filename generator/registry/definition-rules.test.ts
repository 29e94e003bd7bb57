import { describe, expect, it } from "vitest";
import {
  cell,
  definitionOf,
  FORMAT,
  MAGIC,
  numberField,
  PEN,
  REASON_CODE,
  registryOf,
  row,
  TEXT_FORMAT,
  told,
} from "../../test/support/registry-sources.js";
import type { DefinitionData } from "./definition.js";
import { checkDefinition, groupsAreKnown } from "./definition-rules.js";

const OTHER = {
  ...FORMAT,
  id: "other",
  fields: [{ ...MAGIC, value: 0x33ab }, REASON_CODE, PEN],
  examples: [],
};
const [EXAMPLE] = FORMAT.examples ?? [];

/** The format with a number of that name and width, as long as it needs to be. */
function withNumber(format: typeof FORMAT, name: string, bits: 8 | 16) {
  const fields = [...format.fields, numberField(name, bits)];
  return { ...format, fields, length: { ...format.length, octets: 8 + bits / 8 }, examples: [] };
}

function causes(revision: string): DefinitionData["registries"] {
  return { causes: { default: revision, revisions: { "draft-02": "a.xml", "draft-03": "b.xml" } } };
}

describe("checkDefinition", () => {
  it.each<[string, Partial<DefinitionData>]>([
    ["one format", {}],
    ["two formats that can be told apart", { formats: [FORMAT, OTHER] }],
    [
      "two formats with one number of one width",
      { formats: [withNumber(FORMAT, "retry-after", 8), withNumber(OTHER, "retry-after", 8)] },
    ],
    ["a later revision as default", { registries: causes("draft-03") }],
  ])("lets pass a definition with %s", (_title, data) => {
    expect(told(checkDefinition(definitionOf(data)))).toEqual([]);
  });

  it.each<[string, Partial<DefinitionData>, string]>([
    [
      "no two formats have one id",
      { formats: [FORMAT, { ...OTHER, id: "diagnostic" }] },
      'formats/1/id:1:1: two formats have the id "diagnostic"; rename one',
    ],
    [
      "no two formats have one magic number",
      { formats: [OTHER, FORMAT, { ...FORMAT, id: "third" }] },
      'formats/2/fields/0/value:1:1: "third" has the magic number of "diagnostic"; ' +
        "give each format its own",
    ],
    [
      "a format of everything comes last",
      { formats: [{ ...TEXT_FORMAT, fields: [], patterns: [] }, FORMAT] },
      'formats/0:1:1: every payload is of the format "text", so those behind it are never seen; ' +
        "move it to the end",
    ],
    [
      "a number has one width in all formats",
      { formats: [withNumber(FORMAT, "retry-after", 8), withNumber(OTHER, "retry-after", 16)] },
      'formats/1/fields/3/bits:1:1: "retry-after" has 16 bits here and 8 in another format; ' +
        "rename one, or make the widths equal",
    ],
    [
      "a member of the record has one width in all formats",
      { formats: [withNumber(FORMAT, "a-1", 8), withNumber(OTHER, "a1", 16)] },
      'formats/1/fields/3/bits:1:1: "a1" has 16 bits here and 8 in another format; ' +
        "rename one, or make the widths equal",
    ],
    [
      "the default revision is listed",
      { registries: causes("draft-04") },
      'registries/causes/default:1:1: the revision "draft-04" of "causes" is not listed; ' +
        "use one of draft-02, draft-03",
    ],
    [
      "the default revision is listed, although every object has that name",
      { registries: causes("toString") },
      'registries/causes/default:1:1: the revision "toString" of "causes" is not listed; ' +
        "use one of draft-02, draft-03",
    ],
  ])("%s", (_rule, data, message) => {
    expect(told(checkDefinition(definitionOf(data)))).toEqual([message]);
  });

  it.each<[string, Partial<DefinitionData>]>([
    ["title", { title: "a\u202eb" }],
    ["formats/0/title", { formats: [{ ...FORMAT, title: "a\u202eb" }] }],
    [
      "formats/0/fields/2/meaning",
      { formats: [{ ...FORMAT, fields: [MAGIC, REASON_CODE, { ...PEN, meaning: "a\u202eb" }] }] },
    ],
    [
      "formats/0/examples/0/title",
      { formats: [{ ...FORMAT, examples: EXAMPLE ? [{ ...EXAMPLE, title: "a\u202eb" }] : [] }] },
    ],
  ])("%s is plain text", (path, data) => {
    const message = `${path}:1:1: the text has the control, invisible, stacked or bidirectional-override character U+202E; delete it`;
    expect(told(checkDefinition(definitionOf(data)))).toEqual([message]);
  });

  it("leaves one magic number twice in one format to the rules of a format", () => {
    const twice = { ...FORMAT, fields: [MAGIC, MAGIC, REASON_CODE, PEN] };
    const said = told(checkDefinition(definitionOf({ formats: [twice] })));
    expect(said.filter((line) => line.includes("has the magic number of"))).toEqual([]);
  });

  it("runs the rules of a format on each one", () => {
    const long = { ...FORMAT.length, octets: 9 };
    const formats = [
      { ...FORMAT, length: long },
      { ...OTHER, length: long },
    ];
    expect(checkDefinition(definitionOf({ formats })).map(({ place }) => place.path)).toEqual([
      "formats/0/length",
      "formats/1/length",
    ]);
  });
});

const ROWS = [{ ...row(10, "1", "A"), group: cell("late", 10) }, row(20, "2", "B")];

describe("groupsAreKnown", () => {
  it("accepts the groups of the definition, and rows without one", () => {
    const groups = { late: { title: "Late", colour: "#F0E442" } };
    expect(groupsAreKnown(definitionOf({ groups }), registryOf({ rows: ROWS }))).toEqual([]);
  });

  it("names the place of another one, and the choice", () => {
    const groups = { early: { title: "Early", colour: "#F0E442" } };
    const found = groupsAreKnown(definitionOf({ groups }), registryOf({ rows: ROWS }));
    const what = 'the group "late" is not in the definition; add it to groups';
    expect(told(found)).toEqual([`causes.xml:10:1: ${what}, or use one of early`]);
  });

  it.each(["constructor", "__proto__"])("does not know %s, which every object has", (name) => {
    const rows = [{ ...row(10, "1", "A"), group: cell(name) }];
    const found = groupsAreKnown(definitionOf(), registryOf({ rows }));
    expect(told(found)[0]).toMatch(/is not in the definition; add it to groups, or remove it$/);
  });
});
