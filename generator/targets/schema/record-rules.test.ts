import { describe, expect, it } from "vitest";
import { addVendor, extendedModel, modelOf, ownModel } from "../../../test/support/models.js";
import { schemaOf } from "../../../test/support/pack.js";
import {
  checkOf,
  DRAFT,
  type Members,
  SIGHTING,
  TIMEOUT,
  TRUNCATED_BEHIND_CODE,
  UNKNOWN_VENDOR,
  VENDOR,
  WRONG_LENGTH,
} from "../../../test/support/records.js";
import { openSchema } from "../../verify/schema-check.js";

describe("the schema of other formats", () => {
  const accepts = checkOf(schemaOf(extendedModel()));
  const first = { ...TIMEOUT, tryCount: 3 };
  const second = { ...TIMEOUT, format: "second-format", layoutVersion: 2, pathId: 0xffffff };

  it.each<[string, Members]>([
    ["a further number", first],
    ["the further numbers of another format", second],
    ["a payload cut ahead of its number", { ...TRUNCATED_BEHIND_CODE, pen: 0xffffffff }],
    [
      "a value that must be another",
      { ...second, layoutVersion: 1, status: "malformed", problems: ["strange-version"] },
    ],
  ])("accepts %s", (_name, record) => {
    expect(accepts(record)).toBe(true);
  });

  it.each<[string, Members]>([
    ["a valid payload without its number", TIMEOUT],
    ["a number of another format", { ...first, pathId: 1 }],
    ["a number that does not fit its field", { ...first, tryCount: 256 }],
    ["a wrong length with a number", { ...WRONG_LENGTH, tryCount: 3 }],
    ["a value that must be another, without the problem", { ...second, layoutVersion: 1 }],
    [
      "the problem of a value that is right",
      { ...second, status: "malformed", problems: ["strange-version"] },
    ],
  ])("refuses %s", (_name, record) => {
    expect(accepts(record)).toBe(false);
  });
});

describe("the schema of formats without a PEN", () => {
  const accepts = checkOf(schemaOf(ownModel()));
  const linux = {
    ...SIGHTING,
    format: "linux-experiment",
    standing: "guess",
    status: "valid",
    reasonCode: 1,
    registry: "linux-rst-reasons",
    revision: "v6.12",
    reason: "NO_SOCKET: no socket for the segment",
    problems: [],
  };
  const text = {
    ...SIGHTING,
    format: "text",
    standing: "guess",
    status: "valid",
    text: "go away",
    problems: [],
  };
  const pattern = {
    ...text,
    text: "BIG-IP: [0x1:2] No local listener",
    pattern: "big-ip",
    reason: "No local listener",
  };
  const described = { ...text, format: "description", standing: "historic" };
  const opaque = {
    ...SIGHTING,
    format: "opaque",
    standing: "guess",
    status: "valid",
    problems: [],
  };

  it.each<[string, Members]>([
    ["a reason of Linux", linux],
    ["a reason of Linux, cut", { ...linux, status: "truncated", problems: ["truncated"] }],
    ["a text", text],
    ["a text that has a pattern", pattern],
    ["a described reason", described],
    [
      "a description that is no text",
      { ...described, text: undefined, status: "malformed", problems: ["not-text"] },
    ],
    [
      "a description that is too short",
      { ...described, text: undefined, status: "malformed", problems: ["wrong-length"] },
    ],
    [
      "a description of which nothing was captured but its magic number",
      { ...described, text: undefined, status: "truncated", problems: ["truncated"] },
    ],
    ["an unknown payload", opaque],
  ])("accepts %s", (_name, record) => {
    expect(accepts(record)).toBe(true);
  });

  it.each<[string, Members]>([
    ["a guess that is called specified", { ...linux, standing: "specified" }],
    ["a reason of Linux with a PEN", { ...linux, pen: 0 }],
    ["a reason of Linux in other words", { ...linux, reason: "Connection timeout" }],
    ["a reason of Linux without its registry", { ...linux, registry: undefined }],
    ["a text without the text", { ...text, text: undefined }],
    ["a text with a reason that no pattern found", { ...text, reason: "go away" }],
    ["a pattern without a reason", { ...pattern, reason: undefined }],
    ["an unknown pattern", { ...pattern, pattern: "other" }],
    ["a text with a code", { ...text, reasonCode: 1 }],
    ["a text with a registry", { ...text, registry: "linux-rst-reasons" }],
    ["a valid description without its text", { ...described, text: undefined }],
    [
      "a description that is no text, with the text",
      { ...described, status: "malformed", problems: ["not-text"] },
    ],
    ["an unknown payload with a text", { ...opaque, text: "go away" }],
    ["an unknown payload with a reason", { ...opaque, reason: "go away" }],
    ["a diagnostic payload with a text", { ...TIMEOUT, text: "go away" }],
  ])("refuses %s", (_name, record) => {
    expect(accepts(record)).toBe(false);
  });
});

describe("the schema of vendors", () => {
  it.each<[string, Members]>([
    ["the organisation of PEN 0", { ...TIMEOUT, organisation: "IANA" }],
    ["a vendor without its organisation", { ...VENDOR, organisation: undefined }],
    ["a vendor with another's", { ...VENDOR, organisation: "ACME" }],
    ["the organisation of a vendor that is not known", { ...UNKNOWN_VENDOR, organisation: "ACME" }],
  ])("refuses %s", (_name, record) => {
    expect(checkOf(schemaOf(ownModel()))(record)).toBe(false);
  });

  it("demands no organisation that nobody knows", () => {
    const accepts = checkOf(schemaOf(modelOf((folder) => addVendor(folder, [[1, "Mine", ""]]))));
    const record = { ...VENDOR, pen: 9, registry: "vendor-9", reasonCode: 1, reason: "Mine" };
    const silent = { ...record, reference: undefined, organisation: undefined };
    expect(accepts(silent)).toBe(true);
    expect(accepts({ ...silent, organisation: "ACME" })).toBe(false);
  });
});

describe("the schema of other registries", () => {
  it("has examples that satisfy it where a vendor's first code is reserved", () => {
    const model = modelOf((folder) =>
      addVendor(folder, [
        [0, "Reserved", ""],
        [1, "First cause", ""],
      ]),
    );
    expect(openSchema(schemaOf(model)).kind).toBe("usable");
  });

  it.each([
    ["without a code at all", []],
    ["without a cause", [[0, "Reserved", ""] as const]],
  ])("has examples that satisfy it with a vendor %s", (_name, rows) => {
    const model = modelOf((folder) => addVendor(folder, rows));
    expect(openSchema(schemaOf(model)).kind).toBe("usable");
  });

  it.each(["endpoint", "source", "constructor", "format"])(
    "has examples that satisfy it where a registry has the id of something else: %s",
    (id) => {
      const model = modelOf((folder) => addVendor(folder, [[1, "First cause", ""]], id));
      expect(openSchema(schemaOf(model)).kind).toBe("usable");
    },
  );

  it("refuses a reference of a row that has none", () => {
    const model = modelOf((folder) => addVendor(folder, [[1, "First cause", ""]]));
    const accepts = checkOf(schemaOf(model));
    const record = {
      ...UNKNOWN_VENDOR,
      pen: 9,
      reasonCode: 1,
      registry: "vendor-9",
      reason: "First cause",
    };
    expect(accepts(record)).toBe(true);
    expect(accepts({ ...record, reference: DRAFT })).toBe(false);
  });
});
