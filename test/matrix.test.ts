import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { IN_CI, ROOT, runProof } from "./support/cli.js";
import { lacks } from "./support/tools.js";

/** The rows of a table in Markdown; of a version only what Debian's own updates leave alone. */
function rowsOf(text: string): readonly string[] {
  const rows = text.split("\n").filter((line) => /^\| \w+ \| \d/.test(line));
  return rows.map((row) => row.replace(/\| (\d+\.\d+)\.\d+(?= \|)/g, "| $1"));
}

describe("npm run verify:matrix", () => {
  it("proves this tshark and trixie's", ({ skip }) => {
    if (lacks("tshark")) return skip("tshark is not installed");
    const { status, stdout } = runProof("proof/matrix.ts", ["trixie"]);
    const reason = /^SKIPPED (.*)$/m.exec(stdout)?.[1];
    if (reason !== undefined && !IN_CI) return skip(reason);
    expect(stdout).not.toMatch(/FAILED|SKIPPED/);
    expect(status).toBe(0);
    const proved = rowsOf(stdout);
    expect(proved).toHaveLength(2);
    // After a change of the samples: npm run verify:matrix -- --readme
    const readme = readFileSync(join(ROOT, "README.md"), "utf8");
    expect(rowsOf(readme)).toEqual(expect.arrayContaining([...proved]));
  });
});
