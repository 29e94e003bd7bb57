import {
  COMPARISON_DEFINITIONS,
  type ComparedReset,
  type ComparisonSummary,
  PAYLOAD_ABSENT,
  PAYLOAD_UNREAD,
} from "../../model/comparison.js";
import { FAILURE_DEFINITION, type PrintedFailure } from "../../model/failure.js";
import {
  type CaptureSummary,
  FINDING_DEFINITIONS,
  type PrintedFinding,
} from "../../model/finding.js";
import { STATEMENT_FORMATS } from "../../model/finding-names.js";
import { type Format, findOtherReadings, TRUNCATED, validValue } from "../../model/format.js";
import { type Model, problemNames, provenanceLines, type Vendor } from "../../model/model.js";
import { RECORD, RECORD_DEFINITIONS } from "../../model/record.js";
import { recordMember } from "../../model/record-member.js";
import { isUsable } from "../../model/registry.js";
import { defined, oneOf, type Schema, unsigned } from "../../model/shape.js";
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

type Example = Readonly<Record<string, unknown>>;

/** Addresses of RFC 5737, so that no example points at anybody. */
const CLIENT = { address: "192.0.2.1", port: 49152 };
const SERVER = { address: "198.51.100.7", port: 443 };
const ENDS = { source: SERVER, destination: CLIENT };
const TIME = "2026-05-05T12:00:20.000000Z";

/** Records of each format; each one satisfies the schema. */
function recordExamples(model: Model): readonly Example[] {
  return model.formats.flatMap((format) => {
    const { id, standing, length, pen, text } = format;
    const base = { frame: 7, time: TIME, ...ENDS, format: id, standing };
    const numbers = numbersOf(format).map((field) => {
      return [recordMember(field.name), validValue(format, field)];
    });
    const valid = statedBy(model, format).map((stated) => ({
      ...base,
      status: "valid",
      ...stated,
      ...Object.fromEntries(numbers),
      ...(text && { text: "Connection closed by policy" }),
      problems: [],
    }));
    if (!pen) return valid;
    return [
      ...valid,
      { ...base, status: "malformed", problems: [length.problem] },
      { ...base, status: "truncated", problems: [TRUNCATED] },
    ];
  });
}

/** What a payload of the format can state: the first cause of the registry, and of one vendor. */
function statedBy({ vendors }: Model, { registry, pen }: Format): readonly Example[] {
  if (!registry) return [{}];
  if (!pen) return wordsOf({ registry });
  return [...wordsOf({ pen: 0, registry }), ...vendors.flatMap(wordsOf).slice(0, 1)];
}

type Owned = Pick<Vendor, "registry" | "organisation"> & { readonly pen?: number };

function wordsOf({ pen, organisation, registry }: Owned): readonly Example[] {
  const row = registry.rows.find(isUsable);
  if (!row) return [];
  const otherReadings = findOtherReadings(registry, row.first);
  const words = {
    reasonCode: row.first,
    pen,
    organisation,
    registry: registry.id,
    revision: registry.revision,
    reason: row.description,
    reference: row.reference || undefined,
  };
  return [otherReadings.length > 0 ? { ...words, otherReadings } : words];
}

const FINDING: PrintedFinding = {
  file: "web1:monday.pcap",
  stream: 3,
  frame: 42,
  time: TIME,
  client: CLIENT,
  server: SERVER,
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
  pattern: { bucket: "post-PSH", segments: "PSH+ACK → RST+ACK" },
  idleSeconds: 0.000812,
  contradictions: [],
  explanation: "the server had just sent the fatal TLS alert handshake_failure (40)",
  nextStep: "the alert's name, and certificates and versions of both ends",
};

const FAILURE: PrintedFailure = {
  file: "web1:monday.pcap",
  kind: "failure",
  stream: 4,
  frame: 50,
  time: TIME,
  client: CLIENT,
  server: SERVER,
  failure: "destination-unreachable",
  sender: "client",
  certainty: "high",
  icmp: {
    frame: 51,
    family: "icmp",
    type: 3,
    code: 1,
    words: "Host unreachable",
    from: "203.0.113.1",
    count: 1,
  },
  transmissions: 1,
  seconds: 0,
  unackedOctets: 0,
  evidence: [50, 51],
  stage: "connecting",
  missing: [],
  explanation: "203.0.113.1 says of the client's SYN: Host unreachable (ICMP type 3, code 1)",
  nextStep: "the route to the server",
};

const CAPTURE: CaptureSummary = {
  file: "web1:monday.pcap",
  frames: 1200,
  unread: 0,
  segments: 1100,
  resets: 1,
  evicted: 0,
  rstSegments: 2,
  payloads: [{ format: "diagnostic", status: "valid", count: 1 }],
  hosts: [{ address: "192.0.2.1", sent: 1, received: 0, sentInvalid: 0, receivedInvalid: 0 }],
  hostsLeftOut: 0,
  busiestSecond: 1,
};

const FINDING_EXAMPLES: readonly (PrintedFinding | PrintedFailure | CaptureSummary)[] = [
  FINDING,
  FAILURE,
  CAPTURE,
];

const RESET: ComparedReset = {
  kind: "reset",
  verdict: "stripped",
  reordered: false,
  direction: "forward",
  sent: { frame: 12, time: TIME, ...ENDS, lengthBytes: 8, format: "diagnostic" },
  received: {
    frame: 9,
    time: "2026-05-05T12:00:20.004000Z",
    ...ENDS,
    lengthBytes: 0,
    format: "empty",
  },
  timeToLiveDifference: 5,
  changes: [{ field: "dscp", sent: 46, received: 0 }],
  missing: [],
};

const VERDICTS = {
  delivered: 0,
  reordered: 0,
  stripped: 1,
  cut: 0,
  changed: 0,
  dropped: 0,
  added: 0,
  ambiguous: 0,
};

const SUMMARY: ComparisonSummary = {
  kind: "summary",
  sender: { file: "server.pcap", frames: 12, resets: 1, notCompared: 0 },
  receiver: { file: "client.pcap", frames: 9, resets: 1, notCompared: 0 },
  clock: { seconds: 0.004, spreadSeconds: 0, landmarks: 3 },
  verdicts: { ...VERDICTS, uncovered: 0 },
  backward: 0,
  groups: [
    {
      format: "diagnostic",
      leastOctets: 8,
      mostOctets: 8,
      sent: 1,
      ...VERDICTS,
      intact: { count: 0, of: 1, share: 0, low: 0, high: 0.7934567085261071 },
      arrived: { count: 1, of: 1, share: 1, low: 0.2065432914738929, high: 1 },
    },
  ],
  timeToLiveDifferences: [{ difference: 5, resets: 1 }],
  changes: [{ field: "dscp", resets: 1 }],
};

const COMPARISON_EXAMPLES: readonly (ComparedReset | ComparisonSummary)[] = [RESET, SUMMARY];
