import { describe, expect, it } from "vitest";
import { ownModel } from "../../../test/support/models.js";
import { schemaOf } from "../../../test/support/pack.js";
import {
  checkOf,
  DRAFT,
  IANA,
  type Members,
  RESERVED,
  SIGHTING,
  TIMEOUT,
  TRUNCATED_BEHIND_CODE,
  UNKNOWN_CODE,
  UNKNOWN_VENDOR,
  VENDOR,
  WRONG_LENGTH,
} from "../../../test/support/records.js";

describe("the schema", () => {
  const accepts = checkOf(schemaOf(ownModel()));

  it.each<[string, Members]>([
    ["a known code", TIMEOUT],
    ["a vendor's code", VENDOR],
    [
      "a vendor's unknown code",
      { ...VENDOR, reasonCode: 1, reason: undefined, reference: undefined },
    ],
    ["an unknown code", UNKNOWN_CODE],
    ["an unknown vendor", UNKNOWN_VENDOR],
    ["a frame without time", { ...TIMEOUT, time: undefined }],
    ["a time without digits behind the second", { ...TIMEOUT, time: "2026-05-05T12:00:00Z" }],
    ["the reserved code", RESERVED],
    [
      "the reserved code of an unknown vendor",
      { ...UNKNOWN_VENDOR, status: "malformed", reasonCode: 0, problems: ["reserved-code"] },
    ],
    [
      "the reserved code, the rest cut",
      {
        ...TRUNCATED_BEHIND_CODE,
        status: "malformed",
        reasonCode: 0,
        problems: ["reserved-code", "truncated"],
      },
    ],
    ["a wrong length", WRONG_LENGTH],
    ["a wrong length, cut", { ...WRONG_LENGTH, problems: ["wrong-length", "truncated"] }],
    ["a payload cut behind the code", TRUNCATED_BEHIND_CODE],
    ["a payload cut behind the magic number", { ...TRUNCATED_BEHIND_CODE, reasonCode: undefined }],
  ])("accepts %s", (_name, record) => {
    expect(accepts(record)).toBe(true);
  });

  it.each<[string, Members]>([
    ["an unknown member", { ...TIMEOUT, note: "x" }],
    ["no frame", { ...TIMEOUT, frame: undefined }],
    ["frame 0", { ...TIMEOUT, frame: 0 }],
    ["no source", { ...TIMEOUT, source: undefined }],
    ["an unknown member of an endpoint", { ...TIMEOUT, source: { ...TIMEOUT.source, name: "x" } }],
    ["port 65536", { ...TIMEOUT, source: { ...TIMEOUT.source, port: 65_536 } }],
    ["a time of another zone", { ...TIMEOUT, time: "2026-05-05T12:00:00+02:00" }],
    ["a time that no clock shows", { ...TIMEOUT, time: "2026-13-05T12:00:00Z" }],
    ["an address that is none", { ...TIMEOUT, source: { address: "300.1.1.1", port: 1 } }],
    ["an unknown format", { ...TIMEOUT, format: "other" }],
    ["an unknown status", { ...TIMEOUT, status: "odd" }],
    ["an unknown problem", { ...WRONG_LENGTH, problems: ["odd", "wrong-length"] }],
    ["the same problem twice", { ...WRONG_LENGTH, problems: ["wrong-length", "wrong-length"] }],
    ["no problems", { ...TIMEOUT, problems: undefined }],
    ["a code of 17 bits", { ...UNKNOWN_CODE, reasonCode: 65_536 }],
    ["a pen of 33 bits", { ...UNKNOWN_VENDOR, pen: 4_294_967_296 }],
    ["a code in words", { ...UNKNOWN_CODE, reasonCode: "14" }],
  ])("refuses %s", (_name, record) => {
    expect(accepts(record)).toBe(false);
  });

  it.each<[string, Members]>([
    ["a known code with another reason", { ...TIMEOUT, reason: "Not authorized" }],
    ["a known code without reason", { ...TIMEOUT, reason: undefined }],
    ["a known code with another reference", { ...TIMEOUT, reference: "RFC9293" }],
    ["a known code without reference", { ...TIMEOUT, reference: undefined }],
    ["an unknown code with a reason", { ...UNKNOWN_CODE, reason: "Connection timeout" }],
    ["an unknown code with a reference", { ...UNKNOWN_CODE, reference: DRAFT }],
    ["no registry with pen 0", { ...TIMEOUT, registry: undefined }],
    ["another registry with pen 0", { ...TIMEOUT, registry: VENDOR.registry }],
    ["no revision with pen 0", { ...TIMEOUT, revision: undefined }],
    ["another revision", { ...TIMEOUT, revision: "draft-03" }],
    ["a vendor's code with IANA's revision", { ...VENDOR, revision: "draft-02" }],
    ["a vendor's code with IANA's registry", { ...VENDOR, registry: "tcp-failure-causes" }],
    [
      "a vendor's code with IANA's reason",
      { ...VENDOR, reasonCode: 14, reason: "Connection timeout" },
    ],
    ["an unknown vendor with a registry", { ...UNKNOWN_VENDOR, registry: "tcp-failure-causes" }],
    ["an unknown vendor with a revision", { ...UNKNOWN_VENDOR, revision: "draft-02" }],
    ["an unknown vendor with a reason", { ...UNKNOWN_VENDOR, reason: "Connection timeout" }],
    ["a registry where no pen was captured", { ...TRUNCATED_BEHIND_CODE, ...IANA }],
    [
      "a reason where no pen was captured",
      { ...TRUNCATED_BEHIND_CODE, reason: "Connection timeout" },
    ],
  ])("refuses words that are not the registry's: %s", (_name, record) => {
    expect(accepts(record)).toBe(false);
  });

  it.each<[string, Members]>([
    ["valid without pen", { ...UNKNOWN_VENDOR, pen: undefined }],
    ["valid without code", { ...UNKNOWN_VENDOR, reasonCode: undefined }],
    ["valid with a problem", { ...UNKNOWN_VENDOR, problems: ["reserved-code"] }],
    ["valid, but truncated", { ...UNKNOWN_VENDOR, problems: ["truncated"] }],
    ["valid with the reserved code", { ...RESERVED, status: "valid" }],
    ["valid with code 0", { ...RESERVED, status: "valid", problems: [] }],
    ["malformed without a problem", { ...UNKNOWN_VENDOR, status: "malformed" }],
    ["malformed, but only truncated", { ...TRUNCATED_BEHIND_CODE, status: "malformed" }],
    [
      "malformed by a reserved code that is another one",
      { ...TIMEOUT, status: "malformed", problems: ["reserved-code"] },
    ],
    [
      "malformed by a reserved code that is not there",
      { ...SIGHTING, status: "malformed", problems: ["reserved-code"] },
    ],
    ["code 0 without its problem", { ...TRUNCATED_BEHIND_CODE, reasonCode: 0 }],
    ["truncated without that problem", { ...TRUNCATED_BEHIND_CODE, problems: [] }],
    ["truncated with another problem", { ...TRUNCATED_BEHIND_CODE, problems: ["reserved-code"] }],
    [
      "truncated with another problem too",
      { ...TRUNCATED_BEHIND_CODE, problems: ["truncated", "wrong-length"], reasonCode: undefined },
    ],
    [
      "truncated with all fields captured",
      { ...TIMEOUT, status: "truncated", problems: ["truncated"] },
    ],
    [
      "the pen captured, but not the code ahead of it",
      { ...TRUNCATED_BEHIND_CODE, reasonCode: undefined, pen: 0xffffffff },
    ],
    [
      "not truncated, with a field that was not captured",
      {
        ...RESERVED,
        pen: undefined,
        registry: undefined,
        revision: undefined,
        reason: undefined,
        reference: undefined,
      },
    ],
    ["a wrong length with a code", { ...WRONG_LENGTH, reasonCode: 14 }],
    ["a wrong length with a pen", { ...WRONG_LENGTH, pen: 0 }],
    ["a wrong length with a registry", { ...WRONG_LENGTH, ...IANA }],
  ])("refuses what cannot be: %s", (_name, record) => {
    expect(accepts(record)).toBe(false);
  });
});
