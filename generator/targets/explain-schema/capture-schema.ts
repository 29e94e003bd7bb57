import type { CaptureSummary } from "../../model/finding.js";
import type { Model } from "../../model/model.js";
import type { Schema } from "../schema/keywords.js";
import { ADDRESS, FILE, STATUSES } from "../schema/record-schema.js";

const count = (description: string): Schema => ({ description, type: "integer", minimum: 0 });

const HOST_COUNTS = {
  sent: count("Valid ones that it sent."),
  received: count("Valid ones that were sent to it."),
  sentInvalid: count("Malformed ones that it sent."),
  receivedInvalid: count("Malformed ones that were sent to it: it ignores them."),
};

/** What is said of a capture behind its findings. */
export function captureSchema(model: Model): Schema {
  const properties = { ...readingCounts(), ...payloadCounts(model) };
  return {
    title: "Capture: summary",
    description: "How much of one capture was read, and the counters of the draft's section 6.3.",
    type: "object",
    required: Object.keys(properties),
    additionalProperties: false,
    properties: {
      ...properties,
      problem: {
        description: "Why it could not be read to its end; absent where it could.",
        type: "string",
        minLength: 1,
      },
    },
  };
}

function readingCounts(): Schema {
  return {
    file: FILE,
    frames: count("Frames that were read."),
    unread: count("Frames of link types that cannot be read."),
    segments: count("TCP segments."),
    resets: count("Connections that were reset: so many findings are before this."),
    evicted: count("Connections that were forgotten while open: too many at the same time."),
  };
}

function payloadCounts(model: Model): Schema {
  return {
    rstSegments: count("RST segments of any kind."),
    payloads: {
      description: "RST segments with a payload, by its format and status.",
      type: "array",
      items: {
        type: "object",
        required: ["format", "status", "count"],
        additionalProperties: false,
        properties: {
          format: { enum: model.formats.map(({ id }) => id) },
          status: { enum: STATUSES },
          count: count("So many."),
        },
      },
    },
    hosts: {
      description:
        "Addresses, with the RSTs with a diagnostic payload that each sent and received.",
      type: "array",
      items: {
        type: "object",
        required: ["address", ...Object.keys(HOST_COUNTS)],
        additionalProperties: false,
        properties: { address: ADDRESS, ...HOST_COUNTS },
      },
    },
    hostsLeftOut: count("How often an address was not counted by itself: there were too many."),
    busiestSecond: count("The most RSTs with a diagnostic payload within one second of the clock."),
  };
}

export const CAPTURE_EXAMPLE: CaptureSummary = {
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
