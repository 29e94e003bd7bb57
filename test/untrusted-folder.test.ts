import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type CliResult, edit, makeFolder, ROOT, readTree, runCli } from "./support/cli.js";
import { lacks, without } from "./support/tools.js";
import { listed, makeUser } from "./support/wireshark-user.js";

const LIE = "Normal close, all is well";

/** An archive of captures, as somebody may send it: with a registry and a pack that lie. */
function makeArchive(): string {
  const archive = makeFolder();
  cpSync(join(ROOT, "registry"), join(archive, "registry"), { recursive: true });
  const causes = join(archive, "registry/tcp-failure-causes.draft-02.xml");
  edit(causes, "Connection timeout", LIE);
  cpSync(join(ROOT, "dist/wireshark"), join(archive, "dist/wireshark"), { recursive: true });
  edit(join(archive, "dist/wireshark/rstdiag.lua"), "Connection timeout", LIE);
  listed(join(archive, "dist"));
  mkdirSync(join(archive, "captures"));
  for (const name of ["specification-examples", "registered-codes"]) {
    cpSync(join(ROOT, `samples/${name}.pcapng`), join(archive, `captures/${name}.pcapng`));
  }
  return archive;
}

/** Runs a command in the folder of the captures. */
function runIn(archive: string, ...args: readonly string[]): CliResult {
  return runCli(args, { cwd: join(archive, "captures") });
}

const NOTE = `registry: ${join(ROOT, "registry")}; for this folder's own: --registry ../registry\n`;
const CAPTURE = "specification-examples.pcapng";

describe("in a folder with a registry and a pack of somebody else", () => {
  it.each([
    ["decode", [CAPTURE]],
    ["explain", [CAPTURE]],
    ["explain", ["--json", CAPTURE]],
    ["compare", [CAPTURE, CAPTURE]],
    ["filter", ["--cause", "connection timeout", "--display"]],
  ])("%s %j goes by rstdiag's own, and says once that there is another", (command, args) => {
    const archive = makeArchive();
    const here = runIn(archive, command, ...args);
    expect(here.status).toBe(0);
    expect(here.stdout).not.toContain(LIE);
    expect(here.stderr.split("registry: ")).toHaveLength(2);
    expect(here.stderr).toContain(NOTE);
    const elsewhere = makeFolder();
    cpSync(join(archive, "captures"), elsewhere, { recursive: true });
    const there = runCli([command, ...args], { cwd: elsewhere });
    expect(there.stdout).toBe(here.stdout);
    expect(there.stderr).toBe(here.stderr.replace(NOTE, ""));
  });

  it("report writes a page by rstdiag's own", () => {
    const archive = makeArchive();
    expect(runIn(archive, "report", CAPTURE, "--html", "page.html").stderr).toContain(NOTE);
    const page = readFileSync(join(archive, "captures/page.html"), "utf8");
    expect(page).toContain("Connection timeout");
    expect(page).not.toContain(LIE);
  });

  it("goes by the other where that is named", () => {
    const { stdout, stderr } = runIn(makeArchive(), "decode", "--registry", "../registry", CAPTURE);
    expect(stdout).toContain(LIE);
    expect(stderr).not.toContain("registry: ");
  });

  it.each(["generate", "check", "verify"])(
    "%s makes nothing of a registry unless told where",
    (command) => {
      const archive = makeArchive();
      const before = readTree(archive);
      const { status, stderr } = runIn(archive, command, "--registry", "../registry");
      expect(status).toBe(2);
      expect(stderr).toBe(
        "rstdiag: the registry is ../registry, and not that of rstdiag's own pack; name the folder of the pack, such as --out dist\n",
      );
      expect(readTree(archive)).toEqual(before);
    },
  );

  it("makes the pack of a registry of one's own by one line", () => {
    const archive = makeArchive();
    const args = ["--registry", "registry", "--out", "dist"];
    expect(runCli(["generate", ...args], { cwd: archive })).toMatchObject({
      status: 0,
      stderr: "",
    });
    expect(runCli(["check", ...args], { cwd: archive })).toMatchObject({ status: 0 });
    expect(readFileSync(join(archive, "dist/wireshark/rstdiag.lua"), "utf8")).toContain(LIE);
  });

  it.skipIf(lacks("tshark"))(
    `install and doctor take the pack of nobody else${without("tshark")}`,
    () => {
      const archive = makeArchive();
      const user = makeUser();
      const cwd = join(archive, "captures");
      const { status, stderr } = user.run(["install", "--profile"], {}, cwd);
      expect(status).toBe(0);
      // Where Wireshark runs no Lua for root, install says that besides.
      const [note] = stderr.split("\n");
      expect(note).toBe(`pack: ${join(ROOT, "dist")}; for this folder's own: --pack ../dist`);
      const plugin = readFileSync(join(user.plugins, "rstdiag.lua"), "utf8");
      expect(plugin).toBe(readFileSync(join(ROOT, "dist/wireshark/rstdiag.lua"), "utf8"));
      expect(user.run(["doctor"], {}, cwd).status).toBe(0);
      expect(user.run(["doctor", "--pack", "../dist"], {}, cwd).stdout).toContain("does not match");
    },
  );

  it("names a folder's vendors, which are no registry", () => {
    const folder = makeFolder();
    mkdirSync(join(folder, "registry/vendors"), { recursive: true });
    writeFileSync(join(folder, "registry/vendors/4711.csv"), "Value,Description\n1,a\n");
    const vendor = "--vendor registry/vendors/4711.csv";
    const own = runCli(["generate", "--out", "pack"], { cwd: folder });
    expect(own.stderr).toContain(`for this folder's vendors besides: ${vendor}\n`);
    const named = runCli(["generate", "--registry", "registry", "--out", "pack"], { cwd: folder });
    expect(named.status).toBe(1);
    expect(named.stderr).toMatch(/^registry has vendors, but no .*, and so is no registry; /);
    expect(named.stderr).toContain(`${vendor}\n`);
  });
});
