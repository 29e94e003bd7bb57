import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadModel } from "../generator/registry/load-model.js";
import { readSampleFrames } from "../generator/verify/facts.js";
import { compareTshark, readWithTshark } from "../generator/verify/tshark-facts.js";
import { copyProject, edit, runCli } from "./support/cli.js";
import { lacks, openTsharkForTest, without } from "./support/tools.js";

describe.skipIf(lacks("tshark"))(`the texts of a registry${without("tshark")}`, () => {
  it.each([
    String.raw`Timeout in \\host\new`,
    String.raw`Says "timeout" \"now\" \t`,
    "Zeit abgelaufen, 時間切れ, %s {0}",
  ])("are read from tshark as they are: %s", async (text) => {
    const project = copyProject();
    const registry = join(project, "registry");
    const from = "<description>Connection timeout<";
    edit(join(registry, "tcp-failure-causes.draft-02.xml"), from, `<description>${text}<`);
    const args = ["--registry", registry, "--out", join(project, "dist")];
    expect(runCli(["generate", ...args], { cwd: project })).toMatchObject({ status: 0 });
    const loaded = loadModel({ path: registry, name: "registry" });
    if (loaded.kind !== "loaded") throw new Error(loaded.mistakes[0]?.what);
    const name = "registered-codes.pcapng";
    const path = join(project, "dist/samples", name);
    const sample = await readSampleFrames(loaded.model, { name, path });
    const tshark = openTsharkForTest(join(project, "dist/wireshark/rstdiag.lua"));
    const facts = await readWithTshark(tshark, loaded.model, path);
    if (typeof facts === "string") throw new Error(facts);
    expect([...facts.values()].map(({ reason }) => reason)).toContain(text);
    expect(compareTshark(loaded.model, sample, facts).disagreements).toEqual([]);
  });
});
