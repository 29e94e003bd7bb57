import { describe, expect, it } from "vitest";
import { SIGNATURES } from "../generator/explain/core/signature-table.js";
import { CAUSES } from "../generator/model/finding-names.js";
import {
  type Capture,
  causeLines,
  type Judged as Finding,
  judgeCapture,
  judgeLaboratory,
  judgeParts,
  pageLines,
  rates,
  readCaptures,
  type Truth,
} from "../proof/score/judgements.js";
import { readPart } from "../scripts/page-part.mjs";
import { ownModel } from "./support/models.js";

const client = { address: "192.0.2.10", port: 40001 };
const server = { address: "198.51.100.20", port: 80 };

const truth = (fields: Partial<Truth> = {}): Truth => ({
  client,
  server,
  by: "server",
  cause: "unread-data",
  frame: 7,
  resets: [7, 8],
  benign: false,
  ...fields,
});

const finding = (fields: Partial<Finding> = {}): Finding => ({
  client,
  server,
  resetBy: "server",
  cause: "unread-data",
  certainty: "high",
  frame: 7,
  benign: false,
  ...fields,
});

const judgeOne = (truths: readonly Truth[], findings: readonly Finding[], partial = false) =>
  judgeCapture("one.pcap", partial, truths, findings);

describe("judgeCapture", () => {
  it.each([
    ["the very cause", {}, "right"],
    ["a cause that the packets cannot tell from it", { cause: "application-abort" }, "defensible"],
    ["another cause", { cause: "injected" }, "wrong"],
    ["another cause without certainty", { cause: "injected", certainty: "undecidable" }, "silent"],
    ["the very cause without certainty", { certainty: "undecidable" }, "silent"],
    ["no cause", { cause: "unknown", certainty: "low" }, "silent"],
  ] as const)("calls %s what it is", (_what, fields, verdict) => {
    const truths = [truth({ alsoRight: ["application-abort"] })];
    expect(judgeOne(truths, [finding(fields)])).toMatchObject([{ verdict }]);
  });

  it("knows a connection from either end, and another one apart", () => {
    const turned = finding({ client: server, server: client });
    expect(judgeOne([truth()], [turned])).toMatchObject([{ verdict: "right" }]);
    const other = finding({ client: { ...client, port: 40002 } });
    expect(judgeOne([truth()], [other])).toMatchObject([
      { verdict: "missed" },
      { verdict: "false" },
    ]);
  });

  it("pairs by frame where a connection has two", () => {
    const truths = [truth({ cause: "stated", resets: [7] }), truth({ frame: 20, resets: [20] })];
    const findings = [finding({ frame: 20 }), finding({ frame: 7, cause: "stated" })];
    expect(judgeOne(truths, findings).map(({ verdict }) => verdict)).toEqual(["right", "right"]);
  });

  it("counts what is said where nothing happened, but for an open answer in a partial capture", () => {
    expect(judgeOne([], [finding()])).toMatchObject([{ verdict: "false" }]);
    const open = finding({ cause: "unknown" });
    expect(judgeOne([], [open])).toMatchObject([{ verdict: "false" }]);
    expect(judgeOne([], [open], true)).toEqual([]);
    expect(judgeOne([], [finding()], true)).toMatchObject([{ verdict: "false" }]);
  });
});

describe("rates", () => {
  it("does not count silence against precision, and does against recall", () => {
    const judgements = [
      ...judgeOne([truth()], [finding()]),
      ...judgeOne([truth()], [finding()]),
      ...judgeOne([truth()], [finding({ cause: "scan" })]),
      ...judgeOne([truth()], [finding({ cause: "unknown" })]),
      ...judgeOne([truth()], []),
    ];
    expect(rates(judgements)).toMatchObject({ named: 3, resets: 5, wrong: 1, recall: 2 / 5 });
    expect(rates(judgements).precision).toBeCloseTo(2 / 3);
  });

  it("is perfect where there is nothing to say and nothing is said", () => {
    expect(rates(judgeOne([], []))).toMatchObject({ precision: 1, recall: 1, wrong: 0 });
  });
});

describe("causeLines", () => {
  it("has a row for each true cause, and names what was found instead", () => {
    const judgements = [
      ...judgeOne([truth()], [finding()]),
      ...judgeOne([truth()], [finding({ cause: "scan" })]),
      ...judgeOne([truth({ cause: "scan" })], []),
      ...judgeOne([], [finding()]),
    ];
    expect(causeLines("all", judgements)).toEqual([
      "| true cause, all | resets | right | alike | left open | wrong |",
      "|---|---:|---:|---|---:|---|",
      "| `scan` | 1 |  |  | 1 |  |",
      "| `unread-data` | 2 | 1 |  |  | `scan` 1 |",
      "| (no reset) | 0 |  |  |  | `unread-data` 1 |",
    ]);
  });
});

describe("pageLines", () => {
  const capture = (fields: Partial<Capture>): Capture => ({
    set: "held-out",
    file: "one.pcap",
    findings: [truth(), truth({ cause: "scan" }), truth({ cause: "half-open" })].map(
      (one, number) => ({ ...one, client: { ...client, port: 40_001 + number } }),
    ),
    ...fields,
  });
  const lines = pageLines(
    judgeParts(
      [capture({}), capture({ file: "peace.pcap", set: "tuned", findings: [] })],
      new Map([
        [
          "one.pcap",
          [
            finding(),
            finding({ client: { ...client, port: 40_002 }, cause: "half-open" }),
            finding({ client: { ...client, port: 40_009 }, cause: "scan" }),
          ],
        ],
      ]),
    ),
  );

  it("shows each set and kind of capture apart", () => {
    expect(lines.slice(2, 6)).toEqual([
      "| tuned, whole: 1 | 1 | 0 | 0 | 0 | 0 | 0 | 100.0 % | 100.0 % |",
      "| tuned, damaged: 0 | 0 | 0 | 0 | 0 | 0 | 0 | 100.0 % | 100.0 % |",
      "| held-out, whole: 1 | 0 | 3 | 1 | 0 | 1 | 2 | 33.3 % | 33.3 % |",
      "| held-out, damaged: 0 | 0 | 0 | 0 | 0 | 0 | 0 | 100.0 % | 100.0 % |",
    ]);
  });

  it("names what was found instead", () => {
    expect(lines.slice(9)).toEqual([
      "| `half-open` | 1 |  |  | 1 |  |",
      "| `scan` | 1 |  |  |  | `half-open` 1 |",
      "| `unread-data` | 1 | 1 |  |  |  |",
      "| (no reset) | 0 |  |  |  | `scan` 1 |",
    ]);
  });
});

describe("the laboratory's score", async () => {
  const captures = readCaptures();
  const parts = await judgeLaboratory(ownModel());
  const judgements = parts.flatMap((part) => part.judgements);

  it("is what docs/explain.md says", () => {
    const part = readPart("laboratory:score -- --docs");
    expect(part, "npm run laboratory:score -- --docs").toBe(`${pageLines(parts).join("\n")}\n`);
  });

  it("has no wrong answer", () => {
    const wrong = judgements.filter(({ verdict }) => verdict === "wrong" || verdict === "false");
    expect(wrong.map(({ capture, finding: one }) => `${capture}: ${one?.cause}`)).toEqual([]);
  });

  it.each(CAUSES.filter((cause) => cause !== "unknown"))("finds %s somewhere", (cause) => {
    const right = judgements.filter(
      ({ verdict, truth: real }) => verdict === "right" && real?.cause === cause,
    );
    expect(right.map(({ finding: one }) => one?.certainty)).toContainEqual(
      expect.stringMatching(/^(high|medium)$/),
    );
  });

  it("has all causes for which there is a signature", () => {
    const causes = new Set(captures.flatMap(({ findings }) => findings.map(({ cause }) => cause)));
    for (const { cause } of SIGNATURES) expect(causes).toContain(cause);
  });
});
