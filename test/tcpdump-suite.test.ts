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
    const out = join(makeFolder(), "pack");
    const wanted = ["--tcpdump-guesses", "--out", out];
    expect(runCli(["generate", ...wanted])).toMatchObject({ status: 0, stderr: "" });
    // Two that ask for the same at once do not disturb each other.
    const patch = join(out, "tcpdump/rst-diagnostic-4.99.patch");
    const [built, again] = await Promise.all([buildOrSkip(skip, patch), buildOrSkip(skip, patch)]);
    expect(again).toEqual(built);
    if (!built) return;
    const verify = ["verify", "--tcpdump", built.program];
    expect(runCli([...verify, ...wanted]).stdout).toContain("all readings agree on");
    const withoutOption = runCli([...verify, "--out", out]).stdout;
    expect(withoutOption).toMatch(/DISAGREEMENT \S+ frame \d+, tcpdump -v\n/);
    expect(withoutOption).toContain("linuxReason");
  });
});
