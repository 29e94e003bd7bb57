import { findCause } from "../../generator/model/registry.js";
import { openSchema } from "../../generator/verify/schema-check.js";
import { ownModel } from "./models.js";

/** A record as a test states it; a member that is `undefined` is not there. */
export type Members = Readonly<Record<string, unknown>>;

export const DRAFT = "draft-ietf-tcpm-rst-diagnostic-payload-02";
export const SIGHTING = {
  frame: 7,
  time: "2026-05-05T12:00:00.000001Z",
  source: { address: "192.0.2.1", port: 443 },
  destination: { address: "2001:db8::7", port: 49152 },
  format: "diagnostic",
  standing: "specified",
};
export const IANA = { registry: "tcp-failure-causes", revision: "draft-02" };
export const TIMEOUT = {
  ...SIGHTING,
  status: "valid",
  reasonCode: 14,
  pen: 0,
  ...IANA,
  reason: "Connection timeout",
  reference: DRAFT,
  otherReadings: [{ revision: "draft-03", reason: "Reset received from the peer" }],
  problems: [],
};
/** The enterprise of figure 4; its words are those of its registry. */
const EXAMPLE = ownModel().vendorByPen.get(32473);
const CAUSE = EXAMPLE && findCause(EXAMPLE.registry, 1234);
export const VENDOR = {
  ...TIMEOUT,
  reasonCode: 1234,
  pen: 32473,
  organisation: EXAMPLE?.organisation,
  registry: EXAMPLE?.registry.id,
  revision: undefined,
  reason: CAUSE?.description,
  reference: CAUSE?.reference,
  otherReadings: undefined,
};
export const UNKNOWN_CODE = {
  ...TIMEOUT,
  reasonCode: 0xffff,
  reason: undefined,
  reference: undefined,
  otherReadings: undefined,
};
export const UNKNOWN_VENDOR = {
  ...SIGHTING,
  status: "valid",
  reasonCode: 14,
  pen: 0xffffffff,
  problems: [],
};
export const RESERVED = {
  ...TIMEOUT,
  status: "malformed",
  reasonCode: 0,
  reason: "Reserved",
  otherReadings: undefined,
  problems: ["reserved-code"],
};
export const WRONG_LENGTH = { ...SIGHTING, status: "malformed", problems: ["wrong-length"] };
export const TRUNCATED_BEHIND_CODE = {
  ...SIGHTING,
  status: "truncated",
  reasonCode: 14,
  problems: ["truncated"],
};

/** Whether a schema accepts a record; throws where it is none. Only for tests. */
export function checkOf(text: string): (record: Members) => boolean {
  const schema = openSchema(text);
  if (schema.kind === "broken") throw new Error(schema.reason);
  return (record) => schema.check(JSON.parse(JSON.stringify(record))) === undefined;
}
