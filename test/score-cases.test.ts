import { describe, expect, it } from "vitest";
import { HAS_CASES, judgeCases } from "../proof/score/cases.js";
import { ownModel } from "./support/models.js";
import { NEEDS_PUBLISHED, skippedIf } from "./support/tools.js";

/** Of 100 captures: real ones whose addresses were replaced, and some rebuilt from public reports. */
const LEAST_RIGHT = 94;

describe.skipIf(!HAS_CASES)(
  `cases that others made${skippedIf(!HAS_CASES, NEEDS_PUBLISHED)}`,
  () => {
    it("are explained rightly or left open", async () => {
      const verdicts = await judgeCases(ownModel());
      const names = (wanted: string) =>
        verdicts.filter(({ verdict }) => verdict === wanted).map(({ name }) => name);
      expect(names("wrong")).toEqual([]);
      expect(names("right").length).toBeGreaterThanOrEqual(LEAST_RIGHT);
    });
  },
);
