import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../../../test/support/cli.js";
import { findingsOf } from "../../../test/support/conversation.js";
import type { Certainty } from "../../model/finding.js";
import { CAUSES, CERTAINTIES, RESETTERS, STATEMENT_FORMATS } from "../../model/finding-names.js";
import { explanationOf, NEXT_STEPS, observedStatement } from "./explanation.js";
import type { Statement } from "./history.js";
import { actorOf, describeCause } from "./words.js";

/** Words that claim more than a certainty of at least medium does, or less. */
const PROOF = /\bprov(e|es|ed)\b/;
const DOUBT = /\b(may|might|perhaps|possibly|guess)\b/;
const SURE: readonly Certainty[] = ["high", "medium"];
/** Words that say who sent the RST, beside the subject of the sentence. */
const SENDER =
  /its own end|sent the RST|(which|that) the (client|server) reset|\bsender\b|middlebox/;

const STATEMENT: Statement = {
  format: "",
  reason: undefined,
  meaning: undefined,
  reasonCode: 99,
  pen: 0,
  certainty: "high",
  isShapeOnly: false,
  benign: false,
  isIgnored: false,
  missing: [],
};

describe("an explanation", () => {
  it.each(CAUSES)("of %s names one sender, and is as certain as the finding", (cause) => {
    const pairs = RESETTERS.flatMap((resetBy) => CERTAINTIES.map((one) => [resetBy, one] as const));
    for (const [resetBy, certainty] of pairs) {
      const sentence = explanationOf({ cause, resetBy, certainty }, "this was seen");
      expect(sentence).toMatch(/: this was seen$/);
      const named = RESETTERS.filter((one) => sentence.includes(actorOf(one)));
      expect(named).toEqual(cause === "unknown" ? [] : [resetBy]);
      expect(sentence.replace(actorOf(resetBy), "")).not.toMatch(SENDER);
      expect(sentence).not.toMatch(PROOF);
      if (SURE.includes(certainty)) expect(sentence).not.toMatch(DOUBT);
    }
  });

  it("claims nothing for certain where the finding is not certain", () => {
    for (const certainty of ["low", "undecidable"] as const) {
      const explained = { cause: "injected", resetBy: "unknown", certainty } as const;
      expect(explanationOf(explained, "a")).toBe("an unknown sender may have injected the RST: a");
    }
  });

  it("of what nothing explains names no cause and no sender", () => {
    for (const resetBy of RESETTERS) {
      const sentence = explanationOf({ cause: "unknown", resetBy, certainty: "low" }, undefined);
      expect(sentence).toBe("nothing in the capture explains the RST");
    }
  });

  it.each(["diagnostic", "text", ...STATEMENT_FORMATS])(
    "of a statement says how %s carries it, and neither doubts nor proves it",
    (format) => {
      for (const isShapeOnly of [true, false]) {
        const statement = { ...STATEMENT, format, isShapeOnly };
        const sentence = observedStatement({ frame: 7, statement });
        expect(sentence).toContain("the RST in frame 7");
        for (const words of [PROOF, DOUBT, SENDER]) expect(sentence).not.toMatch(words);
      }
    },
  );
});

it.each(CAUSES)("the next step of %s is a sentence that leaves the sender open", (cause) => {
  expect(NEXT_STEPS[cause]).toMatch(/^[A-Z].*[^.]$/);
  expect(NEXT_STEPS[cause]).not.toMatch(/the (client|server|middlebox) (that )?(sent|reset)/);
});

describe("the findings of the laboratory's captures", async () => {
  const folder = join(ROOT, "samples/laboratory");
  const files = readdirSync(folder).filter((name) => name.endsWith(".pcap"));
  const findings = await Promise.all(
    files.map((name) => findingsOf(readFileSync(join(folder, name)))),
  );

  it("do not contradict themselves", () => {
    for (const finding of findings.flat()) {
      const { cause, certainty, explanation, resetBy, evidence } = finding;
      const place = `${cause} ${certainty} ${resetBy} ${evidence.join()}`;
      const [subject = "", ...observed] = explanation.split(": ");
      if (cause !== "unknown") expect(subject.startsWith(`${actorOf(resetBy)} `), place).toBe(true);
      expect(observed.join(": "), place).not.toMatch(SENDER);
      expect(explanation, place).not.toMatch(PROOF);
      if (SURE.includes(certainty)) expect(explanation, place).not.toMatch(DOUBT);
    }
  });

  it("say in one cell what is stated", () => {
    const stated = findings.flat().filter((finding) => finding.stated);
    for (const finding of stated) expect(describeCause(finding)).toMatch(/^(stated|multipath): ./);
  });
});
