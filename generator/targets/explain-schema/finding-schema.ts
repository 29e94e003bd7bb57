import {
  CAUSES,
  CERTAINTIES,
  type Finding,
  RESETTERS,
  STAGES,
  STATEMENT_FORMATS,
} from "../../model/finding.js";
import { type Model, provenanceLines } from "../../model/model.js";
import { forbid, type Schema, unsigned, when } from "../schema/keywords.js";
import { ENDPOINT, FILE, UTC_TIME } from "../schema/record-schema.js";
import { CAPTURE_EXAMPLE, captureSchema } from "./capture-schema.js";

const SENTENCES: Schema = {
  type: "array",
  uniqueItems: true,
  items: { type: "string", minLength: 1 },
};
const FRAME: Schema = { type: "integer", minimum: 1 };
const COUNT: Schema = { type: "integer", minimum: 0 };

/** The whole schema: a finding, or what is said of each capture behind its findings. */
export function findingSchema(model: Model): Schema {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "urn:rstdiag:reset-finding",
    $comment: ["SPDX-License-Identifier: CC0-1.0", ...provenanceLines(model)].join("\n"),
    title: "Reset connections of captures",
    description:
      "Why one TCP connection was reset; behind all of a capture, what was read of that capture.",
    oneOf: [{ $ref: "#/$defs/Finding" }, { $ref: "#/$defs/Capture" }],
    $defs: { Finding: finding(model), Capture: captureSchema(model), Endpoint: ENDPOINT },
    examples: [EXAMPLE, CAPTURE_EXAMPLE],
  };
}

/** First the members, then what belongs together. */
function finding(model: Model): Schema {
  return {
    title: "Reset connection: finding",
    description: "Why one TCP connection was reset, and what of the capture shows it.",
    type: "object",
    required: [
      "file",
      "stream",
      "frame",
      "client",
      "server",
      "resetBy",
      "cause",
      "certainty",
      "stated",
      "evidence",
      "unackedOctets",
      "benign",
      "alternatives",
      "missing",
      "stage",
      "contradictions",
      "explanation",
      "nextStep",
    ],
    additionalProperties: false,
    properties: { ...whereAndWho(), ...what(model), ...howKnown() },
    allOf: RULES,
  };
}

function whereAndWho(): Schema {
  return {
    file: FILE,
    stream: { description: "Number of the connection in its capture, from 0.", ...COUNT },
    frame: { description: "The frame of the RST segment that decided it.", ...FRAME },
    time: {
      description: "Of that frame, UTC (RFC 3339); absent where the capture has none.",
      type: "string",
      pattern: UTC_TIME,
    },
    client: { description: "The end that began the connection.", $ref: "#/$defs/Endpoint" },
    server: { description: "The other end.", $ref: "#/$defs/Endpoint" },
    resetBy: {
      description: "Who sent the RST: an end, or something between with that end's address.",
      enum: RESETTERS,
    },
    stage: { description: "How far the connection was.", enum: STAGES },
    idleSeconds: {
      description: "Silence before the RST, or before the segment that it answers.",
      type: "number",
      minimum: 0,
    },
  };
}

function what(model: Model): Schema {
  return {
    cause: { description: "Why the connection was reset.", enum: CAUSES },
    certainty: {
      description: "undecidable: the capture, or the wire itself, cannot tell.",
      enum: CERTAINTIES,
    },
    stated: {
      description: "Whether the RST itself claims the cause, which nothing proves.",
      type: "boolean",
    },
    format: {
      description: "How the cause is stated.",
      enum: [...model.formats.map(({ id }) => id), ...STATEMENT_FORMATS],
    },
    reasonCode: {
      description: "The code that was stated, or that the registry has for the cause.",
      ...unsigned(16),
    },
    pen: { description: "Private enterprise number of a stated code.", ...unsigned(32) },
    reason: {
      description: "The stated words, or those of the registry.",
      type: "string",
      minLength: 1,
    },
    unackedOctets: {
      description: "Octets of text that may never have reached the other end's application.",
      ...COUNT,
    },
    benign: { description: "Nobody lost anything by it.", type: "boolean" },
  };
}

function howKnown(): Schema {
  return {
    evidence: {
      description: "Frames that show it, in their order.",
      type: "array",
      minItems: 1,
      uniqueItems: true,
      items: FRAME,
    },
    alternatives: {
      description: "Other causes that the evidence allows.",
      type: "array",
      items: {
        type: "object",
        required: ["cause", "certainty"],
        additionalProperties: false,
        properties: { cause: { enum: CAUSES }, certainty: { enum: CERTAINTIES } },
      },
    },
    missing: { description: "What could not be told, and why.", ...SENTENCES },
    contradictions: {
      description: "Where what is stated does not fit the evidence.",
      ...SENTENCES,
    },
    ignored: {
      description: "What an RST seems to state and receivers must ignore: a malformed payload.",
      minItems: 1,
      ...SENTENCES,
    },
    explanation: { description: "What shows the cause.", type: "string", minLength: 1 },
    nextStep: { description: "What to look at next.", type: "string", minLength: 1 },
  };
}

const STATED_CAUSES = ["stated", "multipath"] as const;

const RULES: readonly Schema[] = [
  when(
    { properties: { stated: { const: true } } },
    { required: ["format"], properties: { cause: { enum: STATED_CAUSES } } },
  ),
  when(
    { properties: { stated: { const: false } } },
    {
      properties: {
        ...forbid(["format", "pen"]),
        cause: { not: { enum: STATED_CAUSES } },
        contradictions: { maxItems: 0 },
      },
    },
  ),
  when(
    { properties: { cause: { const: "unknown" } } },
    { properties: { certainty: { enum: ["low", "undecidable"] }, missing: { minItems: 1 } } },
  ),
  when(
    { properties: { benign: { const: true } } },
    { properties: { unackedOctets: { const: 0 } } },
  ),
];

const EXAMPLE: Finding & { readonly file: string } = {
  file: "web1:monday.pcap",
  stream: 3,
  frame: 42,
  time: "2026-05-05T12:00:20.000000Z",
  client: { address: "192.0.2.1", port: 49152 },
  server: { address: "198.51.100.7", port: 443 },
  resetBy: "server",
  cause: "after-tls-alert",
  certainty: "high",
  stated: false,
  evidence: [41, 42],
  unackedOctets: 0,
  benign: false,
  alternatives: [{ cause: "application-abort", certainty: "undecidable" }],
  missing: [],
  stage: "data",
  idleSeconds: 0.000812,
  contradictions: [],
  explanation: "the server had just sent the fatal TLS alert handshake_failure (40)",
  nextStep: "the alert's name, and certificates and versions of both ends",
};
