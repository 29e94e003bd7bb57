import { describe, expect, it } from "vitest";
import { type SampleFrame, sampleFrames } from "../../test/support/decode.js";
import { extendedModel, ownModel } from "../../test/support/models.js";

/** Octets ahead of the TCP payload: Ethernet, IPv4 and TCP without options. */
const HEADERS = 14 + 20 + 20;

const lengthOf = ({ originalLength }: SampleFrame) => originalLength - HEADERS;
const capturedOf = ({ octets }: SampleFrame) => octets.length - HEADERS;
const problemsOf = ({ expectation }: SampleFrame) => expectation.facts?.problems;
const model = ownModel();

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
