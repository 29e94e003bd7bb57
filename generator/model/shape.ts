/** A JSON Schema, or a part of one (draft 2020-12); the keywords with types tell a type. */
export interface Schema {
  readonly [keyword: string]: unknown;
  readonly description?: string | undefined;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly not?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly maxItems?: number;
  readonly properties?: Properties;
  readonly required?: readonly string[];
}

export type Properties = Readonly<Record<string, Schema | false>>;

declare const accepted: unique symbol;
const OPTIONAL = Symbol("optional");
const DEFINITION = "#/$defs/";

/** A JSON Schema with the type of what it accepts, which the compiler alone knows. */
export type Shape<T> = Schema & { readonly [accepted]?: T };

/** What a shape accepts. */
export type Accepted<S> = S extends { readonly [accepted]?: infer T } ? T : never;

type Optional<T> = Shape<T> & { readonly [OPTIONAL]: true };
type OptionalKey<M> = { [K in keyof M]: M[K] extends Optional<unknown> ? K : never }[keyof M];
type Flat<T> = { [K in keyof T]: T[K] };
type ObjectOf<M> = Flat<
  { readonly [K in Exclude<keyof M, OptionalKey<M>>]: Accepted<M[K]> } & {
    readonly [K in OptionalKey<M>]?: Accepted<M[K]>;
  }
>;

/** An object with these members and no others; `rules` say what belongs together. */
export function object<M extends Readonly<Record<string, Shape<unknown>>>>(
  properties: M,
  description: string,
  ...rules: readonly Schema[]
): Shape<ObjectOf<M>> & { readonly properties: M } {
  const required = Object.entries(properties).filter(([, member]) => !(OPTIONAL in member));
  return {
    description,
    type: "object",
    required: required.map(([name]) => name),
    additionalProperties: false,
    properties,
    ...(rules.length > 0 && { allOf: rules }),
  };
}

/** A member that may be absent. */
export function optional<T>(shape: Shape<T>): Optional<T> {
  return { ...shape, [OPTIONAL]: true };
}

/** What the `$defs` of the schema have under that name. */
export function defined<T>(name: string, description?: string): Shape<T> {
  return { description, $ref: `${DEFINITION}${name}` };
}

/** The name of the definition that a schema refers to. */
export function definitionOf({ $ref }: Schema): string | undefined {
  return $ref?.startsWith(DEFINITION) ? $ref.slice(DEFINITION.length) : undefined;
}

/** Text for people, or a name: never empty. */
export function words(description?: string): Shape<string> {
  return { description, type: "string", minLength: 1 };
}

/** One of a closed set of names. */
export function oneOf<const N extends string>(names: readonly N[], description?: string): Shape<N> {
  return { description, enum: names };
}

export function flag(description: string): Shape<boolean> {
  return { description, type: "boolean" };
}

export function number(description: string, limits: Schema = {}): Shape<number> {
  return { description, type: "number", ...limits };
}

/** No larger than what can be counted one by one: sums of such numbers stay numbers. */
export function integer(description?: string, limits: Schema = {}): Shape<number> {
  return { description, type: "integer", maximum: Number.MAX_SAFE_INTEGER, ...limits };
}

export function count(description?: string): Shape<number> {
  return integer(description, { minimum: 0 });
}

/** Of a frame in its capture. */
export function frameNumber(description?: string): Shape<number> {
  return integer(description, { minimum: 1 });
}

/** An unsigned integer of the width of a field on the wire. */
export function unsigned<T extends number>(widthBits: number, description: string): Shape<T> {
  return { description, type: "integer", minimum: 0, maximum: 2 ** widthBits - 1 };
}

export function list<T>(
  items: Shape<T>,
  description: string,
  limits?: Schema,
): Shape<readonly T[]> {
  return { description, type: "array", ...limits, items };
}

/** `if`, `then` and `else` in one. */
export function when(condition: Schema, rules: Schema, otherwise?: Schema): Schema {
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema, nobody awaits it
  return { if: condition, then: rules, ...(otherwise && { else: otherwise }) };
}

/** Where a member is one of these values. */
export function is(name: string, ...values: readonly unknown[]): Schema {
  return { properties: { [name]: values.length === 1 ? { const: values[0] } : { enum: values } } };
}

/** Members that must not be there. */
export function forbid(names: readonly string[]): Readonly<Record<string, false>> {
  return Object.fromEntries(names.map((name) => [name, false]));
}
