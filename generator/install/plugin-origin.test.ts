import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { differingInputs } from "./wireshark-findings.js";

const PLUGIN = readFileSync(new URL("../../dist/wireshark/rstdiag.lua", import.meta.url), "utf8");

it("names the inputs that two plugins were made of in different states", () => {
  const path = "registry/tcp-failure-causes.draft-02.xml";
  const older = PLUGIN.replace(/(draft-02\.xml\n-- {5})[\da-f]{64}/, `$1${"0".repeat(64)}`);
  expect(older).not.toBe(PLUGIN);
  expect(differingInputs(older, PLUGIN)).toEqual([path]);
});

it("names an input that only one of them has", () => {
  const fewer = PLUGIN.replace(/-- {3}registry\/vendors.*\n.*\n/, "");
  expect(differingInputs(fewer, PLUGIN)).toEqual(["registry/vendors/32473.xml"]);
});

it("names none where only the rest differs", () => {
  expect(differingInputs(`${PLUGIN}\n-- mine`, PLUGIN)).toEqual([]);
});
