import { HEADER_FIELDS, VERDICTS } from "../../model/comparison.js";
import type { Model } from "../../model/model.js";
import type { Schema } from "../schema/keywords.js";
import { payloadFormat } from "./reset-schema.js";

const COUNT: Schema = { type: "integer", minimum: 0 };
const SHARE: Schema = { type: "number", minimum: 0, maximum: 1 };

/** Schema of the last object. */
export function comparisonSummary(): Schema {
  return {
    description: "All RSTs of both captures, and the rates.",
    ...closed(
      {
        kind: { const: "summary" },
        sender: SIDE,
        receiver: SIDE,
        verdicts: {
          description: "RSTs of each verdict, whichever way they went.",
          ...closed(countsOf(VERDICTS)),
        },
        backward: {
          description: "RSTs from the receiver's side, which what follows leaves out.",
          ...COUNT,
        },
        groups: { type: "array", items: { $ref: "#/$defs/Group" } },
        timeToLiveDifferences: {
          description: "How much less the TTL was on arrival, the most frequent first.",
          ...listOf({ difference: { type: "integer" }, resets: COUNT }),
        },
        changes: {
          description: "How often a header field was not as it was sent.",
          ...listOf({ field: { enum: HEADER_FIELDS }, resets: COUNT }),
        },
      },
      { clock: CLOCK },
    ),
  };
}

const SIDE: Schema = closed({
  file: { description: "The capture, as it was named.", type: "string" },
  frames: COUNT,
  resets: COUNT,
  notCompared: { description: "RSTs beyond the limit.", ...COUNT },
});

const CLOCK: Schema = {
  description: "The receiver's clock less the sender's, with the delay of the way in it.",
  ...closed({
    seconds: { type: "number" },
    spreadSeconds: { type: "number", minimum: 0 },
    landmarks: { description: "Segments that are unmistakably in both captures.", ...COUNT },
  }),
};

/** A share with its 95 % confidence interval. */
export const RATE: Schema = {
  description: "A share with the bounds of its 95 % confidence interval (Wilson).",
  ...closed({
    count: COUNT,
    of: { type: "integer", minimum: 1 },
    share: SHARE,
    low: SHARE,
    high: SHARE,
  }),
};

/** Schema of the counts for one format and size. */
export function comparedGroup(model: Model): Schema {
  const verdicts = VERDICTS.filter((verdict) => verdict !== "uncovered");
  return {
    description: "RSTs of one format whose payloads have about the same size.",
    ...closed(
      {
        format: payloadFormat(model),
        leastOctets: { $ref: "#/$defs/Length" },
        mostOctets: { $ref: "#/$defs/Length" },
        sent: { description: "All but those that were added.", ...COUNT },
        ...countsOf(verdicts),
      },
      {
        intact: { description: "With the payload as sent.", $ref: "#/$defs/Rate" },
        arrived: { description: "With any payload or with none.", $ref: "#/$defs/Rate" },
      },
    ),
  };
}

function countsOf(names: readonly string[]): Schema {
  return Object.fromEntries(names.map((name) => [name, COUNT]));
}

function listOf(properties: Schema): Schema {
  return { type: "array", items: closed(properties) };
}

/** An object with these members, and no others. */
function closed(properties: Schema, optional: Schema = {}): Schema {
  return {
    type: "object",
    required: Object.keys(properties),
    additionalProperties: false,
    properties: { ...properties, ...optional },
  };
}
