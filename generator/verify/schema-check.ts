import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

/** A schema that is one itself, or why not. */
export type SchemaResult =
  | { readonly kind: "usable"; readonly check: (record: unknown) => string | undefined }
  | { readonly kind: "broken"; readonly reason: string };

/** Compiles a schema, and checks it against its metaschema and its own examples. */
export function openSchema(text: string): SchemaResult {
  let validate: ValidateFunction;
  let examples: readonly unknown[];
  try {
    const schema: { readonly examples?: readonly unknown[] } = JSON.parse(text);
    // Properties of an object are listed once, at the top, and only constrained below.
    validate = new Ajv2020({ strictRequired: false, strictTypes: false }).compile(schema);
    examples = schema.examples ?? [];
  } catch (error) {
    return { kind: "broken", reason: error instanceof Error ? error.message : String(error) };
  }
  const check = (record: unknown): string | undefined => {
    if (validate(record)) return undefined;
    const { instancePath = "", message = "" } = validate.errors?.at(-1) ?? {};
    return `${instancePath} ${message}`.trim();
  };
  const wrong = examples.map(check).find((problem) => problem !== undefined);
  if (wrong !== undefined) return { kind: "broken", reason: `an example of it: ${wrong}` };
  return { kind: "usable", check };
}
