import { describe, expect, it } from "vitest";
import type { FieldData, FormatData } from "./definition.js";
import {
  examplesHoldTheirValues,
  examplesNameFields,
  FORMAT_RULES,
  fieldNamesAreUnique,
  fieldsFillLength,
  keyFieldsAreThereOnce,
  magicComesFirst,
  magicFitsItsField,
  malformedValuesAreOfFields,
  numbersKeepTheRecord,
  problemsAreNotTruncation,
  problemsTellLengthFromValues,
  registryIsKnown,
  registryIsPickedByPen,
} from "./format-rules.js";
import {
  definitionOf,
  FORMAT,
  MAGIC,
  numberField,
  PEN,
  REASON_CODE,
  told,
} from "./sources-for-test.js";

type FormatRule = (typeof FORMAT_RULES)[number];

/** What a rule says of the second format of a definition. */
function judge(rule: FormatRule, edits: Partial<FormatData>): readonly string[] {
  const format = { ...FORMAT, ...edits };
  const definition = definitionOf({ formats: [FORMAT, format] });
  return told(rule({ format, index: 1, definition }));
}

const withField = (field: FieldData) => ({ fields: [MAGIC, REASON_CODE, PEN, field] });
const [EXAMPLE] = FORMAT.examples ?? [];
const withExample = (edits: Partial<typeof EXAMPLE>) => ({
  examples: EXAMPLE ? [EXAMPLE, { ...EXAMPLE, ...edits }] : [],
});
const malformed = (edits: { field?: string; problem?: string; is?: number }) => ({
  malformed: [{ problem: "bad", field: "pen", is: 1, section: "4.1", ...edits }],
});

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
  ])("let pass a format %s", (_title, edits) => {
    expect(FORMAT_RULES.flatMap((rule) => judge(rule, edits))).toEqual([]);
  });

  it.each<[string, FormatRule, Partial<FormatData>, string]>([
    [
      "the fields fill the length",
      fieldsFillLength,
      { length: { ...FORMAT.length, octets: 12 } },
      'length:1:1: the fields of "diagnostic" have 64 bits, but its length is 96 bits; ' +
        "correct the fields, or make the length 8 octets",
    ],
    [
      "no key field is missing",
      keyFieldsAreThereOnce,
      { fields: [MAGIC, REASON_CODE] },
      'fields:1:1: "diagnostic" needs one field of kind pen with 32 bits, it has 0 of them; ' +
        "correct the fields",
    ],
    [
      "no key field is there twice",
      keyFieldsAreThereOnce,
      withField({ ...REASON_CODE, name: "other" }),
      'fields:1:1: "diagnostic" needs one field of kind reason-code with 16 bits, ' +
        "it has 2 of them; correct the fields",
    ],
    [
      "a key field has its width",
      keyFieldsAreThereOnce,
      { fields: [MAGIC, REASON_CODE, { ...PEN, bits: 24 }] },
      'fields:1:1: "diagnostic" needs one field of kind pen with 32 bits, it has 24 bits; ' +
        "correct the fields",
    ],
    [
      "the magic number comes first",
      magicComesFirst,
      { fields: [REASON_CODE, MAGIC, PEN] },
      'fields/1:1:1: the magic number of "diagnostic" is not its first field; move it to the top',
    ],
    [
      "the magic number fits its field",
      magicFitsItsField,
      { fields: [{ ...MAGIC, value: 0x10000 }, REASON_CODE, PEN] },
      "fields/0/value:1:1: the magic number 65536 needs more than 16 bits; " +
        "correct the value or the bits",
    ],
    [
      "no two fields have one name",
      fieldNamesAreUnique,
      withField(numberField("pen", 8)),
      'fields/3/name:1:1: "diagnostic" has two fields "pen"; rename one',
    ],
    [
      "no two fields are one member of the record",
      fieldNamesAreUnique,
      { fields: [MAGIC, REASON_CODE, PEN, numberField("a-1", 8), numberField("a1", 8)] },
      'fields/4/name:1:1: "diagnostic" has two fields "a1"; rename one',
    ],
    [
      "a number is no member of every record",
      numbersKeepTheRecord,
      withField(numberField("time", 8)),
      'fields/3/name:1:1: the name "time" is taken in every record; rename the field',
    ],
    [
      "a number is no word of a target",
      numbersKeepTheRecord,
      withField(numberField("vendor-reason-code", 8)),
      'fields/3/name:1:1: the name "vendorReasonCode" is taken in every record; rename the field',
    ],
    [
      "the registry is picked by the PEN",
      registryIsPickedByPen,
      { registry: { "picked-by": "reason-code", zero: "causes" } },
      'registry/picked-by:1:1: "reason-code" is no field of kind pen; name the format\'s pen field',
    ],
    [
      "the registry is one of the definition",
      registryIsKnown,
      { registry: { "picked-by": "pen", zero: "toString" } },
      'registry/zero:1:1: the registry "toString" is unknown; ' +
        "use one of causes, or add it to the registries",
    ],
    [
      "a malformed value is of a field",
      malformedValuesAreOfFields,
      malformed({ field: "cause" }),
      'malformed/0/field:1:1: "diagnostic" has no field "cause"; name one of its fields',
    ],
    [
      "a malformed value fits its field",
      malformedValuesAreOfFields,
      malformed({ field: "reason-code", is: 65536 }),
      'malformed/0/field:1:1: "reason-code" cannot be 65536; correct the value',
    ],
    [
      "a wrong length is not called truncated",
      problemsAreNotTruncation,
      { length: { ...FORMAT.length, otherwise: "truncated" } },
      'length/otherwise:1:1: "truncated" says that the capture was cut; ' +
        "use another name for the problem",
    ],
    [
      "a malformed value is not called truncated",
      problemsAreNotTruncation,
      malformed({ problem: "truncated" }),
      'malformed/0/problem:1:1: "truncated" says that the capture was cut; ' +
        "use another name for the problem",
    ],
    [
      "a malformed value has another problem than a wrong length",
      problemsTellLengthFromValues,
      malformed({ problem: FORMAT.length.otherwise }),
      'malformed/0/problem:1:1: "wrong-length" is the problem of a wrong length; ' +
        "use another name for the problem",
    ],
    [
      "an example has the octets of its values",
      examplesHoldTheirValues,
      withExample({ octets: "33aa 04d2 0000 7eD8" }),
      "examples/1/octets:1:1: the example's octets are 33aa04d200007ed8, " +
        "but its values give 33aa04d200007ed9; correct the octets, the values or the fields",
    ],
    [
      "a field that an example does not state is 0",
      examplesHoldTheirValues,
      withExample({ fields: { pen: 32473 } }),
      "examples/1/octets:1:1: the example's octets are 33aa04d200007ed9, " +
        "but its values give 33aa000000007ed9; correct the octets, the values or the fields",
    ],
    [
      "an example states fields of the format",
      examplesNameFields,
      withExample({ fields: { cause: 1 } }),
      'examples/1/fields/cause:1:1: "cause" is no field of "diagnostic" ' +
        "that has a value of its own; name one of its fields",
    ],
    [
      "an example does not state the magic number",
      examplesNameFields,
      withExample({ fields: { magic: 13226 } }),
      'examples/1/fields/magic:1:1: "magic" is no field of "diagnostic" ' +
        "that has a value of its own; name one of its fields",
    ],
  ])("%s", (_rule, rule, edits, message) => {
    expect(judge(rule, edits)).toEqual([`formats/1/${message}`]);
    expect(FORMAT_RULES).toContain(rule);
    expect(judge(rule, {})).toEqual([]);
  });

  it("a field may have a name that every JavaScript object knows", () => {
    const fields = [MAGIC, REASON_CODE, PEN, numberField("constructor", 8)];
    const example = withExample({ octets: "33aa 04d2 0000 7ed9 00" });
    expect(judge(examplesHoldTheirValues, { fields, examples: example.examples.slice(1) })).toEqual(
      [],
    );
  });
});
