import { describe, expect, it } from "vitest";
import { comparisonWith } from "../../test/support/comparison.js";
import { findingWith } from "../../test/support/finding.js";
import { ownModel } from "../../test/support/models.js";
import type { CaptureSummary } from "../model/finding.js";
import { PrintedLines } from "./printed-lines.js";
import { Summary } from "./summary.js";

const CAPTURE: CaptureSummary = {
  file: "a",
  frames: 9,
  unread: 0,
  segments: 8,
  resets: 1,
  evicted: 0,
  rstSegments: 2,
  payloads: [{ format: "diagnostic", status: "valid", count: 2 }],
  hosts: [{ address: "192.0.2.1", sent: 2, received: 0, sentInvalid: 0, receivedInvalid: 0 }],
  hostsLeftOut: 0,
  busiestSecond: 2,
};
const finding = (file: string, change = {}) => ({ file, ...findingWith(change) });
const capture = (file: string, change = {}) => ({ ...CAPTURE, file, ...change });
const record = (file: string) => ({
  file,
  frame: 1,
  source: { address: "192.0.2.1", port: 1 },
  destination: { address: "192.0.2.2", port: 2 },
  format: "diagnostic",
  status: "valid",
});

const failure = (file: string) => ({
  file,
  kind: "failure",
  stream: 1,
  frame: 3,
  client: { address: "192.0.2.1", port: 40_001 },
  server: { address: "198.51.100.7", port: 443 },
  failure: "unanswered-syn",
  sender: "client",
  certainty: "high",
  transmissions: 3,
  unackedOctets: 0,
  evidence: [3],
  stage: "connecting",
  missing: [],
  explanation: "it is a test",
  nextStep: "the test",
});

/** The comparison beside it is of six. */
const reset = { kind: "reset", verdict: "dropped" };

const ANY_LINES = () => undefined;

async function* asChunk(input: readonly object[]): AsyncGenerator<Uint8Array> {
  yield Buffer.from(input.map((line) => `${JSON.stringify(line)}\n`).join(""));
}

async function summaryOf(...inputs: readonly (readonly object[])[]): Promise<Summary> {
  const model = ownModel();
  const summary = new Summary(model);
  const lines = new PrintedLines(model, summary, ANY_LINES);
  for (const input of inputs) await lines.read(asChunk(input));
  lines.finish();
  return summary;
}

const problemsOf = ({ files }: Summary) => files.map(({ name, problem }) => [name, problem]);

describe("PrintedLines", () => {
  it("adds up captures, also where their lines are mixed", async () => {
    const { files, kept, payloads } = await summaryOf([
      finding("a", { frame: 1 }),
      finding("b", { frame: 2 }),
      capture("b", { frames: 10, busiestSecond: 7 }),
      capture("c", { resets: 0 }),
      capture("a"),
    ]);
    expect(files.map(({ name, counts, problem }) => [name, counts.frames, problem])).toEqual([
      ["a", 9, undefined],
      ["b", 10, undefined],
      ["c", 9, undefined],
    ]);
    expect(kept.list().map(({ finding: { frame }, file }) => [frame, file])).toEqual([
      [1, 0],
      [2, 1],
    ]);
    expect(payloads.diagnostic.valid).toBe(6);
    expect(payloads.busiestSecond).toBe(7);
    expect(payloads.counts().hosts).toEqual([
      { address: "192.0.2.1", sent: 6, received: 0, sentInvalid: 0, receivedInvalid: 0 },
    ]);
  });

  it("takes captures of one name for several, one behind the other", async () => {
    const { files, kinds } = await summaryOf(
      [finding("a"), capture("a")],
      [finding("a", { frame: 7 }), capture("a")],
    );
    expect(files.map(({ name, problem, sameAs }) => [name, problem, sameAs])).toEqual([
      ["a", undefined, undefined],
      ["a", undefined, undefined],
    ]);
    expect(kinds.inferred).toBe(2);
  });

  it("counts once what was printed twice of a capture", async () => {
    const time = "2026-05-05T12:00:00.000000001Z";
    const { counted, files, kinds, payloads } = await summaryOf(
      [finding("a", { time }), capture("a")],
      [finding("a", { time }), capture("a")],
      [finding("web1:copy.pcap", { time }), capture("web1:copy.pcap")],
      // Nobody gave --summary.
      [finding("a", { time })],
    );
    expect(files.map(({ name, sameAs }) => [name, sameAs])).toEqual([
      ["a", undefined],
      ["a", "a"],
      ["web1:copy.pcap", "a"],
      ["a", "a"],
    ]);
    expect([counted.length, kinds.inferred, payloads.diagnostic.valid]).toEqual([1, 1, 2]);
  });

  it("takes captures for several that differ in anything, or that no time tells apart", async () => {
    const time = "2026-05-05T12:00:00.000000001Z";
    const { counted, kinds } = await summaryOf(
      [finding("a", { time }), capture("a")],
      [finding("a", { time, cause: "stale-state" }), capture("a")],
      [finding("a", { time }), capture("a", { frames: 10 })],
      [finding("b"), capture("b")],
      [finding("c"), capture("c")],
      [capture("d", { resets: 0 })],
      [capture("e", { resets: 0 })],
    );
    expect([counted.length, kinds.inferred]).toEqual([7, 5]);
  });

  it("takes failures from the lines that have them", async () => {
    const time = "2026-05-05T12:00:00.000000001Z";
    const { counted, failures } = await summaryOf(
      [finding("a", { time }), capture("a")],
      [finding("a", { time }), failure("a"), capture("a", { failures: 1 })],
      [finding("a", { time }), failure("a"), capture("a", { failures: 1 })],
    );
    expect([counted.length, failures.count]).toEqual([1, 1]);
  });

  it("says of which captures lines are missing", async () => {
    const summary = await summaryOf([
      capture("a"),
      finding("b"),
      finding("b"),
      capture("b"),
      finding("c"),
      capture("d", { resets: 0, problem: "offset 9: the file ends" }),
    ]);
    expect(problemsOf(summary)).toEqual([
      ["a", "0 findings are there of the 1 that rstdiag explain printed"],
      ["b", "2 findings are there of the 1 that rstdiag explain printed"],
      ["c", "its summary is missing: give all that rstdiag explain --summary printed"],
      ["d", "offset 9: the file ends"],
    ]);
  });

  it("counts what decode printed only where nobody explained the capture", async () => {
    const { files, payloads } = await summaryOf(
      [record("a"), record("b"), record("b")],
      [finding("a"), capture("a")],
    );
    expect(files.map(({ name, decodedOnly }) => [name, decodedOnly])).toEqual([
      ["a", undefined],
      ["b", true],
    ]);
    expect(payloads.diagnostic.valid).toBe(4);
  });

  it("adds comparisons among other lines, whole ones and their summaries alone", async () => {
    const six = Array.from({ length: 6 }, () => reset);
    const { comparisons, files } = await summaryOf(
      [finding("a"), ...six, comparisonWith(), capture("a"), comparisonWith({ backward: 1 })],
      [...six, comparisonWith({ backward: 2 })],
    );
    expect(comparisons.shown.map(({ backward }) => backward)).toEqual([0, 1, 2]);
    expect(files).toHaveLength(1);
  });

  it.each([
    ["no summary", [finding("a"), reset, capture("a")], 2, "the summary behind these RSTs"],
    [
      "a missing RST",
      [reset, reset, comparisonWith()],
      3,
      "2 RSTs are before this summary of the 6",
    ],
    [
      "the RSTs of another comparison",
      [reset, ...Array.from({ length: 6 }, () => reset), comparisonWith()],
      8,
      "7 RSTs are before this summary of the 6 that rstdiag compare printed",
    ],
  ])("refuses a comparison with %s, and names its line", async (_what, input, line, message) => {
    await expect(summaryOf(input)).rejects.toMatchObject({
      line,
      message: expect.stringContaining(message),
    });
  });

  it("takes no RSTs of one input for those of the next", async () => {
    const summary = new Summary(ownModel());
    const lines = new PrintedLines(ownModel(), summary, ANY_LINES);
    await expect(lines.read(asChunk([reset]))).rejects.toThrow("the summary behind these RSTs");
    await lines.read(asChunk([comparisonWith()]));
    expect(summary.comparisons.count).toBe(1);
  });

  it("keeps of long findings what has room", async () => {
    const long = "x".repeat(20_000);
    const { kept, causes } = await summaryOf([
      finding("a", { frame: 1, reason: `${long}1`, stated: true, cause: "stated", format: "text" }),
      finding("a", { frame: 2, reason: `${long}2`, stated: true, cause: "stated", format: "text" }),
      capture("a", { resets: 2 }),
    ]);
    expect(kept.list().map(({ finding: { reason = "" } }) => reason.length)).toEqual([1000, 1000]);
    expect(causes.list(true)).toHaveLength(2);
  });

  it("leaves out a finding that is too long, and reads on", async () => {
    const summary = new Summary(ownModel());
    const lines = new PrintedLines(ownModel(), summary, ANY_LINES);
    const input = [
      finding("a", { frame: 1 }),
      finding("a", { frame: 2, explanation: "x".repeat(70_000) }),
      capture("a", { resets: 2 }),
      finding("b", { frame: 3 }),
      capture("b"),
    ];
    await expect(lines.read(asChunk(input))).rejects.toMatchObject({ line: 2 });
    lines.finish();
    expect(problemsOf(summary)).toEqual([
      ["a", "1 findings are there of the 2 that rstdiag explain printed"],
      ["b", undefined],
    ]);
  });

  it("refuses what would not be bounded", async () => {
    const many = Array.from({ length: 65_540 }, (_, at) => record(String(at)));
    await expect(summaryOf(many)).rejects.toThrow("lines of more than 65536 captures are mixed");
    await expect(
      summaryOf([finding("a", { explanation: "x".repeat(70_000) })]),
    ).rejects.toMatchObject({
      line: 1,
      message: expect.stringContaining("a finding has more than 65536 characters"),
    });
  });
});
