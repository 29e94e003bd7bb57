import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findCause } from "../model/registry.js";
import { extendedModel, ownModel } from "../models-for-test.js";
import { readPayload } from "./read-payload.js";

const model = ownModel();
const vendor = model.vendorByPen.get(32473);
const vendorCause = vendor && findCause(vendor, 1234);
const DRAFT = "draft-ietf-tcpm-rst-diagnostic-payload-02";

const read = (hex: string, lengthBytes = hex.length / 2) =>
  readPayload(model, { octets: Buffer.from(hex, "hex"), lengthBytes });

/** Sections 4.1 and 4.2 of the draft, without anything of the Model. */
function oracle(octets: Buffer, length: number) {
  if (octets.length < 2 || octets.readUInt16BE(0) !== 0x33aa) return undefined;
  const cut = octets.length < length ? ["truncated"] : [];
  if (length !== 8) return { status: "malformed", problems: ["wrong-length", ...cut] };
  const reasonCode = octets.length < 4 ? undefined : octets.readUInt16BE(2);
  const pen = octets.length < 8 ? undefined : octets.readUInt32BE(4);
  const reserved = reasonCode === 0 ? ["reserved-code"] : [];
  return {
    status: reserved.length > 0 ? "malformed" : cut.length > 0 ? "truncated" : "valid",
    problems: [...reserved, ...cut],
    ...(reasonCode !== undefined && { reasonCode }),
    ...(pen !== undefined && { pen }),
  };
}

/** Random octets, which often begin as a payload does. */
const octetsOfAnyKind = fc
  .tuple(
    fc.constantFrom(
      "",
      "33",
      "33aa",
      "33aa0000",
      "33aa000e",
      "33aa000e00000000",
      "33aa04d200007ed9",
    ),
    fc.uint8Array({ maxLength: 20 }),
  )
  .map(([start, rest]) => Buffer.concat([Buffer.from(start, "hex"), rest]).subarray(0, 20));
const anyLength = fc.oneof(fc.constant(8), fc.nat(20), fc.nat(0xffff));

describe("readPayload", () => {
  it.each([
    ["figure 2", "33aa000200000000", { reasonCode: 2, pen: 0, reason: "Desynchronized state" }],
    ["figure 3", "33aa000e00000000", { reasonCode: 14, pen: 0, reason: "Connection timeout" }],
    ["figure 4", "33aa04d200007ed9", { reasonCode: 1234, pen: 32473 }],
  ])("reads the draft's %s", (_name, hex, stated) => {
    expect(read(hex)).toMatchObject({ ...stated, status: "valid", problems: [], lengthBytes: 8 });
  });

  it("has all of a registry's words, and no revision of a vendor's", () => {
    expect(read("33aa000e00000000")).toEqual({
      format: "diagnostic",
      status: "valid",
      lengthBytes: 8,
      reasonCode: 14,
      pen: 0,
      numbers: {},
      registry: "tcp-failure-causes",
      revision: "draft-02",
      reason: "Connection timeout",
      reference: DRAFT,
      otherReadings: [{ revision: "draft-03", reason: "Reset received from the peer" }],
      problems: [],
    });
    expect(read("33aa04d200007ed9")).not.toHaveProperty("revision");
    expect(read("33aa04d200007ed9")).toMatchObject({
      registry: vendor?.id,
      reason: vendorCause?.description,
      reference: vendorCause?.reference,
    });
  });

  it("takes an unknown code for valid, with the registry but without a reason", () => {
    const reading = read("33aaffff00000000");
    expect(reading).toMatchObject({
      status: "valid",
      reasonCode: 65535,
      registry: "tcp-failure-causes",
    });
    expect(reading).not.toHaveProperty("reason");
    expect(reading).not.toHaveProperty("reference");
  });

  it.each(["33aa000efffffffe", "33aa000effffffff"])(
    "takes a code of an unknown vendor for valid, without IANA's words: %s",
    (hex) => {
      const reading = read(hex);
      expect(reading).toMatchObject({ status: "valid", reasonCode: 14 });
      for (const member of ["registry", "revision", "reason", "reference"]) {
        expect(reading).not.toHaveProperty(member);
      }
    },
  );

  it.each([
    ["reserved code 0, whoever's it is", "33aa0000000003e7", 8, ["reserved-code"]],
    ["a length of 7", "33aa000e000000", 7, ["wrong-length"]],
    ["a length of 9", "33aa000e0000000000", 9, ["wrong-length"]],
    ["a length of 12 that was cut to 8", "33aa000e00000000", 12, ["wrong-length", "truncated"]],
    ["code 0, the rest cut", "33aa0000", 8, ["reserved-code", "truncated"]],
  ])("takes for malformed: %s", (_name, hex, lengthBytes, problems) => {
    expect(read(hex, lengthBytes)).toMatchObject({ status: "malformed", problems });
  });

  it.each([
    ["the magic number alone", "33aa", {}],
    ["half a code", "33aa00", {}],
    ["the code", "33aa000e", { reasonCode: 14 }],
    ["half a pen", "33aa000e0000", { reasonCode: 14 }],
  ])("reads what was captured whole: %s", (_name, hex, stated) => {
    expect(read(hex, 8)).toEqual({
      format: "diagnostic",
      status: "truncated",
      lengthBytes: 8,
      numbers: {},
      problems: ["truncated"],
      ...stated,
    });
  });

  it.each(["", "33", "aa33000e00000000", "0033aa000e000000", "436f6e6e65637469"])(
    "sees nothing without the magic number: %j",
    (hex) => {
      expect(read(hex)).toBeUndefined();
      expect(read(hex, 8)).toBeUndefined();
    },
  );

  it("never throws, whatever the octets and the length", () => {
    fc.assert(
      fc.property(octetsOfAnyKind, anyLength, (octets, lengthBytes) => {
        expect(() => readPayload(model, { octets, lengthBytes })).not.toThrow();
      }),
      { numRuns: 1000 },
    );
  });

  it("agrees with a reading written straight from the draft", () => {
    fc.assert(
      fc.property(octetsOfAnyKind, anyLength, (octets, length) => {
        const lengthBytes = Math.max(length, octets.length);
        const reading = readPayload(model, { octets, lengthBytes });
        const { status, problems, reasonCode, pen } = reading ?? {};
        const wanted = oracle(octets, lengthBytes);
        expect(reading === undefined).toBe(wanted === undefined);
        if (wanted) expect({ status, problems, reasonCode, pen }).toEqual(wanted);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("readPayload with other formats", () => {
  const extended = extendedModel();
  const readOther = (hex: string, lengthBytes = hex.length / 2) =>
    readPayload(extended, { octets: Buffer.from(hex, "hex"), lengthBytes });

  it("tells them by their magic numbers, and reads further numbers by their names", () => {
    expect(readOther("33aa000e00000000ff")).toMatchObject({
      format: "diagnostic",
      status: "valid",
      numbers: { tryCount: 255 },
    });
    expect(readOther("33ab02fffffe000e00000000")).toMatchObject({
      format: "second-format",
      status: "valid",
      reasonCode: 14,
      reason: "Connection timeout",
      numbers: { layoutVersion: 2, pathId: 0xfffffe },
    });
  });

  it("takes a value for malformed that must be another", () => {
    expect(readOther("33ab01000000000e00000000")).toMatchObject({
      status: "malformed",
      problems: ["strange-version"],
    });
    expect(readOther("33ab01000000000000000000")).toMatchObject({
      problems: ["strange-version", "reserved-code"],
    });
  });

  it("has no number that was not captured whole", () => {
    expect(readOther("33ab02ffff", 12)).toMatchObject({
      status: "truncated",
      numbers: { layoutVersion: 2 },
    });
  });
});
