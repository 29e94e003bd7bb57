import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder, runCli } from "./support/cli.js";
import { buildOrSkip, expectSameCaptures, expectSameSuite } from "./support/tcpdump.js";

describe("the patched tcpdump", () => {
  it("fails where stock fails, and passes the tests that the patch brings", async ({ skip }) => {
    const built = await buildOrSkip(skip);
    if (built) expectSameSuite(built);
  });

  it("prints all captures of tcpdump as stock does, but for what it is for", async ({ skip }) => {
    const built = await buildOrSkip(skip);
    if (built) await expectSameCaptures(built);
  });

  it("reads the Linux experiment where it is asked to, and only there", async ({ skip }) => {
    if (!(await buildOrSkip(skip))) return;
    const out = join(makeFolder(), "pack");
    const wanted = ["--tcpdump-guesses", "--out", out];
    expect(runCli(["generate", ...wanted])).toMatchObject({ status: 0, stderr: "" });
    expect(runCli(["verify", ...wanted]).stdout).toContain("all readings agree on");
    const withoutOption = runCli(["verify", "--out", out]).stdout;
    expect(withoutOption).toMatch(/DISAGREEMENT \S+ frame \d+, tcpdump -v\n/);
    expect(withoutOption).toContain("linuxReason");
  });
});
