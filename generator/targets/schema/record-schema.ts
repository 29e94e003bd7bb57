import type { Standing } from "../../model/format.js";
import { type Model, problemNames, provenanceLines, TRUNCATED } from "../../model/model.js";
import { recordMember, type Status } from "../../model/record.js";
import { formatSchema, numbersOf } from "./format-schema.js";
import { type Schema, unsigned, when } from "./keywords.js";
import { recordExamples } from "./record-examples.js";
import { registrySchema } from "./registry-schema.js";

/** The whole schema of a record: first the members, then what belongs together. */
export function recordSchema(model: Model): Schema {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "urn:rstdiag:rst-diagnostic-record",
    $comment: ["SPDX-License-Identifier: CC0-1.0", ...provenanceLines(model)].join("\n"),
    title: `${model.title}: record`,
    description: `What one RST segment states, as ${model.specification} specifies it.`,
    type: "object",
    required: ["frame", "source", "destination", "format", "standing", "status", "problems"],
    additionalProperties: false,
    properties: { ...sightingProperties(), ...readingProperties(model), ...numbers(model) },
    allOf: [...STATUS_RULES, ...model.formats.map((format) => formatSchema(model, format))],
    $defs: {
      // With a capital, which no id of a registry has.
      Endpoint: ENDPOINT,
      ...Object.fromEntries([
        ...model.registries.map((registry) => [registry.id, registrySchema(registry)]),
        ...model.vendors.map(({ registry, organisation }) => [
          registry.id,
          registrySchema(registry, organisation),
        ]),
      ]),
    },
    examples: recordExamples(model),
  };
}

export const STATUSES: readonly Status[] = ["valid", "malformed", "truncated"];

const STANDINGS: readonly Standing[] = ["specified", "historic", "guess"];

const OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const IPV4_ADDRESS = `^${OCTET}(\\.${OCTET}){3}$`;
const IPV6_ADDRESS = "^(?=.*:)[0-9a-f:]{2,39}(\\d+(\\.\\d+){3})?$";
export const UTC_TIME =
  "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d+)?Z$";

export const ADDRESS: Schema = {
  description: "IPv4 or IPv6 address (RFC 5952).",
  type: "string",
  anyOf: [{ pattern: IPV4_ADDRESS }, { pattern: IPV6_ADDRESS }],
};

export const ENDPOINT: Schema = {
  description: "One end of the connection.",
  type: "object",
  required: ["address", "port"],
  additionalProperties: false,
  properties: {
    address: ADDRESS,
    port: { description: "TCP port.", ...unsigned(16) },
  },
};

/** A name is the user's: nothing but its length is known of it. */
export const FILE: Schema = {
  description: "The capture, as it was named on the command line, behind its machine where given.",
  type: "string",
};

const STATUS_RULES: readonly Schema[] = [
  whenStatus("valid", { maxItems: 0 }),
  whenStatus("truncated", { const: [TRUNCATED] }),
  whenStatus("malformed", { contains: { not: { const: TRUNCATED } } }),
];

function whenStatus(status: string, problems: Schema): Schema {
  return when({ properties: { status: { const: status } } }, { properties: { problems } });
}

function sightingProperties(): Schema {
  return {
    file: FILE,
    frame: { description: "Number of the frame in its capture.", type: "integer", minimum: 1 },
    time: {
      description: "Capture time, UTC (RFC 3339).",
      type: "string",
      pattern: UTC_TIME,
    },
    source: { description: "The end that sent the RST segment.", $ref: "#/$defs/Endpoint" },
    destination: { description: "The other end.", $ref: "#/$defs/Endpoint" },
  };
}

function readingProperties(model: Model): Schema {
  const words = { type: "string", minLength: 1 };
  return {
    format: {
      description: "How the reason is carried on the wire.",
      enum: model.formats.map(({ id }) => id),
    },
    standing: {
      description:
        "What the reading is worth. guess: nothing but the shape of the payload speaks for it.",
      enum: STANDINGS,
    },
    status: {
      description: "malformed: receivers ignore it. truncated: the snapshot length cut it.",
      enum: STATUSES,
    },
    reasonCode: {
      description: "Absent where not captured, or the length is wrong.",
      ...unsigned(16),
    },
    pen: { description: "Private enterprise number; 0 is IANA.", ...unsigned(32) },
    organisation: {
      description: "Who has the pen, where that is known; pen 0 is no organisation's.",
      ...words,
    },
    registry: { description: "The registry that the pen picks.", ...words },
    revision: { description: "The revision of that registry.", ...words },
    reason: { description: "The cause, where the registry knows the code.", ...words },
    reference: { description: "The specification of the cause.", ...words },
    otherReadings: {
      description: "What the code says in other revisions; the payload does not tell which it is.",
      type: "array",
      minItems: 1,
      items: {
        type: "object",
        required: ["revision", "reason"],
        additionalProperties: false,
        properties: { revision: words, reason: words },
      },
    },
    text: { description: "The printable text of the payload, as its sender wrote it.", ...words },
    pattern: {
      description: "How known software writes its causes; the reason is then found in the text.",
      ...words,
    },
    problems: {
      description: "What is wrong with the payload or its capture; empty where all is well.",
      type: "array",
      uniqueItems: true,
      items: { enum: problemNames(model) },
    },
  };
}

function numbers(model: Model): Schema {
  return Object.fromEntries(
    model.formats
      .flatMap(numbersOf)
      .map(({ name, meaning, widthBits }) => [
        recordMember(name),
        { description: meaning, ...unsigned(widthBits) },
      ]),
  );
}
