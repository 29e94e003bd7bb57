import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import {
  COPIED_INPUTS,
  COPIED_PACK,
  copyProject,
  edit,
  makeFolder,
  ROOT,
  readTree,
  runCli,
} from "./support/cli.js";
import { verifyPack } from "./support/tcpdump.js";
import { lacks, NEEDS_PUBLISHED, skippedIf, without } from "./support/tools.js";

/** As IANA published it; it is beside this repository, not in it. */
const WHOLE = join(ROOT, "../shared/data/iana/pen/enterprise-numbers.2019-12-24.txt.gz");

const TABLE =
  'Value,Description,Reference\r\n1,Licence expired,[RFC9293]\r\n7,"Quota, used up",\r\n';

/** A vendor's file that is not in the folder of the inputs. */
function writeVendor(name: string, text = TABLE): string {
  const path = join(makeFolder(), name);
  writeFileSync(path, text);
  return path;
}

describe("a vendor that ships its registry alone", () => {
  it("reaches every tool, and all of them agree", async ({ skip }) => {
    const out = join(makeFolder(), "pack");
    const wanted = ["--vendor", writeVendor("4711.csv"), "--vendor", writeVendor("4712.csv")];
    expect(runCli(["generate", ...wanted, "--out", out])).toMatchObject({ status: 0, stderr: "" });
    const { status, stdout } = await verifyPack(skip, {
      dist: out,
      args: [...wanted, "--out", out],
    });
    expect(stdout).toContain("all readings agree on");
    expect(status).toBe(0);
    const decoded = runCli(["decode", ...wanted, join(out, "samples/registered-codes.pcapng")]);
    expect(decoded.stdout).toContain("Quota, used up (code 7, pen 4711)");
    expect(decoded.stdout).toContain("Licence expired (code 1, pen 4712)");
  });

  it.each([
    [
      "another file for its number",
      "32473.csv",
      TABLE,
      /32473 has a registry already, in registry\/vendors\/32473\.xml/,
    ],
    [
      "the number of IANA",
      "0.csv",
      TABLE,
      /the file name "0\.csv" is not a private enterprise number/,
    ],
    [
      "no number",
      "acme.csv",
      TABLE,
      /the file name "acme\.csv" is not a private enterprise number/,
    ],
    [
      "code 0 for a cause",
      "9.csv",
      "Value,Description\n0,Mine\n",
      /code 0 is used for the cause "Mine"/,
    ],
    ["no table", "9.csv", "", /:1:1: /],
  ])("is refused with %s, and nothing is written", (_what, name, text, message) => {
    const out = join(makeFolder(), "pack");
    const { status, stderr } = runCli([
      "generate",
      "--vendor",
      writeVendor(name, text),
      "--out",
      out,
    ]);
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
  });
});

describe("a vendor's CSV in the folder of the inputs", () => {
  it("is read as its XML would be", () => {
    const folder = copyProject();
    writeFileSync(join(folder, "registry/vendors/4711.csv"), TABLE);
    expect(runCli(["generate", ...COPIED_PACK], { cwd: folder })).toMatchObject({
      status: 0,
      stderr: "",
    });
    const { stdout } = runCli(
      ["decode", ...COPIED_INPUTS, "dist/samples/registered-codes.pcapng"],
      { cwd: folder },
    );
    expect(stdout).toContain("Licence expired (code 1, pen 4711)");
  });
});

const EXAMPLE = "Example Enterprise Number for Documentation Use";

/** IANA's file in its form, with every number from 0 on. */
function writeWholeList(end = "End of Document"): string {
  const entries = Array.from({ length: 32_474 }, (_, pen) => {
    const name = pen === 32_473 ? EXAMPLE : `Organisation ${pen}`;
    return `${pen}\n  ${pen === 0 ? "Reserved" : name}\n    A. B.\n      a&b.example\n`;
  });
  const path = join(makeFolder(), "enterprise-numbers.txt");
  const text = `PRIVATE ENTERPRISE NUMBERS\n\n(last updated 2026-02-01)\n\n${entries.join("")}\n\n${end}`;
  writeFileSync(path, text);
  return path;
}

/** The project with three vendors more: one that IANA knows so, one of somebody else, one of nobody. */
function projectWithVendors(): string {
  const folder = copyProject();
  const vendor = (pen: number, organisation: string) => {
    const path = join(folder, `registry/vendors/${pen}.xml`);
    cpSync(join(folder, "registry/vendors/32473.xml"), path);
    edit(path, "example-enterprise-reset-reasons", `vendor-${pen}`);
    edit(path, EXAMPLE, organisation);
  };
  vendor(7, "organisation 7");
  vendor(9, "ACME");
  vendor(70_000, "ACME");
  return folder;
}

describe("IANA's whole list of enterprise numbers", () => {
  it("gives warnings with their places, and changes neither the outputs nor the exit code", () => {
    const cwd = projectWithVendors();
    const whole = writeWholeList();
    expect(runCli(["generate", ...COPIED_PACK], { cwd })).toMatchObject({ status: 0, stderr: "" });
    const before = readTree(cwd);
    for (const command of ["generate", "check"]) {
      const { status, stderr } = runCli([command, ...COPIED_PACK, "--enterprise-numbers", whole], {
        cwd,
      });
      expect(status).toBe(0);
      expect(stderr.trimEnd().split("\n")).toEqual([
        `registry/vendors/70000.xml:2:1: warning: no organisation has the private enterprise number 70000 in ${whole} (last updated 2026-02-01); correct the number, or download a newer file: this one ends at 32473`,
        `registry/vendors/9.xml:2:1: warning: enterprise 9 is "Organisation 9" in ${whole} (last updated 2026-02-01), not "ACME"; correct the one that is wrong, or import a newer file of IANA`,
      ]);
    }
    expect(readTree(cwd)).toEqual(before);
  });

  it("keeps a check stale that is stale, and warns besides", () => {
    const cwd = projectWithVendors();
    const args = ["check", ...COPIED_PACK, "--enterprise-numbers", writeWholeList()];
    const { status, stderr } = runCli(args, { cwd });
    expect(status).toBe(3);
    expect(stderr).toContain(": warning: ");
  });

  it("is bad input where it is cut off, or an excerpt", () => {
    for (const [file, message] of [
      [writeWholeList(""), "the file is cut off"],
      ["registry/enterprise-numbers.txt", "an excerpt cannot say which ones are unassigned"],
    ] as const) {
      const { status, stdout, stderr } = runCli(["check", "--enterprise-numbers", file]);
      expect([status, stdout]).toEqual([1, ""]);
      expect(stderr).toContain(message);
    }
  });

  it("is taken for what it is by registry import, and then shown in IANA's words", () => {
    const cwd = projectWithVendors();
    const whole = writeWholeList();
    const result = runCli(["registry", "import", ...COPIED_INPUTS, whole, "--force"], { cwd });
    expect(result).toMatchObject({
      status: 0,
      stdout: "written    registry/enterprise-numbers.txt (3 organisations)\n",
    });
    expect(result.stderr).toContain("registry/vendors/70000.xml: ");
    const { status, stderr } = runCli(["generate", ...COPIED_PACK], { cwd });
    expect(status).toBe(0);
    expect(stderr).toMatch(
      /^registry\/vendors\/9\.xml:2:1: warning: enterprise 9 is "Organisation 9"[^\n]*\n$/,
    );
    const records = runCli(
      ["decode", ...COPIED_INPUTS, "--json", "dist/samples/registered-codes.pcapng"],
      { cwd },
    )
      .stdout.trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    const organisations = new Map(records.map(({ pen, organisation }) => [pen, organisation]));
    expect(Object.fromEntries(organisations)).toEqual({
      0: undefined,
      7: "Organisation 7",
      9: "Organisation 9",
      32473: EXAMPLE,
      70000: "ACME",
    });
  });
});

describe("a pack in which the organisation is somebody else's", () => {
  it.skipIf(lacks("tshark"))(`is not agreed on${without("tshark")}`, () => {
    const folder = copyProject();
    edit(join(folder, "dist/wireshark/rstdiag.lua"), `"${EXAMPLE}"`, '"ACME"');
    const { status, stdout } = runCli(["verify", ...COPIED_PACK], { cwd: folder });
    expect(status).toBe(4);
    expect(stdout).toContain('organisation "ACME"');
  });
});

/** Prints the most memory that a process had, in kilobytes. */
const TELL_MEMORY =
  "--import=data:text/javascript,process.on('exit',()=>console.error(process.resourceUsage().maxRSS))";

describe("reading the whole list as IANA publishes it", () => {
  it.skipIf(!existsSync(WHOLE))(
    `takes less than 200 MB of memory${skippedIf(!existsSync(WHOLE), NEEDS_PUBLISHED)}`,
    () => {
      const path = join(makeFolder(), "enterprise-numbers.txt");
      writeFileSync(path, gunzipSync(readFileSync(WHOLE)));
      const env = { NODE_OPTIONS: TELL_MEMORY };
      const { status, stderr } = runCli(["check", "--enterprise-numbers", path], { env });
      expect(status).toBe(0);
      expect(stderr).toMatch(/^\d+\n$/);
      expect(Number(stderr)).toBeLessThan(200_000);
    },
  );
});
