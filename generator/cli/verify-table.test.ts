import { describe, expect, it } from "vitest";
import { contextForTest } from "../../test/support/context.js";
import type { Score } from "../verify/facts.js";
import type { Tool } from "../verify/tools.js";
import { EXIT } from "./exit-codes.js";
import { printAgreement, type SampleResult } from "./verify.js";

const GOOD: Score = { frames: 3, disagreements: [] };

/** A score with one wrong reading of each of these frames of sample `a`. */
function wrongAt(...frames: readonly number[]): Score {
  const disagreements = frames.map((frame) => ({
    sample: "a",
    frame,
    tool: "tshark 4",
    wanted: { pen: 0 },
    found: {},
  }));
  return { frames: 3, disagreements };
}

const decoder: Tool = { kind: "ready", name: "decoder", read: async () => GOOD };
const tshark: Tool = { kind: "ready", name: "tshark 4", read: async () => GOOD };
const missing: Tool = { kind: "missing", name: "tcpdump", reason: "it is not installed" };
const broken: Tool = { kind: "broken", name: "schema", reason: "it is no schema" };

function print(
  tools: readonly Tool[],
  results: readonly SampleResult[],
  env: Readonly<Record<string, string>> = {},
) {
  const context = contextForTest({ env });
  const exitCode = printAgreement(context, tools, results);
  const lines = context.stdout.text.trimEnd().split("\n");
  const rows = lines
    .filter((line) => line.startsWith("│"))
    .map((line) =>
      line
        .split("│")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  return { exitCode, rows, rest: lines.filter((line) => !/^[│┌├└]/.test(line)) };
}

describe("printAgreement", () => {
  it("has a row for each sample and a column for each tool", () => {
    const results = [
      { name: "a", frames: 3, cells: [GOOD, GOOD] },
      { name: "b", frames: 4, cells: [{ ...GOOD, frames: 4 }, GOOD] },
    ];
    expect(print([decoder, tshark], results)).toEqual({
      exitCode: EXIT.ok,
      rows: [
        ["sample", "frames", "decoder", "tshark 4"],
        ["a", "3", "3 of 3", "3 of 3"],
        ["b", "4", "4 of 4", "3 of 3"],
      ],
      rest: ["all readings agree on 7 frames of 2 samples"],
    });
  });

  it("says of each disagreement what was wanted and what was found, and fails", () => {
    const { exitCode, rows, rest } = print(
      [decoder, tshark],
      [{ name: "a", frames: 3, cells: [GOOD, wrongAt(2)] }],
    );
    expect(exitCode).toBe(EXIT.disagreement);
    expect(rows[1]).toEqual(["a", "3", "3 of 3", "2 of 3"]);
    expect(rest).toEqual([
      "DISAGREEMENT a frame 2, tshark 4",
      "  wanted: pen 0",
      "  found:  nothing",
      "1 failure on 3 frames of 1 sample",
    ]);
  });

  it("counts a frame once, however often it disagrees", () => {
    const { rows } = print([tshark], [{ name: "a", frames: 3, cells: [wrongAt(2, 2, 3)] }]);
    expect(rows[1]).toEqual(["a", "3", "1 of 3"]);
  });

  it("fails where a tool could not read a sample", () => {
    const results = [{ name: "a", frames: 3, cells: [GOOD, "exit code 2"] }];
    const { exitCode, rows, rest } = print([decoder, tshark], results);
    expect(exitCode).toBe(EXIT.disagreement);
    expect(rows[1]).toEqual(["a", "3", "3 of 3", "unreadable"]);
    expect(rest[0]).toBe("UNREADABLE a: tshark 4: exit code 2");
  });

  it("fails where a part of the pack is broken", () => {
    const results = [{ name: "a", frames: 3, cells: [GOOD, undefined] }];
    const { exitCode, rows, rest } = print([decoder, broken], results);
    expect(exitCode).toBe(EXIT.disagreement);
    expect(rows[1]).toEqual(["a", "3", "3 of 3", "broken"]);
    expect(rest[0]).toBe("BROKEN schema: it is no schema");
  });

  it.each([
    ["is not set", {}, EXIT.ok],
    ["is empty", { CI: "" }, EXIT.ok],
    ["is false", { CI: "false" }, EXIT.ok],
    ["is true", { CI: "true" }, EXIT.disagreement],
    ["is 1", { CI: "1" }, EXIT.disagreement],
  ])(
    "shows a missing tool with its reason, which fails where CI is set: CI %s",
    (_name, env, exit) => {
      const results = [{ name: "a", frames: 3, cells: [GOOD, undefined] }];
      const { exitCode, rows, rest } = print([decoder, missing], results, env);
      expect(exitCode).toBe(exit);
      expect(rows[1]).toEqual(["a", "3", "3 of 3", "skipped"]);
      expect(rest[0]).toBe("SKIPPED tcpdump: it is not installed");
      expect(rest.some((line) => line.includes("because CI is set"))).toBe(exit !== EXIT.ok);
    },
  );
});
