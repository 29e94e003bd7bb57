/** A JSON Schema, or a part of one (draft 2020-12). */
export type Schema = Readonly<Record<string, unknown>>;

/** `if` and `then` in one. */
export function when(condition: Schema, rules: Schema): Schema {
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema, nobody awaits it
  return { if: condition, then: rules };
}

/** Properties that must not be there. */
export function forbid(names: readonly string[]): Schema {
  return Object.fromEntries(names.map((name) => [name, false]));
}

/** An unsigned integer of the width of a field on the wire. */
export function unsigned(widthBits: number): Schema {
  return { type: "integer", minimum: 0, maximum: 2 ** widthBits - 1 };
}
