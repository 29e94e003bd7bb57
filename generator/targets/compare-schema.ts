import type { Model } from "../model/model.js";
import { comparisonSchema } from "./compare-schema/comparison-schema.js";
import type { Target } from "./text/target.js";

/** JSON Schema 2020-12 of the objects that `compare --json` prints. */
export const target: Target = (model: Model) => [
  {
    path: "schema/reset-comparison.schema.json",
    content: `${JSON.stringify(comparisonSchema(model), null, 2)}\n`,
  },
];
