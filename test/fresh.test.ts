import { spawnSync } from "node:child_process";
import { cpSync, existsSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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

describe("dist/ and samples/", () => {
  it("are what the inputs give", () => {
    const { status, stdout, stderr } = runCli(["check"]);
    expect(stdout + stderr).toMatch(/^up to date: \d+ files\n$/);
    expect(status).toBe(0);
  });

  it("have the same bytes from any folder, time zone and locale", () => {
    const first = makeFolder();
    const second = makeFolder();
    // Of another folder's registry everything is made anew: what the build has made is not that one's.
    const registry = join(copyProject(), "registry");
    runCli(["generate", "--registry", registry, "--out", first]);
    const elsewhere = { TZ: "Asia/Kathmandu", LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8" };
    const args = ["generate", "--registry", registry, "--out", second];
    expect(runCli(args, { cwd: "/", env: elsewhere }).status).toBe(0);
    expect(readTree(second)).toEqual(readTree(first));
    expect(readTree(first)).toMatchObject(readTree(join(ROOT, "dist")));
    const committed = Object.entries(readTree(join(ROOT, "samples")));
    const generated = committed.filter(([name]) => !/^.(laboratory.|README\.md$)/.test(name));
    expect(readTree(join(first, "samples"))).toEqual(Object.fromEntries(generated));
  });

  it("are left alone by a second run", () => {
    const folder = copyProject();
    const { stdout } = runCli(["generate", ...COPIED_PACK], { cwd: folder });
    expect(stdout).not.toContain("written");
  });
});

describe("a changed description in the registry", () => {
  it("makes check say what is stale, with a diff, exit 3, and write nothing", () => {
    const folder = copyProject();
    const registry = join(folder, "registry/tcp-failure-causes.draft-02.xml");
    edit(registry, "Connection timeout", "Connection timed out");
    const before = readTree(folder);
    const { status, stdout, stderr } = runCli(["check", ...COPIED_PACK], { cwd: folder });
    expect(status).toBe(3);
    expect(stdout).toContain("stale: dist/wireshark/rstdiag.lua");
    expect(stdout).toContain('-            [14] = { "Connection timeout", ');
    expect(stdout).toContain('+            [14] = { "Connection timed out", ');
    expect(stdout).toContain("stale: dist/tcpdump/rst-diagnostic-4.99.patch");
    expect(stdout).toContain("stale: dist/schema/rst-diagnostic.schema.json");
    expect(stdout).toMatch(
      /stale: dist\/samples\/registered-codes\.pcapng \(binary, from octet \d+\)/,
    );
    expect(stderr).toContain("run: rstdiag generate");
    expect(readTree(folder)).toEqual(before);
  });

  it("reaches every output with generate", () => {
    const folder = copyProject();
    const registry = join(folder, "registry/tcp-failure-causes.draft-02.xml");
    edit(registry, "Connection timeout", "Connection timed out");
    expect(runCli(["generate", ...COPIED_PACK], { cwd: folder }).status).toBe(0);
    expect(runCli(["check", ...COPIED_PACK], { cwd: folder }).status).toBe(0);
    const { stdout } = runCli(
      ["decode", ...COPIED_INPUTS, "dist/samples/specification-examples.pcapng"],
      { cwd: folder },
    );
    expect(stdout).toContain("Connection timed out (14)");
  });
});

describe("a change of explain", () => {
  it("makes check say that the plugin's explanation has to be compiled again", () => {
    const folder = copyProject();
    const filter = (path: string) => !path.endsWith("node_modules");
    for (const name of ["build", "data", "generator", "lua", "package.json", "templates"]) {
      cpSync(join(ROOT, name), join(folder, name), { recursive: true, filter });
    }
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    renameSync(join(folder, "dist/samples"), join(folder, "samples"));
    const check = () => {
      const args = [join(folder, "build/cli.js"), "check"];
      return spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
    };
    expect(check()).toMatchObject({ status: 0 });
    edit(join(folder, "generator/explain/core/judge.ts"), "export", "export ");
    const { status, stdout } = check();
    expect(stdout).toMatch(
      /^stale: the plugin's explanation .*; run: npm run lua, rstdiag generate\n$/,
    );
    expect(status).toBe(3);
  });
});

describe("a file that generate did not make", () => {
  it("is named among the samples too, unless it was recorded", () => {
    const folder = copyProject();
    writeFileSync(join(folder, "dist/samples/stray.pcapng"), "");
    writeFileSync(join(folder, "dist/samples/laboratory/new.pcap"), "");
    const { stdout } = runCli(["check", ...COPIED_PACK], { cwd: folder });
    expect(stdout).toBe("no longer generated, can be deleted: dist/samples/stray.pcapng\n");
  });

  it("is named by check and by generate, and not deleted", () => {
    const folder = copyProject();
    const stray = join(folder, "dist/wireshark/old.lua");
    writeFileSync(stray, "-- of an earlier release\n");
    const checked = runCli(["check", ...COPIED_PACK], { cwd: folder });
    expect(checked.status).toBe(3);
    expect(checked.stdout).toBe("no longer generated, can be deleted: dist/wireshark/old.lua\n");
    const generated = runCli(["generate", ...COPIED_PACK], { cwd: folder });
    expect(generated.stderr).toBe("no longer generated, can be deleted: dist/wireshark/old.lua\n");
    expect(existsSync(stray)).toBe(true);
  });
});
