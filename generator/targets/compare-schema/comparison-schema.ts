import { type Model, provenanceLines } from "../../model/model.js";
import type { Schema } from "../schema/keywords.js";
import { ENDPOINT, UTC_TIME } from "../schema/record-schema.js";
import { EXAMPLES } from "./comparison-examples.js";
import { comparedReset, seenAt } from "./reset-schema.js";
import { comparedGroup, comparisonSummary, RATE } from "./summary-schema.js";

/** The whole schema: an RST that was compared, or the summary of all of them. */
export function comparisonSchema(model: Model): Schema {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "urn:rstdiag:reset-comparison",
    $comment: ["SPDX-License-Identifier: CC0-1.0", ...provenanceLines(model)].join("\n"),
    title: "RST segments in two captures: comparison",
    description:
      "What became of one RST between its sender and its receiver; the last object is the summary.",
    oneOf: [{ $ref: "#/$defs/Reset" }, { $ref: "#/$defs/Summary" }],
    $defs: {
      Reset: comparedReset(),
      Summary: comparisonSummary(),
      SeenAt: seenAt(model),
      Group: comparedGroup(model),
      Rate: RATE,
      Endpoint: ENDPOINT,
      Time: { type: "string", pattern: UTC_TIME },
      Frame: { type: "integer", minimum: 1 },
      // An IPv4 header without a length lets the frame speak, which may claim any.
      Length: { type: "integer", minimum: 0 },
    },
    examples: EXAMPLES,
  };
}
