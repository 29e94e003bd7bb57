import type { Format, MalformedValue, NumberField } from "../../model/format.js";
import type { Model } from "../../model/model.js";
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
  const own = numbersOf(format).map(({ name }) => recordMember(name));
  const foreign = model.formats
    .flatMap(numbersOf)
    .map(({ name }) => recordMember(name))
    .filter((name) => !own.includes(name));
  const knownPens = [0, ...model.vendors.map(({ pen }) => pen)];
  const unread = { anyOf: [absent("pen"), absent("reasonCode")] };
  return when(
    { properties: { format: { const: format.id } } },
    {
      ...(foreign.length > 0 && { properties: forbid(foreign) }),
      allOf: [
        when(
          { properties: { status: { const: "valid" } } },
          { required: ["reasonCode", "pen", ...own] },
        ),
        when(hasProblem(format.length.problem), {
          properties: forbid(["reasonCode", "pen", ...own]),
        }),
        ...format.malformedValues.map(malformedSchema),
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

function absent(name: string): Schema {
  return { not: { required: [name] } };
}

function hasProblem(problem: string): Schema {
  return { properties: { problems: { contains: { const: problem } } } };
}

function malformedSchema({ problem, field, value, when: operator }: MalformedValue): Schema {
  const member = recordMember(field.name);
  const broken = operator === "is" ? { const: value } : { not: { const: value } };
  return when({ required: [member], properties: { [member]: broken } }, hasProblem(problem));
}

function penSchema(pen: number, registry: Registry): Schema {
  return when(
    { required: ["pen", "reasonCode"], properties: { pen: { const: pen } } },
    { $ref: `#/$defs/${registry.id}` },
  );
}
