import {
  DIRECTIONS,
  HEADER_FIELDS,
  PAYLOAD_ABSENT,
  PAYLOAD_UNREAD,
  VERDICTS,
} from "../../model/comparison.js";
import type { Model } from "../../model/model.js";
import { forbid, type Schema, when } from "../schema/keywords.js";

/** Schema of one RST that was compared. */
export function comparedReset(): Schema {
  return {
    description: "An RST that one or both captures have.",
    type: "object",
    required: ["kind", "verdict", "reordered", "direction", "changes", "missing"],
    additionalProperties: false,
    properties: {
      kind: { const: "reset" },
      verdict: { description: "What became of it; the first that holds.", enum: VERDICTS },
      reordered: {
        description: "Whether it changed places with another RST of its connection.",
        type: "boolean",
      },
      direction: {
        description: "Which way it went, by the TTL of its ends' segments in both captures.",
        enum: DIRECTIONS,
      },
      sent: { description: "In the sender's capture.", $ref: "#/$defs/SeenAt" },
      received: { description: "In the receiver's capture.", $ref: "#/$defs/SeenAt" },
      timeToLiveDifference: {
        description: "TTL or hop limit when it was sent, less that when it arrived.",
        type: "integer",
        minimum: -255,
        maximum: 255,
      },
      changes: {
        description: "Header fields that are not as they were sent.",
        type: "array",
        items: HEADER_CHANGE,
      },
      missing: {
        description: "What could not be told, and why.",
        type: "array",
        items: { type: "string", minLength: 1 },
      },
    },
    allOf: RULES,
  };
}

const HEADER_CHANGE: Schema = {
  type: "object",
  required: ["field", "sent", "received"],
  additionalProperties: false,
  properties: {
    field: { enum: HEADER_FIELDS },
    sent: { type: ["string", "number"] },
    received: { type: ["string", "number"] },
  },
};

const BOTH = ["sent", "received", "timeToLiveDifference"];

const RULES: readonly Schema[] = [
  when(is("dropped"), { required: ["sent"], properties: forbid(["received"]) }),
  when(is("added"), { required: ["received"], properties: forbid(["sent"]) }),
  when(is("delivered", "reordered", "stripped", "cut", "changed"), { required: BOTH }),
  when(is("delivered"), { properties: { reordered: { const: false } } }),
  when(is("reordered"), { properties: { reordered: { const: true } } }),
  when(is("ambiguous"), { required: BOTH, properties: { missing: { minItems: 1 } } }),
  when(is("uncovered"), {
    oneOf: [{ required: ["sent"] }, { required: ["received"] }],
    properties: { missing: { minItems: 1 } },
  }),
];

function is(...verdicts: readonly string[]): Schema {
  return { properties: { verdict: { enum: verdicts } } };
}

/** Schema of an RST as one of the captures has it. */
export function seenAt(model: Model): Schema {
  return {
    type: "object",
    required: ["frame", "source", "destination", "lengthBytes", "format"],
    additionalProperties: false,
    properties: {
      frame: { $ref: "#/$defs/Frame" },
      time: { description: "By the clock of its capture.", $ref: "#/$defs/Time" },
      source: { $ref: "#/$defs/Endpoint" },
      destination: { $ref: "#/$defs/Endpoint" },
      lengthBytes: { description: "SEG.LEN.", $ref: "#/$defs/Length" },
      format: payloadFormat(model),
    },
  };
}

/** Schema of the format of a payload, or of none. */
export function payloadFormat(model: Model): Schema {
  return { enum: [...model.formats.map(({ id }) => id), PAYLOAD_ABSENT, PAYLOAD_UNREAD] };
}
