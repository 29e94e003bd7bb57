import { type CodeSegment, codeSegments } from "../../model/code-range.js";
import type { Field, Format, MalformedValue, NumberField } from "../../model/format.js";
import { TRUNCATED } from "../../model/format.js";
import type { Model, Vendor } from "../../model/model.js";
import { REGISTRY_MEMBERS } from "../../model/record.js";
import { recordMember } from "../../model/record-member.js";
import { type CodeRange, type Registry, statesCause } from "../../model/registry.js";
import { forbid, is, type Schema, when } from "../../model/shape.js";

/** The fields of a format that are members of the record under their own names. */
export function numbersOf({ fields }: Format): readonly NumberField[] {
  return fields.filter((field) => field.kind === "number");
}

/** What belongs together in the records of one format. */
export function formatRules(model: Model, format: Format): Schema {
  const { id, standing, length, text, pen } = format;
  const own = membersOf(format);
  const others = new Set(model.formats.flatMap(membersOf).filter((name) => !own.includes(name)));
  const numbers = own.filter((name) => name !== "text");
  const lacking = [length.problem, text?.problem].filter((problem) => problem !== undefined);
  return when(is("format", id), {
    properties: { standing: { const: standing }, ...forbid([...others]) },
    // A field is captured only where all before it are.
    ...(numbers.length > 1 && {
      dependentRequired: Object.fromEntries(
        numbers.slice(1).map((name, at) => [name, [numbers[at]]]),
      ),
    }),
    allOf: [
      when(not(hasProblem(...lacking, TRUNCATED)), { required: own }),
      ...(length.problem === undefined
        ? []
        : [when(hasProblem(length.problem), { properties: forbid(own) })]),
      ...(pen ? [when(hasProblem(TRUNCATED), not({ required: own }))] : []),
      ...malformedRules(format),
      ...textRules(format),
      registryRules(model, format),
    ],
  });
}

/** The members that a format's fields are in the record, in the order of the wire. */
function membersOf({ fields, text }: Format): readonly string[] {
  const numbers = fields.filter(({ kind }) => kind !== "magic").map(memberOf);
  return text ? [...numbers, "text"] : numbers;
}

function memberOf({ kind, name }: Field): string {
  if (kind === "reason-code") return "reasonCode";
  return kind === "pen" ? "pen" : recordMember(name);
}

/** A record names a problem where, and only where, one of its rules is broken. */
function malformedRules({ malformedValues }: Format): readonly Schema[] {
  return [...new Set(malformedValues.map(({ problem }) => problem))].map((name) => {
    const rules = malformedValues.filter(({ problem }) => problem === name);
    return when({ anyOf: rules.map(broken) }, hasProblem(name), not(hasProblem(name)));
  });
}

function broken({ field, value, when: operator }: MalformedValue): Schema {
  const member = memberOf(field);
  const wrong = operator === "is" ? { const: value } : not({ const: value });
  return { required: [member], properties: { [member]: wrong } };
}

/** A text that is none has its problem, and a pattern says what its reason is. */
function textRules({ text, patterns, registry }: Format): readonly Schema[] {
  const noPattern = { properties: forbid(["pattern"]) };
  if (!text) return [noPattern];
  const { problem } = text;
  return [
    patterns.length > 0 ? is("pattern", ...patterns.map(({ id }) => id)) : noPattern,
    when(not({ required: ["text"] }), noPattern),
    ...(problem === undefined ? [] : [when(hasProblem(problem), { properties: forbid(["text"]) })]),
    ...(registry ? [] : [{ dependentRequired: { pattern: ["reason"], reason: ["pattern"] } }]),
  ];
}

/** Whose words a record carries, by its code and PEN. */
function registryRules({ vendors }: Model, { registry, pen, patterns }: Format): Schema {
  // A pattern finds its reason in the text itself.
  const words = Object.keys(REGISTRY_MEMBERS).filter(
    (name) => name !== "reason" || patterns.length === 0,
  );
  const none = { properties: forbid(words) };
  if (!registry) return none;
  if (!pen) return when({ required: ["reasonCode"] }, wordsOf(registry), none);
  const owners = [{ pen: 0, registry }, ...vendors];
  const rules = owners.map((owner) => when(is("pen", owner.pen), wordsOf(owner.registry)));
  const others = not(is("pen", ...owners.map((owner) => owner.pen)));
  return when({ required: ["pen", "reasonCode"] }, { allOf: [...rules, when(others, none)] }, none);
}

function wordsOf({ id }: Registry): Schema {
  return { $ref: `#/$defs/${id}` };
}

/** A code of the registry carries that registry's words and owner, any other code no words. */
export function registrySchema({
  registry,
  organisation,
}: Pick<Vendor, "registry" | "organisation">): Schema {
  const { title, id, revision, notes } = registry;
  const segments = codeSegments(registry);
  return {
    title,
    description: [revision === undefined ? [] : `Revision ${revision}.`, notes].flat(2).join(" "),
    ...exactly({ organisation, registry: id, revision }),
    oneOf: [...segments.map(segmentSchema), unknownCode(segments)],
  };
}

function segmentSchema(segment: CodeSegment): Schema {
  const { row, otherReadings } = segment;
  const cause = row && statesCause(row) ? row : undefined;
  const reference = cause?.reference || undefined;
  const title = row?.description ?? "A code that only other revisions know";
  const { required, properties } = exactly({
    reason: cause?.description,
    reference,
    otherReadings: otherReadings.length > 0 ? otherReadings : undefined,
  });
  return {
    title,
    description: reference,
    required,
    properties: { reasonCode: { ...codesSchema(segment), title }, ...properties },
  };
}

function unknownCode(segments: readonly CodeSegment[]): Schema {
  return {
    title: "A code that this registry does not know",
    properties: {
      // Alternatives are one at least.
      ...(segments.length > 0 && { reasonCode: not(anyCode(segments)) }),
      ...forbid(["reason", "reference", "otherReadings"]),
    },
  };
}

/** Any of the codes: single ones in one list, each range with its ends. */
function anyCode(segments: readonly CodeRange[]): Schema {
  const singles = segments.filter(({ first, last }) => first === last).map(({ first }) => first);
  const ranges = segments.filter(({ first, last }) => first !== last).map(codesSchema);
  const alternatives = [...(singles.length > 0 ? [{ enum: singles }] : []), ...ranges];
  return alternatives.length === 1 ? { ...alternatives[0] } : { anyOf: alternatives };
}

function codesSchema({ first, last }: CodeRange): Schema {
  return first === last ? { const: first } : { minimum: first, maximum: last };
}

/** Members with these values; those that are undefined must not be there. */
function exactly(values: Readonly<Record<string, unknown>>) {
  const names = Object.keys(values);
  const isThere = (name: string) => values[name] !== undefined;
  return {
    required: names.filter(isThere),
    properties: Object.fromEntries(
      names.map((name) => [name, isThere(name) && { const: values[name] }] as const),
    ),
  };
}

function not(schema: Schema): Schema {
  return { not: schema };
}

function hasProblem(...names: readonly string[]): Schema {
  const one = names.length === 1 ? { const: names[0] } : { enum: names };
  return { properties: { problems: { contains: one } } };
}
