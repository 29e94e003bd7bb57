import { describe, expect, it } from "vitest";
import { toldBy } from "../../test/support/registry-files.js";
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
  SHAPE_FORMAT,
  TEXT_FORMAT,
  told,
} from "../../test/support/registry-sources.js";
import {
  type DefinitionData,
  type FieldData,
  type FormatData,
  readDefinition,
} from "./definition.js";
import { checkDefinition, checkFormat, groupsAreKnown } from "./definition-rules.js";
import { sourceFile } from "./source-file.js";

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

/** A format of its own, rather than a change of the usual one. */
function isWhole(edits: Partial<FormatData>): edits is FormatData {
  return edits.id !== undefined;
}

/** What the rules of a format say of one, each with the path of what is wrong. */
function judge(edits: Partial<FormatData>): readonly string[] {
  const format: FormatData = isWhole(edits) ? edits : { ...FORMAT, ...edits };
  const { data } = definitionOf({ formats: [format] });
  return checkFormat(format, data).map(
    ([path, what, remedy]) => `${path.join("/")}:1:1: ${what}; ${remedy}`,
  );
}

/** What the schema says of a format, each with the line of what is wrong. */
function judgeShape(edits: Partial<FormatData>): readonly string[] {
  const format: FormatData = isWhole(edits) ? edits : { ...FORMAT, ...edits };
  const { registry } = format;
  const others = { section: "1", ...(registry && "zero" in registry && { otherwise: "vendors" }) };
  const whole = registry ? { ...format, registry: { ...registry, ...others } } : format;
  const text = JSON.stringify({ ...definitionOf().data, formats: [whole] }, null, 1);
  const lines = text.split("\n");
  return toldBy(readDefinition(sourceFile("d.yaml", text))).map((message) =>
    message.replace(/^d\.yaml:(\d+):\d+: /, (_place, line) => `${lines[line - 1]?.trim()} `),
  );
}

const withField = (field: FieldData) => ({ fields: [MAGIC, REASON_CODE, PEN, field] });
const withExample = (edits: Partial<typeof EXAMPLE>) => ({
  examples: EXAMPLE ? [EXAMPLE, { ...EXAMPLE, ...edits }] : [],
});
const malformed = (edits: { field?: string; problem?: string; is?: number }) => ({
  malformed: [{ problem: "bad", field: "pen", is: 1, section: "4.1", ...edits }],
});

const NAMED = { meaning: "Words", section: "1" } as const;
const ZEROS: FieldData = { name: "zeros", kind: "zero", octets: 1, ...NAMED };
const WORDS: FieldData = { name: "words", kind: "text", ...NAMED };

const { patterns: _patterns, ...PLAIN_TEXT } = TEXT_FORMAT;
const WITHOUT_FIELDS: FormatData = { ...PLAIN_TEXT, fields: [] };

const RETRY_AFTER = numberField("retry-after", 8);

describe("rules of a format", () => {
  it.each<[string, Partial<FormatData>]>([
    ["as the draft has it", {}],
    [
      "with a number behind the key fields",
      { ...withField(RETRY_AFTER), length: { ...FORMAT.length, octets: 9 }, examples: [] },
    ],
    [
      "with the largest magic number",
      { fields: [{ ...MAGIC, value: 0xffff }, REASON_CODE, PEN], examples: [] },
    ],
    ["with a malformed value of 32 bits", malformed({ is: 0xffffffff })],
    [
      "with one value that is not malformed",
      { malformed: [{ problem: "bad", field: "pen", "is-not": 0, section: "4" }] },
    ],
    ["of printable text", TEXT_FORMAT],
    ["that is told by its shape", SHAPE_FORMAT],
    [
      "with a magic number and a text",
      {
        ...TEXT_FORMAT,
        length: { least: 3, otherwise: "too-short", section: "1" },
        fields: [MAGIC, { name: "words", kind: "text", otherwise: "no-text", ...NAMED }],
      },
    ],
    ["without any field", WITHOUT_FIELDS],
  ])("let pass a format %s", (_title, edits) => {
    expect(judge(edits)).toEqual([]);
    expect(judgeShape(edits)).toEqual([]);
  });

  it.each<[string, Partial<FormatData>, string]>([
    [
      "the fields fill the length",
      { length: { ...FORMAT.length, octets: 12 } },
      'length:1:1: the fields of "diagnostic" have 64 bits, but its length is 96 bits; ' +
        "correct the fields, or make the length 8 octets",
    ],
    [
      "no key field is missing",
      { fields: [MAGIC, REASON_CODE] },
      'fields:1:1: "diagnostic" needs one field of kind pen, it has 0; correct the fields',
    ],
    [
      "no key field is there twice",
      withField({ ...REASON_CODE, name: "other" }),
      'fields:1:1: "diagnostic" needs one field of kind reason-code, it has 2; correct the fields',
    ],
    [
      "a reason code beside a PEN has 16 bits",
      { fields: [MAGIC, { ...REASON_CODE, bits: 8 }, PEN] },
      'fields/1/bits:1:1: the reason code of "diagnostic" has less than 16 bits; make it 16 bits',
    ],
    [
      "the magic number comes first",
      { fields: [REASON_CODE, MAGIC, PEN] },
      'fields/1:1:1: the magic number of "diagnostic" is not its first field; move it to the top',
    ],
    [
      "no two fields have one name",
      withField(numberField("pen", 8)),
      'fields/3/name:1:1: "diagnostic" has two fields "pen"; rename one',
    ],
    [
      "no two fields are one member of the record",
      { fields: [MAGIC, REASON_CODE, PEN, numberField("a-1", 8), numberField("a1", 8)] },
      'fields/4/name:1:1: "diagnostic" has two fields "a1"; rename one',
    ],
    [
      "a number is no member of every record",
      withField(numberField("time", 8)),
      'fields/3/name:1:1: the name "time" is taken in every record; rename the field',
    ],
    [
      "a number is no word of a target",
      withField(numberField("vendor-reason-code", 8)),
      'fields/3/name:1:1: the name "vendorReasonCode" is taken in every record; rename the field',
    ],
    [
      "the registry is picked by the PEN",
      { registry: { "picked-by": "reason-code", zero: "causes" } },
      'registry/picked-by:1:1: "reason-code" is not a field of kind pen; name the format\'s pen field',
    ],
    [
      "the registry is one of the definition",
      { registry: { "picked-by": "pen", zero: "toString" } },
      'registry/zero:1:1: the registry "toString" is unknown; ' +
        "use one of causes, or add it to the registries",
    ],
    [
      "a malformed value is of a field",
      malformed({ field: "cause" }),
      'malformed/0/field:1:1: "diagnostic" has no field "cause"; name one of its fields',
    ],
    [
      "a malformed value fits its field",
      malformed({ field: "reason-code", is: 65536 }),
      'malformed/0/field:1:1: "reason-code" cannot be 65536; correct the value',
    ],
    [
      "a malformed value has another problem than a wrong length",
      malformed({ problem: FORMAT.length.otherwise }),
      'malformed/0/problem:1:1: "wrong-length" is the problem of a wrong length; ' +
        "use another name for the problem",
    ],
    [
      "an example has the octets of its values",
      withExample({ octets: "33aa 04d2 0000 7eD8" }),
      "examples/1/octets:1:1: the example's octets are 33aa04d200007ed8, " +
        "but its values give 33aa04d200007ed9; correct the octets, the values or the fields",
    ],
    [
      "a field that an example does not state is 0",
      withExample({ fields: { pen: 32473 } }),
      "examples/1/octets:1:1: the example's octets are 33aa04d200007ed9, " +
        "but its values give 33aa000000007ed9; correct the octets, the values or the fields",
    ],
    [
      "an example states fields of the format",
      withExample({ fields: { cause: 1 } }),
      'examples/1/fields/cause:1:1: "cause" is not a field of "diagnostic" ' +
        "with a value of its own; name one of its fields",
    ],
    [
      "an example does not state the magic number",
      withExample({ fields: { magic: 13226 } }),
      'examples/1/fields/magic:1:1: "magic" is not a field of "diagnostic" ' +
        "with a value of its own; name one of its fields",
    ],
  ])("%s", (_rule, edits, message) => {
    expect(judge(edits)).toContain(message);
  });

  it.each<[string, FormatData, string]>([
    [
      "a text has an octet of its own",
      { ...TEXT_FORMAT, fields: [RETRY_AFTER, WORDS], length: { least: 1, section: "1" } },
      'length:1:1: the text of "text" needs a least length of 2 octets; correct the length',
    ],
    [
      "zeros are part of the length",
      { ...SHAPE_FORMAT, length: { octets: 11, section: "A" } },
      'length:1:1: the fields of "shape" have 80 bits, but its length is 88 bits; ' +
        "correct the fields, or make the length 10 octets",
    ],
    [
      "a text comes last",
      { ...TEXT_FORMAT, fields: [WORDS, RETRY_AFTER] },
      'fields/0:1:1: the text of "text" is not its last field; move it to the end',
    ],
    [
      "zeros are there once",
      { ...SHAPE_FORMAT, fields: [...SHAPE_FORMAT.fields, ZEROS] },
      'fields:1:1: "shape" can have one field of kind zero, it has 2; correct the fields',
    ],
    [
      "a PEN has a registry to pick",
      { ...TEXT_FORMAT, fields: [PEN, WORDS] },
      'fields:1:1: "text" can have no field of kind pen, it has 1; correct the fields',
    ],
    [
      "the only registry is one of the definition",
      { ...SHAPE_FORMAT, registry: { always: "others" } },
      'registry/always:1:1: the registry "others" is unknown; ' +
        "use one of causes, or add it to the registries",
    ],
    [
      "a pattern has a reason, and nothing behind it",
      { ...TEXT_FORMAT, patterns: [{ id: "p", title: "P", parts: ["reason", "decimal"] }] },
      'patterns/0:1:1: the pattern "p" does not end in its only reason; make "reason" its last part',
    ],
  ])("of other formats: %s", (_rule, format, message) => {
    expect(judge(format)).toContain(message);
  });

  const unknown = (key: string) =>
    `the key "${key}" is unknown here; remove it or correct its spelling`;

  it.each<[string, Partial<FormatData>, string]>([
    [
      "a PEN has 32 bits",
      { fields: [MAGIC, REASON_CODE, { ...PEN, bits: 24 }] },
      '"bits": 24, "bits": must be 32; write that',
    ],
    [
      "a number has a width that every target reads",
      withField({ ...REASON_CODE, kind: "number", bits: JSON.parse("12") }),
      '"bits": 12, "bits": must be one of 8, 16, 24, 32; write one of these',
    ],
    [
      "the magic number fits its field",
      { fields: [{ ...MAGIC, value: 0x10000 }, REASON_CODE, PEN] },
      '"value": 65536, "value": must be <= 65535; correct it',
    ],
    [
      "every magic number is as wide",
      { fields: [{ ...MAGIC, bits: 32 }, REASON_CODE, PEN] },
      '"bits": 32, "bits": must be 16; write that',
    ],
    [
      "a reason code has 16 bits at most",
      { ...SHAPE_FORMAT, fields: [{ ...REASON_CODE, bits: 24 }] },
      '"bits": 24, "bits": must be one of 8, 16; write one of these',
    ],
    [
      "a reason code has a registry",
      { ...TEXT_FORMAT, fields: [REASON_CODE, WORDS] },
      '{ an item of "formats": must have the key "registry"; add it',
    ],
    [
      "a registry has a reason code",
      { ...TEXT_FORMAT, registry: { always: "causes" } },
      `"registry": { ${unknown("registry")}`,
    ],
    [
      "without a magic number nothing is malformed",
      { ...TEXT_FORMAT, length: { least: 4, otherwise: "short", section: "1" } },
      `"otherwise": "short", ${unknown("otherwise")}`,
    ],
    [
      "without a magic number no value is malformed",
      { ...SHAPE_FORMAT, malformed: FORMAT.malformed },
      `"malformed": [ ${unknown("malformed")}`,
    ],
    [
      "with a magic number a payload of another length has a problem",
      { length: { octets: 8, section: "1" } },
      '"length": { "length": must have the key "otherwise"; add it',
    ],
    [
      "with a magic number a text that is none has a problem",
      { ...TEXT_FORMAT, length: FORMAT.length, fields: [MAGIC, WORDS] },
      '{ an item of "fields": must have the key "otherwise"; add it',
    ],
    [
      "a wrong length is not called truncated",
      { length: { ...FORMAT.length, otherwise: "truncated" } },
      '"otherwise": "truncated", "otherwise": has a name that is taken; use another one',
    ],
    [
      "a malformed value is not called truncated",
      malformed({ problem: "truncated" }),
      '"problem": "truncated", "problem": has a name that is taken; use another one',
    ],
    [
      "a text that is none is not called truncated",
      {
        ...TEXT_FORMAT,
        length: FORMAT.length,
        fields: [MAGIC, { name: "words", kind: "text", otherwise: "truncated", ...NAMED }],
      },
      '"otherwise": "truncated", "otherwise": has a name that is taken; use another one',
    ],
    [
      "a pattern is of a text",
      { ...SHAPE_FORMAT, patterns: TEXT_FORMAT.patterns ?? [] },
      `"patterns": [ ${unknown("patterns")}`,
    ],
  ])("the schema says that %s", (_rule, format, message) => {
    expect(judgeShape(format)).toEqual([message]);
  });

  it("a field may have a name that every JavaScript object knows", () => {
    const fields = [MAGIC, REASON_CODE, PEN, numberField("constructor", 8)];
    const example = withExample({ octets: "33aa 04d2 0000 7ed9 00" });
    const length = { ...FORMAT.length, octets: 9 };
    expect(judge({ fields, length, examples: example.examples.slice(1) })).toEqual([]);
  });
});
