import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { COPIED_INPUTS, COPIED_PACK, copyProject, edit, runCli } from "./support/cli.js";
import { NO_NUMBERS_PATCH } from "./support/pack.js";
import { verifyPack } from "./support/tcpdump.js";

/** Behind the 17 causes: codes for private use, codes that nobody has, and one at the end. */
const RANGES = `
  <record><value>18-40</value><description>Private use</description></record>
  <record><value>41-65534</value><description>Unassigned</description></record>
  <record><value>65535</value><description>Last of all</description></record>
</registry>`;

/** A project whose registry has them. */
function projectOfRanges(): string {
  const folder = copyProject();
  const registry = join(folder, "registry/tcp-failure-causes.draft-02.xml");
  edit(registry, "</registry>", RANGES.trimStart());
  return folder;
}

it("ranges of codes are ranges in every output, on which all tools agree", async ({ skip }) => {
  const folder = projectOfRanges();
  const file = (path: string) => readFileSync(join(folder, "dist", path), "utf8");
  expect(runCli(["generate", ...COPIED_PACK], { cwd: folder })).toMatchObject({
    status: 0,
    stderr: NO_NUMBERS_PATCH,
  });
  const { status, stdout } = await verifyPack(skip, {
    dist: join(folder, "dist"),
    args: COPIED_PACK,
    cwd: folder,
  });
  expect(stdout).toContain("all readings agree on");
  expect(status).toBe(0);
  expect(file("wireshark/rstdiag.lua")).toMatch(
    /first = 18,\s+last = 40,\s+row = \{ "Private use" \}/,
  );
  expect(file("docs/reset-reasons.md")).toMatch(/^\| 41-65534 +\| Unassigned +\|/m);
  const schema = JSON.parse(file("schema/rst-diagnostic.schema.json"));
  expect(schema.$defs["tcp-failure-causes"].oneOf).toContainEqual(
    expect.objectContaining({
      properties: expect.objectContaining({
        reasonCode: { minimum: 20, maximum: 40, title: "Private use" },
        reason: { const: "Private use" },
      }),
    }),
  );
});

it("a code within a range has its words, and one that is unassigned has none", () => {
  const folder = projectOfRanges();
  const sample = join(folder, "dist/samples/specification-examples.pcapng");
  const capture = readFileSync(sample);
  const at = capture.indexOf(Buffer.from("33aa000e00000000", "hex"));
  const reasonOf = (code: number) => {
    capture.writeUInt16BE(code, at + 2);
    const path = join(folder, `code-${code}.pcapng`);
    writeFileSync(path, capture);
    const { stdout } = runCli(["decode", ...COPIED_INPUTS, "--json", path], { cwd: folder });
    return JSON.parse(stdout.split("\n")[1] ?? "").reason;
  };
  expect([17, 18, 30, 40, 41, 65_534, 65_535].map(reasonOf)).toEqual([
    "Middlebox interference",
    "Private use",
    "Private use",
    "Private use",
    undefined,
    undefined,
    "Last of all",
  ]);
});
