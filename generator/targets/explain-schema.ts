import type { Model } from "../model/model.js";
import { findingSchema } from "./explain-schema/finding-schema.js";
import type { Target } from "./text/target.js";

/** JSON Schema 2020-12 of what `explain --json` and `--summary` print. */
export const target: Target = (model: Model) => [
  {
    path: "schema/reset-finding.schema.json",
    content: `${JSON.stringify(findingSchema(model), null, 2)}\n`,
  },
];
