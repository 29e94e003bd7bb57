import { describe, expect, it } from "vitest";
import { readPart } from "../scripts/page-part.mjs";
import { runProof } from "./support/cli.js";
import { lacks } from "./support/tools.js";

/** The cells of a version's row, without its third number, which Debian's updates change. */
function rowOf(text: string, debian: string): readonly string[] {
  const row = text.split("\n").find((line) => line.startsWith(`| ${debian} | `)) ?? "";
  return row.split("|").map((cell) => cell.trim().replace(/^(\d+\.\d+)\.\d+$/, "$1"));
}

describe("npm run verify:explain", () => {
  it("finds that this system's tshark explains every reset as the command does", ({ skip }) => {
    if (lacks("tshark")) return skip("tshark is not installed");
    const { status, stdout, stderr } = runProof("proof/agreement/main.ts", ["--host"]);
    expect(stderr).toBe("");
    expect(stdout).not.toMatch(/FAILED|SKIPPED/);
    expect(status).toBe(0);
    const [, debian = ""] = /^\| (\w+) \| \d/m.exec(stdout) ?? [];
    const row = rowOf(stdout, debian);
    expect(Number(row[4])).toBeGreaterThan(1000);
    // After a change of the samples: npm run verify:explain -- --docs
    const shown = rowOf(readPart("verify:explain -- --docs"), debian);
    if (shown.length > 1) expect(row).toEqual(shown);
  }, 1_500_000);
});
