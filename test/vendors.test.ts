import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { copyProject, makeFolder, runCli } from "./cli-for-test.js";

const TABLE =
  'Value,Description,Reference\r\n1,Licence expired,[RFC9293]\r\n7,"Quota, used up",\r\n';

/** A vendor's file that is not in the folder of the inputs. */
function writeVendor(name: string, text = TABLE): string {
  const path = join(makeFolder(), name);
  writeFileSync(path, text);
  return path;
}

describe("a vendor that ships its registry alone", () => {
  it("reaches every tool, and all of them agree", () => {
    const out = join(makeFolder(), "pack");
    const wanted = ["--vendor", writeVendor("4711.csv"), "--vendor", writeVendor("4712.csv")];
    expect(runCli(["generate", ...wanted, "--out", out])).toMatchObject({ status: 0, stderr: "" });
    const { status, stdout } = runCli(["verify", ...wanted, "--out", out]);
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
      /the file name "0\.csv" is no private enterprise number/,
    ],
    ["no number", "acme.csv", TABLE, /the file name "acme\.csv" is no private enterprise number/],
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
    expect(runCli(["generate"], { cwd: folder })).toMatchObject({ status: 0, stderr: "" });
    const { stdout } = runCli(["decode", "samples/registered-codes.pcapng"], { cwd: folder });
    expect(stdout).toContain("Licence expired (code 1, pen 4711)");
  });
});
