import type { Model } from "../model/model.js";
import { recordSchema } from "./schema/record-schema.js";
import { recordTypeView } from "./schema/record-type.js";
import { renderTemplate, type Target } from "./text/target.js";

/** JSON Schema 2020-12 of the record that `decode --json` prints, and its TypeScript type. */
export const target: Target = (model: Model) => [
  {
    path: "schema/rst-diagnostic.schema.json",
    content: `${JSON.stringify(recordSchema(model), null, 2)}\n`,
  },
  {
    path: "schema/rst-diagnostic.d.ts",
    content: renderTemplate("schema/rst-diagnostic.d.ts", recordTypeView(model)),
  },
];
