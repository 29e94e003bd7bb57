import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { extendedModel, ownModel } from "../../test/support/models.js";
import { findCause } from "../model/registry.js";
import { readPayload } from "./read-payload.js";

const model = ownModel();
const vendor = model.vendorByPen.get(32473);
const vendorCause = vendor && findCause(vendor.registry, 1234);
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
      standing: "specified",
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
    expect(read("33aa000e00000000")).not.toHaveProperty("organisation");
    expect(read("33aa04d200007ed9")).not.toHaveProperty("revision");
    expect(read("33aa04d200007ed9")).toMatchObject({
      organisation: "Example Enterprise Number for Documentation Use",
      registry: vendor?.registry.id,
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
      standing: "specified",
      status: "truncated",
      lengthBytes: 8,
      numbers: {},
      problems: ["truncated"],
      ...stated,
    });
  });

  it.each([
    ["33", "opaque"],
    ["aa33000e00000000", "opaque"],
    ["0033aa000e000000", "opaque"],
    ["436f6e6e65637469", "text"],
  ])("sees no diagnostic payload without the magic number: %j", (hex, format) => {
    expect(read(hex)).toMatchObject({ format, standing: "guess", status: "valid" });
    expect(read(hex)).not.toHaveProperty("reason");
    expect(read(hex, 9)).toMatchObject({ format, standing: "guess", status: "truncated" });
  });

  it("sees nothing where nothing was captured", () => {
    expect(read("")).toBeUndefined();
    expect(read("", 8)).toBeUndefined();
  });

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
        expect(reading?.format === "diagnostic").toBe(wanted !== undefined);
        if (wanted) expect({ status, problems, reasonCode, pen }).toEqual(wanted);
      }),
      { numRuns: 2000 },
    );
  });
});

/** The octet `first`, then zeros. */
const zeros = (first: number, lengthBytes: number) => {
  const octets = Buffer.alloc(lengthBytes);
  octets.writeUInt8(first, 0);
  return octets.toString("hex");
};
const ofText = (text: string) => read(Buffer.from(text).toString("hex"));

describe("the reading of a payload without a PEN", () => {
  it("knows the reason of Linux by its shape, and what older kernels meant by it", () => {
    expect(read(zeros(11, 1000))).toEqual({
      format: "linux-experiment",
      standing: "guess",
      status: "valid",
      lengthBytes: 1000,
      reasonCode: 11,
      numbers: {},
      registry: "linux-rst-reasons",
      revision: "v6.12",
      reason: "TCP_ABORT_ON_CLOSE: close with unread data",
      otherReadings: [{ revision: "v6.10", reason: "MPTCP_RST_EUNSPEC: MPTCP, unspecified error" }],
      problems: [],
    });
    expect(read(zeros(24, 10), 1000)).toMatchObject({
      format: "linux-experiment",
      status: "truncated",
      reasonCode: 24,
    });
  });

  it.each([
    ["code 25, which no kernel sends", zeros(25, 1000)],
    ["999 octets", zeros(1, 999)],
    ["1001 octets", zeros(1, 1001)],
    ["another octet at the end", `${zeros(1, 999)}01`],
    ["another octet behind the code", `0101${zeros(0, 998)}`],
  ])("does not guess a reason of Linux from %s", (_what, hex) => {
    expect(read(hex)).toMatchObject({ format: "opaque", standing: "guess" });
  });

  it("has a described reason as the text that it is", () => {
    expect(read("f317 676f 2061 7761 79".replaceAll(" ", ""))).toMatchObject({
      format: "description",
      standing: "historic",
      status: "valid",
      text: "go away",
    });
    expect(read("f317ff")).toMatchObject({ status: "malformed", problems: ["not-text"] });
    expect(read("f317")).toMatchObject({ status: "malformed", problems: ["wrong-length"] });
    expect(read("f317", 9)).toMatchObject({ status: "truncated", problems: ["truncated"] });
  });

  it.each([
    ["BIG-IP: [0x11c5672:3045] {peer} TCP RST from remote system", "TCP RST from remote system"],
    ["BIG-IP: [0x2664c65:2574] No flow found for ACK", "No flow found for ACK"],
    [
      "BIG-IP: [0x34315a9:136] Port denied lis=default port=1.1",
      "Port denied lis=default port=1.1",
    ],
    ["BIG-IP: [0xA:1] {peer}", "{peer}"],
  ])("finds the cause that software is known to write: %s", (text, reason) => {
    expect(ofText(text)).toMatchObject({ format: "text", text, pattern: "big-ip", reason });
  });

  it.each([
    "BIG-IP: [0x:1] No flow",
    "BIG-IP: [0x1:] No flow",
    "BIG-IP: [0x1:2] ",
    "BIG-IP: [0x1:2] {peer} ",
    "BIG-IP: [0xg:2] No flow",
    " BIG-IP: [0x1:2] No flow",
    "big-ip: [0x1:2] No flow",
  ])("has no cause of a text that only begins so: %j", (text) => {
    expect(ofText(text)).toMatchObject({ format: "text", text });
    expect(ofText(text)).not.toHaveProperty("reason");
    expect(ofText(text)).not.toHaveProperty("pattern");
  });

  it("takes a text for one where, and only where, all of it is printable UTF-8", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 4, maxLength: 30 }), (text) => {
        const isPlain = !/[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029\ufeff\ufff9-\ufffb]/u.test(
          text.replace(/[\t\n\r]/g, ""),
        );
        const hasOdd = /\p{Noncharacter_Code_Point}/u.test(text);
        expect(ofText(text)?.format).toBe(isPlain && !hasOdd ? "text" : "opaque");
      }),
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
