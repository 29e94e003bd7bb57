import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { VALUE_STRINGS } from "../generator/model/value-strings.js";
import { ROOT, runCli } from "./support/cli.js";
import { lacks, openTsharkForTest, without } from "./support/tools.js";

const PLUGIN = join(ROOT, "dist/wireshark/rstdiag.lua");
const CAPTURE = join(ROOT, "samples/laboratory/keep-alive-race.client.pcap");

/** Its RSTs state their causes. */
const STATED = join(ROOT, "samples/registered-codes.pcapng");

function run(...args: readonly string[]) {
  return runOn(CAPTURE, args);
}

async function runOn(path: string, args: readonly string[]) {
  const tshark = openTsharkForTest(PLUGIN);
  const result = await tshark.run(["-r", tshark.place(path), ...args]);
  if (result.kind !== "exited") throw new Error(`tshark: ${result.kind}`);
  expect(result.stderr).not.toMatch(/Lua|\.lua:\d/);
  return result;
}

describe.skipIf(lacks("tshark"))(`every reset, explained in tshark${without("tshark")}`, () => {
  it("is printed as the command prints it, beside the packets too", async () => {
    const { stdout } = runCli(["explain", CAPTURE]);
    expect((await run("-q", "-z", "rstdiag,explain")).stdout).toBe(stdout);
    expect((await run("-z", "rstdiag,explain")).stdout).toContain(stdout);
  });

  it("is printed in several ways in one run, and with two passes", async () => {
    const { stdout } = await run("-q", "-2", "-z", "rstdiag,explain", "-z", "rstdiag,json");
    expect(stdout.match(/^1 connection reset/gm)).toHaveLength(1);
    expect(stdout.match(/^\{"stream":0,/gm)).toHaveLength(1);
  });

  it("leaves the statistics beside it as they are", async () => {
    const alone = await runOn(STATED, ["-q", "-z", "rstdiag,stat"]);
    const both = await runOn(STATED, ["-q", "-z", "rstdiag,explain", "-z", "rstdiag,stat"]);
    expect(alone.stdout).toMatch(/^ +[1-9]\d* +with a diagnostic payload$/m);
    expect(both.stdout).toContain(alone.stdout);
  });

  it("is found by a filter with two passes, also where the preference asks for all", async () => {
    const wanted = ["-Y", 'rstdiag.cause == "data-after-close"', "-T", "fields"];
    const fields = ["-e", "rstdiag.reset_by", "-e", "rstdiag.evidence"];
    const server = VALUE_STRINGS.reset_by.server;
    expect((await run("-2", ...wanted, ...fields)).stdout).toBe(`${server}\t15,18\n`);
    const preference = ["-o", "rstdiag.explain:TRUE"];
    expect((await run("-2", ...preference, "-q", "-z", "rstdiag,explain")).stdout).not.toBe("");
  });

  it("is compared by how certain it is", async () => {
    const count = async (filter: string) => {
      const { stdout } = await run("-2", "-Y", filter);
      return stdout.split("\n").filter(Boolean).length;
    };
    expect(await count("rstdiag.certainty")).toBe(1);
    expect(await count('rstdiag.certainty >= "low"')).toBe(1);
    expect(await count('rstdiag.certainty < "low"')).toBe(0);
  });

  it("is shown in columns by its words", async () => {
    const columns = ["cause", "reset_by", "certainty"].map(
      (name) => `"${name}","%Cus:rstdiag.${name}"`,
    );
    const args = ["-2", "-Y", "rstdiag.cause", "-o", `gui.column.format:${columns.join(",")}`];
    expect((await run(...args)).stdout).toMatch(/^data-after-close +server +high$/m);
  });

  it("is not guessed in a single pass, and a message says why", async () => {
    const { stdout, stderr } = await run("-Y", "rstdiag.cause");
    expect(stdout).toBe("");
    expect(stderr).toContain("add -2 to have the fields of explanations");
    const limited = await run("-c20", "-T", "fields", "-e", "rstdiag.cause");
    expect(limited.stderr).toContain("add -2 to have the fields of explanations");
  });

  it("is not missed where only a preference has the name of its field", async () => {
    const { stderr } = await run("-o", "rstdiag.certainty:also guessed by their shape");
    expect(stderr).not.toContain("add -2");
  });

  it("is said not to have been where a stream was not reset", async () => {
    const { stderr } = await run("-q", "-z", "rstdiag,story,7");
    expect(stderr).toContain("rstdiag: stream 7 was not reset");
  });
});
