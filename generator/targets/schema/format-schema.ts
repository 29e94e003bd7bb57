import type { Field, Format, MalformedValue, NumberField } from "../../model/format.js";
import { type Model, TRUNCATED } from "../../model/model.js";
import { recordMember } from "../../model/record.js";
import type { Registry } from "../../model/registry.js";
import { forbid, type Schema, when } from "./keywords.js";
import { REGISTRY_MEMBERS } from "./registry-schema.js";

/** The fields of a format that are members of the record under their own names. */
export function numbersOf(format: Format): readonly NumberField[] {
  return format.fields.filter((field): field is NumberField => field.kind === "number");
}

/** What belongs together in the records of one format. */
export function formatSchema(model: Model, format: Format): Schema {
  const own = membersOf(format);
  const foreign = [...new Set(model.formats.flatMap(membersOf))].filter(
    (name) => !own.includes(name),
  );
  const lengthProblem = format.length.problem;
  const numbers = own.filter((name) => name !== "text");
  return when(
    { properties: { format: { const: format.id } } },
    {
      properties: { standing: { const: format.standing }, ...forbid(foreign) },
      ...(numbers.length > 1 && {
        dependentRequired: Object.fromEntries(
          numbers.slice(1).map((name, at) => [name, [numbers[at]]]),
        ),
      }),
      allOf: [
        when(hasNoneOf([...problemsOf(format), TRUNCATED]), { required: own }),
        ...(lengthProblem === undefined
          ? []
          : [when(hasProblem(lengthProblem), { properties: forbid(own) })]),
        ...(format.pen ? [when(hasProblem(TRUNCATED), { not: { required: own } })] : []),
        ...malformedSchemas(format),
        ...textSchemas(format),
        ...registrySchemas(model, format),
      ],
    },
  );
}

/** Problems of payloads that lack members. */
function problemsOf({ length, text }: Format): readonly string[] {
  return [length.problem, text?.problem].filter((problem) => problem !== undefined);
}

/** Whose words a record carries, by what its code and PEN are. */
function registrySchemas(model: Model, format: Format): readonly Schema[] {
  const { registry, pen } = format;
  // A pattern finds its reason in the text itself.
  const hasPattern = format.patterns.length > 0;
  const words = REGISTRY_MEMBERS.filter((name) => name !== "reason" || !hasPattern);
  if (!registry) return [{ properties: forbid(words) }];
  if (!pen) {
    return [
      when({ required: ["reasonCode"] }, { $ref: `#/$defs/${registry.id}` }),
      when(absent("reasonCode"), { properties: forbid(words) }),
    ];
  }
  const knownPens = [0, ...model.vendors.map((vendor) => vendor.pen)];
  return [
    when({ anyOf: [absent("pen"), absent("reasonCode")] }, { properties: forbid(words) }),
    penSchema(0, registry),
    ...model.vendors.map((vendor) => penSchema(vendor.pen, vendor.registry)),
    when(
      { required: ["pen"], properties: { pen: { not: { enum: knownPens } } } },
      { properties: forbid(words) },
    ),
  ];
}

/** A text that is none has its problem, and a pattern says what its reason is. */
function textSchemas({ text, patterns, registry }: Format): readonly Schema[] {
  if (!text) return [{ properties: forbid(["pattern"]) }];
  const { problem } = text;
  return [
    ...(problem === undefined ? [] : [when(hasProblem(problem), { properties: forbid(["text"]) })]),
    patterns.length > 0
      ? { properties: { pattern: { enum: patterns.map(({ id }) => id) } } }
      : { properties: forbid(["pattern"]) },
    when(absent("text"), { properties: forbid(["pattern"]) }),
    ...(registry ? [] : [{ dependentRequired: { pattern: ["reason"], reason: ["pattern"] } }]),
  ];
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

function absent(name: string): Schema {
  return { not: { required: [name] } };
}

function hasProblem(problem: string): Schema {
  return { properties: { problems: { contains: { const: problem } } } };
}

function hasNoneOf(problems: readonly string[]): Schema {
  return { properties: { problems: { not: { contains: { enum: problems } } } } };
}

/** A record names a problem where, and only where, one of its rules is broken. */
function malformedSchemas({ malformedValues }: Format): readonly Schema[] {
  const problems = [...new Set(malformedValues.map(({ problem }) => problem))];
  return problems.flatMap((name) => {
    const rules = malformedValues.filter(({ problem }) => problem === name);
    const broken = { anyOf: rules.map(brokenSchema) };
    return [when(broken, hasProblem(name)), when(hasProblem(name), broken)];
  });
}

function brokenSchema({ field, value, when: operator }: MalformedValue): Schema {
  const member = memberOf(field);
  const broken = operator === "is" ? { const: value } : { not: { const: value } };
  return { required: [member], properties: { [member]: broken } };
}

function penSchema(pen: number, registry: Registry): Schema {
  return when(
    { required: ["pen", "reasonCode"], properties: { pen: { const: pen } } },
    { $ref: `#/$defs/${registry.id}` },
  );
}
