import { describe, expect, it } from "vitest";
import { type SampleFrame, sampleFrames } from "../../test/support/decode.js";
import { extendedModel, ownModel } from "../../test/support/models.js";
import { diagnosticRegistries } from "../model/model.js";
import { findCause, type Registry } from "../model/registry.js";

const model = ownModel();
const firstFree = (registry: Registry | undefined) =>
  Array.from({ length: 0xffff }, (_, at) => at + 1).find(
    (code) => !(registry && findCause(registry, code)),
  );
const payloadOf = ({ octets }: SampleFrame) => octets.subarray(-8).toString("hex");
const versionOf = ({ octets }: SampleFrame) => (octets.readUInt16BE(12) === 0x0800 ? 4 : 6);

describe("registered-codes", async () => {
  const frames = await sampleFrames(model, "registered-codes");
  const wanted = [
    ...diagnosticRegistries(model).flatMap(({ rows }) =>
      rows.map((row) => ({ ...row, code: row.first, pen: 0 })),
    ),
    ...model.vendors.flatMap(({ pen, registry }) =>
      registry.rows.map((row) => ({ ...row, code: row.first, pen })),
    ),
  ].filter(({ category }) => category === "assigned");

  it.each([4, 6])("has every assigned code of every registry over IPv%d", (version) => {
    const found = frames.filter((frame) => versionOf(frame) === version);
    expect(found.map(payloadOf)).toEqual(
      wanted.map(({ code, pen }) => {
        const octets = Buffer.from("33aa000000000000", "hex");
        octets.writeUInt16BE(code, 2);
        octets.writeUInt32BE(pen, 4);
        return octets.toString("hex");
      }),
    );
  });

  it("demands the registry's words of each", () => {
    const reasons = frames.map(({ expectation }) => expectation.facts?.reason);
    expect(reasons).toEqual(wanted.flatMap(({ description }) => [description, description]));
  });
});

describe("unknown-codes", async () => {
  const frames = await sampleFrames(model, "unknown-codes");

  it("is all valid, and nothing has a reason", () => {
    for (const { expectation } of frames) {
      expect(expectation.facts).toMatchObject({ status: "valid", problems: [] });
      expect(expectation.facts).not.toHaveProperty("reason");
    }
  });

  it("has the first free code, the last code and the limits of the PEN", () => {
    const seen = frames.map(({ expectation }) => [
      expectation.facts?.reasonCode,
      expectation.facts?.pen,
    ]);
    expect(seen.filter((_, at) => at % 2 === 0)).toEqual([
      [firstFree(model.registries[0]), 0],
      [65_535, 0],
      [firstFree(model.vendors[0]?.registry), model.vendors[0]?.pen],
      [65_535, model.vendors[0]?.pen],
      [14, [1, 2, 3].find((pen) => !model.vendorByPen.has(pen))],
      [14, 0xfffffffe],
      [14, 0xffffffff],
    ]);
    expect(frames.map(versionOf)).toEqual(seen.map((_, at) => (at % 2 === 0 ? 4 : 6)));
  });
});

describe("specification-examples", () => {
  it("has figures 2, 3 and 4 of the draft, octet for octet", async () => {
    const frames = await sampleFrames(model, "specification-examples");
    expect(frames.map(payloadOf)).toEqual([
      "33aa000200000000",
      "33aa000e00000000",
      "33aa04d200007ed9",
    ]);
    expect(frames.map(({ expectation }) => expectation.sentence)).toEqual([
      expect.stringContaining("Figure 2"),
      expect.stringContaining("Figure 3"),
      expect.stringContaining("Figure 4"),
    ]);
  });
});

/** Octets ahead of the TCP payload: Ethernet, IPv4 and TCP without options. */
const HEADERS = 14 + 20 + 20;

const lengthOf = ({ originalLength }: SampleFrame) => originalLength - HEADERS;
const capturedOf = ({ octets }: SampleFrame) => octets.length - HEADERS;
const problemsOf = ({ expectation }: SampleFrame) => expectation.facts?.problems;

describe("malformed", async () => {
  const frames = await sampleFrames(model, "malformed");
  const wrongLength = frames.filter((frame) => problemsOf(frame)?.includes("wrong-length"));

  it("has every length about the right one, that of a page and of a full segment", () => {
    expect(wrongLength.map(lengthOf)).toEqual([2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 1000, 1460]);
  });

  it("begins each with the magic number, and was captured whole", () => {
    for (const frame of frames) {
      expect(frame.octets.subarray(HEADERS, HEADERS + 2).toString("hex")).toBe("33aa");
      expect(capturedOf(frame)).toBe(lengthOf(frame));
      expect(frame.expectation.facts?.status).toBe("malformed");
    }
  });

  it("has the reserved code of IANA and of a vendor", () => {
    const reserved = frames.filter((frame) => !wrongLength.includes(frame));
    expect(reserved.map((frame) => frame.octets.subarray(HEADERS).toString("hex"))).toEqual([
      "33aa000000000000",
      "33aa000000007ed9",
    ]);
    expect(reserved.map(problemsOf)).toEqual([["reserved-code"], ["reserved-code"]]);
  });

  it("breaks each rule of other formats", async () => {
    const others = await sampleFrames(extendedModel(), "malformed");
    const problems = others.flatMap((frame) => problemsOf(frame) ?? []);
    expect(new Set(problems)).toEqual(
      new Set(["wrong-length", "reserved-code", "strange-version"]),
    );
  });
});

describe("truncated", async () => {
  const frames = await sampleFrames(model, "truncated");
  const cuts = (length: number) => Array.from({ length }, (_, at) => at);

  it("cuts a known code, the reserved code and a wrong length at every octet", () => {
    expect(frames.map(capturedOf)).toEqual([...cuts(8), ...cuts(8), ...cuts(12)]);
    expect(frames.map(lengthOf)).toEqual([...cuts(16).map(() => 8), ...cuts(12).map(() => 12)]);
  });

  it("demands nothing where nothing was captured, and no format before the magic number was", () => {
    const silent = frames.filter(({ expectation }) => expectation.facts === undefined);
    expect(silent.map(capturedOf)).toEqual([0, 0, 0]);
    const opaque = frames.filter(({ expectation }) => expectation.facts?.format === "opaque");
    expect(opaque.map(capturedOf)).toEqual([1, 1, 1]);
  });

  it("demands of each that it is truncated, and of a wrong length too that it is malformed", () => {
    const demanded = frames.filter(({ expectation }) => expectation.facts?.format === "diagnostic");
    expect(demanded.map(problemsOf)).toEqual([
      ...cuts(6).map(() => ["truncated"]),
      ...cuts(2).map(() => ["truncated"]),
      ...cuts(4).map(() => ["reserved-code", "truncated"]),
      ...cuts(10).map(() => ["wrong-length", "truncated"]),
    ]);
  });
});
