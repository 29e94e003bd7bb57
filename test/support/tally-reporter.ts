import { writeFileSync } from "node:fs";
import type { TestCase, TestModule } from "vitest/node";

/** What a run counted: of each reason for skipping, how many tests it kept from running. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: Readonly<Record<string, number>>;
}

/** A title says why its tests are skipped in these words; `context.skip(reason)` says it itself. */
const IN_TITLE = /\(skipped: ([^()]*)\)/;
const NO_REASON = "no reason given";

/** Writes the tally as JSON to the file that RSTDIAG_TALLY names; a skip without a reason is a failure. */
export default class TallyReporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const path = process.env["RSTDIAG_TALLY"];
    if (path) writeFileSync(path, JSON.stringify(countTests(modules, errors.length)));
  }
}

function countTests(modules: readonly TestModule[], errors: number): Tally {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const skipped: Record<string, number> = {};
  for (const reason of tests.flatMap(skipReason)) skipped[reason] = (skipped[reason] ?? 0) + 1;
  const failedTests = tests.filter((test) => test.result().state === "failed").length;
  // A file that cannot even be loaded has no failed test in it.
  const brokenModules = modules.filter((module) => module.state() === "failed").length;
  return {
    passed: tests.filter((test) => test.result().state === "passed").length,
    failed: Math.max(failedTests, brokenModules) + errors + (skipped[NO_REASON] ?? 0),
    skipped,
  };
}

function skipReason(test: TestCase): readonly string[] {
  const result = test.result();
  if (result.state !== "skipped") return [];
  return [result.note ?? IN_TITLE.exec(test.fullName)?.[1] ?? NO_REASON];
}
