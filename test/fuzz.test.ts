import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "./support/cli.js";
import { lacks } from "./support/tools.js";

describe.skipIf(lacks("tshark"))("npm run fuzz:wireshark", () => {
  it("finds no Lua error, no crash and no other facts in 20,000 packets", () => {
    const seed = process.env["RSTDIAG_SEED"] ?? "20260505";
    const script = join(ROOT, "scripts/fuzz-wireshark.mjs");
    const args = [script, "--packets", "20000", "--seed", seed, "--host"];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    expect(stderr).toBe("");
    expect(stdout).toMatch(/tshark [\d.]+: \d{4,} reasons found, 0 problems\n/);
    expect(stdout).toContain(`10000 sound ones compared, seed ${seed}\n`);
    expect(status).toBe(0);
  });

  it("finds the same in the faster way, which may miss some", () => {
    const script = join(ROOT, "scripts/fuzz-wireshark.mjs");
    const setting = ["--packets", "10000", "--seed", "11", "--preference", "rstdiag.fast:TRUE"];
    const { status, stdout } = spawnSync(process.execPath, [script, ...setting, "--host"], {
      encoding: "utf8",
    });
    expect(stdout).toMatch(/tshark [\d.]+: \d{4,} reasons found, \d+ missed, .*, 0 problems\n/);
    expect(status).toBe(0);
  });
});
