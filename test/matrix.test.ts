import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readReadmePart } from "../scripts/readme-part.mjs";
import { IN_CI, ROOT } from "./support/cli.js";
import { IS_ROOT, lacks } from "./support/tools.js";

const CANNOT = lacks("tshark") || lacks("debootstrap") || !(IS_ROOT || IN_CI);

/** The rows of a table in Markdown; of a version only what Debian's own updates leave alone. */
function rowsOf(text: string): readonly string[] {
  const rows = text.split("\n").filter((line) => /^\| \w+ \| \d/.test(line));
  return rows.map((row) => row.replace(/\| (\d+\.\d+)\.\d+(?= \|)/g, "| $1"));
}

describe("npm run verify:matrix", () => {
  it.skipIf(CANNOT)("proves this tshark and trixie's; needs root, tshark and debootstrap", () => {
    const args = [join(ROOT, "scripts/verify-matrix.mjs"), "trixie"];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: ROOT,
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    expect(stdout).not.toMatch(/FAILED|SKIPPED/);
    expect(status).toBe(0);
    const proved = rowsOf(stdout);
    expect(proved).toHaveLength(2);
    // After a change of the samples: npm run verify:matrix -- --readme
    const shown = readReadmePart("verify:matrix -- --readme");
    expect(rowsOf(shown)).toEqual(expect.arrayContaining([...proved]));
  });
});
