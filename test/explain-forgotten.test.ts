import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder, runCli } from "./support/cli.js";
import { openAtOnce } from "./support/floods.js";

describe("explain --connections", () => {
  const explain = (connections: number) => {
    const path = join(makeFolder(), "flood.pcap");
    writeFileSync(path, openAtOnce(40));
    return runCli(["explain", "--connections", String(connections), path]);
  };

  it("says below its table how many connections had to be forgotten", () => {
    const { stdout } = explain(32);
    expect(stdout).toMatch(
      /^\d+ open connections? had to be forgotten, for more than 32 were open at once: --connections follows more\.$/m,
    );
  });

  it("forgets none where there is room", () => {
    const { stdout } = explain(40);
    expect(stdout).toContain("40 connections reset (40 by the client)");
    expect(stdout).not.toContain("forgotten");
  });
});
