import type { Format, NumberField, PenField, ReasonCodeField } from "./format.js";

/** The value that a field must have in a well-formed payload, or the least that it may have. */
export function validValue(
  format: Format,
  field: NumberField | PenField | ReasonCodeField,
): number {
  const rules = format.malformedValues.filter((rule) => rule.field.name === field.name);
  const demanded = rules.find((rule) => rule.when === "is-not");
  if (demanded) return demanded.value;
  const refused = new Set(rules.map(({ value }) => value));
  let value = 0;
  while (refused.has(value)) value += 1;
  return value;
}
