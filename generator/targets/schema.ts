import type { Schema } from "../model/shape.js";
import type { Target } from "./rendering/target.js";
import { declarationsOf, recordDeclarations } from "./schema/declarations.js";
import { comparisonSchema, findingSchema, recordSchema } from "./schema/documents.js";

/** JSON Schema 2020-12 of what `decode`, `explain` and `compare` print, each with its TypeScript. */
export const target: Target = (model) => {
  const record = recordSchema(model);
  const finding = findingSchema(model);
  const comparison = comparisonSchema(model);
  return [
    ...filesOf("rst-diagnostic", record, recordDeclarations(model, record)),
    ...filesOf("reset-finding", finding, declarationsOf(finding)),
    ...filesOf("reset-comparison", comparison, declarationsOf(comparison)),
  ];
};

function filesOf(name: string, schema: Schema, declarations: string) {
  return [
    { path: `schema/${name}.schema.json`, content: `${JSON.stringify(schema, null, 2)}\n` },
    { path: `schema/${name}.d.ts`, content: declarations },
  ];
}
