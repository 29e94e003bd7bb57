import { describe, expect, it } from "vitest";
import { findingWith } from "../../test/support/finding.js";
import { FrameComments, TOLD_LIMIT } from "./frame-comments.js";

function commentsOf(...changes: readonly Parameters<typeof findingWith>[0][]): FrameComments {
  const comments = new FrameComments();
  for (const change of changes) comments.addReset(findingWith(change));
  return comments;
}

describe("FrameComments", () => {
  it("says each sentence of a reset at its RST, and at its evidence what that shows", () => {
    const comments = commentsOf({ frame: 9, evidence: [7, 9], unackedOctets: 200 });
    expect(comments.get(9)).toEqual([
      "half-open, certainty high: reset in frame 9 by the server.",
      "Explanation: it is a test.",
      "Stage of the connection: data.",
      "Pattern: PSH+ACK; Data → RST (later).",
      "200 octets may be lost.",
      "Next step: the test.",
    ]);
    expect(comments.get(7)).toEqual([
      "Evidence of the reset in frame 9: half-open, certainty high.",
    ]);
    expect([comments.size, comments.get(8)]).toEqual([2, undefined]);
  });

  it("shows what a packet says without its control characters, in one line", () => {
    const comments = commentsOf({
      frame: 2,
      evidence: [1, 2],
      cause: "stated",
      stated: true,
      format: "text",
      reason: "a\nEvidence: b\u001b[31m\u202ec",
    });
    expect(comments.get(1)).toEqual([
      "Evidence of the reset in frame 2: stated: a<U+000A>Evidence: b<U+001B>[31m<U+202E>c, certainty high.",
    ]);
  });

  it("continues a sentence that Wireshark would cut in another comment", () => {
    const explanation = Array.from({ length: 60 }, (_, at) => `wörd${at}`).join(" ");
    const lines = commentsOf({ frame: 2, evidence: [2], explanation }).get(2) ?? [];
    const parts = lines.slice(1, 4);
    expect(parts.map((line) => line.slice(0, 4))).toEqual(["Expl", "... ", "... "]);
    expect(parts.join(" ").replaceAll(" ... ", " ")).toBe(`Explanation: ${explanation}.`);
    for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(236);
  });

  it("begins no comment inside a quotation, and cuts one that no comment can hold", () => {
    const words = "Certainty high: half-open, reset in frame 3. ".repeat(3).trim();
    const lines = [words, words.repeat(2)].map((text) => {
      const explanation = `${"the sender ".repeat(12)}wrote "${text}", so it is said`;
      return commentsOf({ explanation }).get(1) ?? [];
    });
    expect(lines[0]).toContain(`... "${words}", so it is said.`);
    expect(lines[1]?.join("\n")).toMatch(
      / "Certainty high: half-open[^"\n]*"\.\.\. so it is said\.$/m,
    );
    for (const line of lines.flat()) expect(line).not.toMatch(/^\.\.\. [^"]*Certainty/);
  });

  it("cuts a word that no line can hold", () => {
    const lines = commentsOf({ explanation: "x".repeat(100_000) }).get(1) ?? [];
    for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(236);
    expect(lines).toContain(`Explanation: ${"x".repeat(50)}...`);
  });

  it("counts what one frame is the evidence of where it would be too much to say", () => {
    const resets = Array.from({ length: 20 }, (_, at) => ({
      frame: at + 2,
      evidence: [1, at + 2],
    }));
    const lines = commentsOf(...resets).get(1) ?? [];
    expect(lines).toHaveLength(9);
    expect(lines.at(-1)).toBe("Evidence of 12 more findings.");
  });

  it("tells a frame that is reset and evidence of another reset as both", () => {
    const lines = commentsOf({ frame: 1, evidence: [1] }, { frame: 2, evidence: [1, 2] }).get(1);
    expect(lines?.[0]).toMatch(/reset in frame 1 by/);
    expect(lines?.at(-1)).toMatch(/^Evidence of the reset in frame 2: /);
  });

  it("keeps no more of a hostile capture than it may, and says how much it left out", () => {
    const comments = new FrameComments();
    for (let at = 1; at <= TOLD_LIMIT + 5; at += 1) {
      comments.addReset(findingWith({ frame: at, evidence: [at] }));
    }
    expect([comments.size, comments.leftOut]).toEqual([TOLD_LIMIT, 5]);
    const inOneFrame = commentsOf(...Array.from({ length: 20 }, () => ({})));
    expect([inOneFrame.get(1)?.length, inOneFrame.leftOut]).toEqual([8 * 5, 12]);
  });
});
