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
  const foreign = model.formats.flatMap(membersOf).filter((name) => !own.includes(name));
  const knownPens = [0, ...model.vendors.map(({ pen }) => pen)];
  const unread = { anyOf: [absent("pen"), absent("reasonCode")] };
  return when(
    { properties: { format: { const: format.id } } },
    {
      ...(foreign.length > 0 && { properties: forbid(foreign) }),
      dependentRequired: Object.fromEntries(own.slice(1).map((name, at) => [name, [own[at]]])),
      allOf: [
        when(hasNoneOf([format.length.problem, TRUNCATED]), { required: own }),
        when(hasProblem(format.length.problem), { properties: forbid(own) }),
        when(hasProblem(TRUNCATED), { not: { required: own } }),
        ...malformedSchemas(format),
        when(unread, { properties: forbid(REGISTRY_MEMBERS) }),
        penSchema(0, format.registry),
        ...model.vendors.map(({ pen, registry }) => penSchema(pen, registry)),
        when(
          { required: ["pen"], properties: { pen: { not: { enum: knownPens } } } },
          { properties: forbid(REGISTRY_MEMBERS) },
        ),
      ],
    },
  );
}

/** The members that a format's fields are in the record, in the order of the wire. */
function membersOf({ fields }: Format): readonly string[] {
  return fields.filter(({ kind }) => kind !== "magic").map(memberOf);
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
