import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder, ROOT, runCli } from "./support/cli.js";

const CAUSES = join(ROOT, "registry/tcp-failure-causes.draft-02.xml");

/** Prints how many microseconds of a processor a process took, however busy the machine is. */
const TELL_TIME =
  "--import=data:text/javascript,process.on('exit',()=>console.error(process.cpuUsage().user))";

describe("rstdiag registry", () => {
  it("lists the registries of a file", () => {
    const { status, stdout, stderr } = runCli(["registry", "list", "--json", CAUSES]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(JSON.parse(stdout)).toEqual([
      { id: "tcp-failure-causes", title: "TCP Failure Causes", records: 18, updated: null },
    ]);
  });

  it("shows the rows of one, by id or title", () => {
    for (const id of ["tcp-failure-causes", "TCP Failure Causes"]) {
      const { status, stdout } = runCli(["registry", "show", CAUSES, "--id", id]);
      expect(status).toBe(0);
      expect(stdout).toMatch(/^0 +reserved +Reserved +draft-/m);
      expect(stdout).toMatch(/^14 +assigned +Connection timeout +draft-/m);
    }
  });

  it("shows what rstdiag adds to IANA's form", () => {
    const { stdout } = runCli(["registry", "show", "--json", CAUSES, "--id", "tcp-failure-causes"]);
    const { rows }: { readonly rows: readonly { readonly value: string }[] } = JSON.parse(stdout);
    const timeout = rows.find(({ value }) => value === "14");
    expect(timeout).toMatchObject({ group: "timeout", origin: "any" });
    expect(rows.find(({ value }) => value === "0")).not.toHaveProperty("group");
  });

  it.each([
    [["registry"]],
    [["registry", "no-such-command"]],
    [["registry", "list"]],
    [["registry", "show", CAUSES]],
  ])("%j is bad usage", (args) => {
    const { status, stdout, stderr } = runCli(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).not.toBe("");
  });

  it("says in one line what is wrong with a file, or which ids there are", () => {
    for (const args of [["list"], ["show", "--id", "x"]]) {
      const { status, stderr } = runCli(["registry", ...args, "package.json"]);
      expect(status).toBe(1);
      expect(stderr).toMatch(/^package\.json:\d+:1: .+; .+\n$/);
    }
    const { status, stderr } = runCli(["registry", "show", "--id", "x", CAUSES]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/: no registry .* "x"; give one of these: tcp-failure-causes\n$/);
  });

  it("reads fifteen megabytes in a few seconds of a processor", () => {
    const path = join(makeFolder(), "large.xml");
    const record = `<record><value>1</value><description>a</description><xref data="rfc1"/></record>\n`;
    const head = '<registry xmlns="http://www.iana.org/assignments" id="a">\n';
    writeFileSync(path, `${head}${record.repeat(15e6 / record.length)}</registry>\n`);
    const env = { NODE_OPTIONS: TELL_TIME };
    const { status, stdout, stderr } = runCli(["registry", "list", path], { env });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^a +\d{6}$/m);
    expect(stderr).toMatch(/^\d+\n$/);
    expect(Number(stderr)).toBeLessThan(20_000_000);
  });
});
