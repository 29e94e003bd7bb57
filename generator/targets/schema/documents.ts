import { COMPARISON_DEFINITIONS, PAYLOAD_ABSENT, PAYLOAD_UNREAD } from "../../model/comparison.js";
import { FAILURE_DEFINITION } from "../../model/failure.js";
import { FINDING_DEFINITIONS } from "../../model/finding.js";
import { STATEMENT_FORMATS } from "../../model/finding-names.js";
import { type Model, problemNames, provenanceLines } from "../../model/model.js";
import { RECORD, RECORD_DEFINITIONS } from "../../model/record.js";
import { recordMember } from "../../model/record-member.js";
import { defined, oneOf, type Schema, unsigned } from "../../model/shape.js";
import { COMPARISON_EXAMPLES, FINDING_EXAMPLES, recordExamples } from "./examples.js";
import { formatRules, numbersOf, registrySchema } from "./record-rules.js";

/** The schema of what `decode --json` prints: the members, then what belongs together. */
export function recordSchema(model: Model): Schema {
  const { formats, registries, vendors, specification } = model;
  const patterns = formats.flatMap((format) => format.patterns.map(({ id }) => id));
  const numbers = formats
    .flatMap(numbersOf)
    .map(({ name, meaning, widthBits }) => [recordMember(name), unsigned(widthBits, meaning)]);
  const owned = [...registries.map((registry) => ({ registry })), ...vendors];
  return {
    ...headOf(model, "rst-diagnostic-record", `${model.title}: record`),
    ...RECORD,
    description: `What one RST segment states, as ${specification} specifies it.`,
    properties: { ...RECORD.properties, ...Object.fromEntries(numbers) },
    allOf: [...(RECORD.allOf ?? []), ...formats.map((format) => formatRules(model, format))],
    $defs: {
      // With capitals, which no id of a registry has.
      ...RECORD_DEFINITIONS,
      Format: formatNames(model),
      Pattern: patterns.length > 0 ? oneOf(patterns) : { type: "string", not: {} },
      Problem: oneOf(problemNames(model), "What can be wrong with a payload or its capture."),
      ...Object.fromEntries(owned.map((one) => [one.registry.id, registrySchema(one)])),
    },
    examples: recordExamples(model),
  };
}

/** The schema of what `explain` prints with `--json`, `--failures` and `--summary`. */
export function findingSchema(model: Model): Schema {
  return {
    ...headOf(model, "reset-finding", "Reset connections of captures"),
    description:
      "Why one TCP connection was reset, or failed without an RST; after all of a capture, how much of it was read.",
    oneOf: [defined("Finding"), defined("Failure"), defined("Capture")],
    $defs: {
      ...FINDING_DEFINITIONS,
      Failure: FAILURE_DEFINITION,
      Format: formatNames(model),
      StatementFormat: {
        ...formatNames(model, STATEMENT_FORMATS),
        description: "What states a cause: a payload, MPTCP's option, or NetScaler's window.",
      },
    },
    examples: FINDING_EXAMPLES,
  };
}

/** The schema of what `compare --json` prints. */
export function comparisonSchema(model: Model): Schema {
  return {
    ...headOf(model, "reset-comparison", "RST segments in two captures: comparison"),
    description:
      "What became of one RST between its sender and its receiver; the last object is the summary.",
    oneOf: [defined("Reset"), defined("Summary")],
    $defs: {
      ...COMPARISON_DEFINITIONS,
      PayloadFormat: {
        ...formatNames(model, [PAYLOAD_ABSENT, PAYLOAD_UNREAD]),
        description: "The payload's format; whether there is none, or none was captured.",
      },
    },
    examples: COMPARISON_EXAMPLES,
  };
}

function formatNames({ formats }: Model, others: readonly string[] = []): Schema {
  const names = [...formats.map(({ id }) => id), ...others];
  return oneOf(names, "How a payload carries a reason.");
}

/** For each kind of line that is printed, the schema of it alone. */
export const LINE_SCHEMAS = {
  record: (model: Model): Schema => ({ ...recordSchema(model), examples: [] }),
  finding: (model: Model): Schema => part(findingSchema(model), "Finding"),
  failure: (model: Model): Schema => part(findingSchema(model), "Failure"),
  capture: (model: Model): Schema => part(findingSchema(model), "Capture"),
  reset: (model: Model): Schema => part(comparisonSchema(model), "Reset"),
  comparison: (model: Model): Schema => part(comparisonSchema(model), "Summary"),
} as const;

function part({ oneOf: _alternatives, ...schema }: Schema, name: string): Schema {
  return { ...schema, examples: [], $ref: `#/$defs/${name}` };
}

function headOf(model: Model, id: string, title: string): Schema {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: `urn:rstdiag:${id}`,
    $comment: ["SPDX-License-Identifier: CC0-1.0", ...provenanceLines(model)].join("\n"),
    title,
  };
}
