/** What tcpdump's own test suite found. */
export interface SuiteResult {
  readonly passed: number;
  /** Names of the failed tests in alphabetical order. */
  readonly failures: readonly string[];
}

/** One test in the list of tcpdump 4.99, and one in the development branch's list of failures. */
const FAILED_IN_LIST = /^ {4}(\S.*?) *: TEST FAILED\(/gm;
const FAILED_AT_END =
  /^ {4}(\S.*?) *: (?:diff exited with|stderr present|exit code|failed to run)/gm;

/**
 * Reads what `make check` of tcpdump 4.99.0 to 4.99.6, or of its development branch, printed on
 * its standard output. Its exit code says nothing, since some tests fail on an unchanged tcpdump.
 * `undefined` where the suite did not come to its end, or where its own count is not the number
 * of names found.
 */
export function parseSuite(stdout: string): SuiteResult | undefined {
  // After the rule of 4.99 come the differences of the failed tests, which can hold anything.
  const { tests, summary } = splitAtRule(stdout);
  const names =
    tests.includes("TEST FAILED(") || !tests.includes("\nFailed tests:")
      ? [...tests.matchAll(FAILED_IN_LIST)]
      : [...tests.slice(tests.indexOf("\nFailed tests:")).matchAll(FAILED_AT_END)];
  const failures = names.map(([, name = ""]) => name);
  const failed = readCount(summary, "failed");
  const passed = readCount(summary, "passed");
  if (passed === undefined || failed !== failures.length) return undefined;
  return { passed, failures: failures.sort() };
}

/** What the suite printed of its failed tests: expected and actual output of each. */
export function readDetails(stdout: string): string {
  return splitAtRule(stdout).summary;
}

function splitAtRule(stdout: string): { readonly tests: string; readonly summary: string } {
  const rule = /^-{40,}$/m.exec(stdout)?.index ?? stdout.length;
  return { tests: stdout.slice(0, rule), summary: stdout.slice(rule) };
}

function readCount(summary: string, what: string): number | undefined {
  const count = new RegExp(`^ *(\\d+) tests ${what}$`, "m").exec(summary)?.[1];
  return count === undefined ? undefined : Number(count);
}

/**
 * What is wrong where a change was to leave the suite's verdict as it was, and `added` tests come
 * with it that all must pass; empty where nothing is.
 */
export function compareSuites(
  stock: SuiteResult,
  patched: SuiteResult,
  added: number,
): readonly string[] {
  const failing = patched.failures.filter((name) => !stock.failures.includes(name));
  const gone = stock.failures.filter((name) => !patched.failures.includes(name));
  const differences = [
    ...failing.map((name) => `${name}: fails with the patch, passes without it`),
    ...gone.map((name) => `${name}: fails without the patch, not with it`),
  ];
  if (patched.passed === stock.passed + added) return differences;
  const counts = `${patched.passed} tests pass with the patch, ${stock.passed} without it`;
  return [...differences, `${counts}; it brings ${added}`];
}
