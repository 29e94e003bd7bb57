import { describe, expect, it } from "vitest";
import { runProof } from "./support/cli.js";
import { lacks } from "./support/tools.js";

function fuzz(skip: (reason: string) => void, ...args: readonly string[]) {
  if (lacks("tshark")) skip("tshark is not installed");
  return runProof("proof/fuzz/wireshark.ts", [...args, "--host"]);
}

describe("npm run fuzz:wireshark", () => {
  it("finds no Lua error, no crash and no other facts in 20,000 packets", ({ skip }) => {
    const seed = process.env["RSTDIAG_SEED"] ?? "20260505";
    const { status, stdout, stderr } = fuzz(skip, "--packets", "20000", "--seed", seed);
    expect(stderr).toBe("");
    expect(stdout).toMatch(/tshark [\d.]+: \d{4,} reasons found, 0 problems\n/);
    expect(stdout).toContain(`10000 sound ones compared, seed ${seed}\n`);
    expect(status).toBe(0);
  });

  it("finds the same in the faster way, which may miss some", ({ skip }) => {
    const setting = ["--packets", "10000", "--seed", "11", "--preference", "rstdiag.fast:TRUE"];
    const { status, stdout } = fuzz(skip, ...setting);
    expect(stdout).toMatch(/tshark [\d.]+: \d{4,} reasons found, \d+ missed, 0 problems\n/);
    expect(status).toBe(0);
  });
});

describe("npm run fuzz:explain", () => {
  it("finds no Lua error and no other findings in 20,000 packets", ({ skip }) => {
    if (lacks("tshark")) return skip("tshark is not installed");
    const seed = process.env["RSTDIAG_SEED"] ?? "20261128";
    const args = ["--packets", "20000", "--seed", seed, "--host"];
    const { status, stdout, stderr } = runProof("proof/fuzz/explanation.ts", args);
    expect(stderr).toBe("");
    expect(stdout).toMatch(/: \d{3,} findings, \d{3,} of them compared, 0 problems\n$/);
    expect(status).toBe(0);
  });
});
