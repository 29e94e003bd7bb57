import { cpSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makePrivateFolder } from "../generator/verify/private-folder.js";
import { edit, ROOT } from "./support/cli.js";
import { runAsUser } from "./support/clones.js";
import { readSteps } from "./support/pages.js";

const folder = makePrivateFolder("vendor");
const repository = join(folder, "repository");
const own = join(repository, "node_modules/rstdiag");

function run(program: string, ...args: readonly string[]) {
  return runAsUser(repository, program, ...args);
}

/** The program that npm put into the vendor's repository. */
function rstdiag(...args: readonly string[]) {
  return run(join(repository, "node_modules/.bin/rstdiag"), ...args);
}

/** The package as npm makes it, the example out of it, and the package again, as the vendor's tool. */
beforeAll(() => {
  const options = ["--ignore-scripts", "--silent", "--pack-destination", folder];
  const archive = join(folder, runAsUser(ROOT, "npm", "pack", ...options).stdout.trim());
  mkdirSync(join(folder, "unpacked"));
  runAsUser(folder, "tar", "-xzf", archive, "-C", "unpacked");
  cpSync(join(folder, "unpacked/package/docs/examples/vendor"), repository, { recursive: true });
  const quiet = ["--prefer-offline", "--no-audit", "--no-fund"];
  const { status, stderr } = run("npm", "install", ...quiet, "--save-dev", archive);
  expect(status, stderr).toBe(0);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a repository that a vendor has copied", () => {
  it("makes its pack by the commands of its page", () => {
    const page = readFileSync(join(repository, "README.md"), "utf8");
    const commands = page.match(/^npm .*$/gm) ?? [];
    expect(commands).toEqual(["npm install", "npm run pack", "npm run check"]);
    for (const command of commands) {
      const [program = "", ...args] = command.split(" ");
      const { status, stdout, stderr } = run(program, ...args);
      expect(status, stdout + stderr).toBe(0);
    }
    const plugin = readFileSync(join(repository, "pack/wireshark/rstdiag.lua"), "utf8");
    expect(plugin).toContain("Quota of the tenant used up");
    expect(readFileSync(join(ROOT, "dist/wireshark/rstdiag.lua"), "utf8")).not.toContain("4711");
  });

  it("has a pack that shows the codes, and filters that find them", () => {
    const vendor = ["--vendor", "codes/4711.csv"];
    const { stdout } = rstdiag("decode", ...vendor, "pack/samples/registered-codes.pcapng");
    expect(stdout).toMatch(/Licence exceeded \(code 1, pen 4711\)/);
    const filter = rstdiag("filter", "--pen", "4711", "--cause", "licence exceeded", ...vendor);
    expect(filter).toMatchObject({ status: 0 });
    expect(run("sh", "-c", "cd pack && sha256sum --check --strict --quiet SHA256SUMS").status).toBe(
      0,
    );
  });

  it("fails in its CI where the pack is not what the codes give, or a code is wrong", () => {
    const codes = join(repository, "codes/4711.csv");
    edit(codes, "Quota of the tenant used up", "Tenant over quota");
    const stale = run("npm", "run", "--silent", "check");
    expect(stale.status).toBe(3);
    expect(stale.stdout).toContain("+            [2] = ");
    edit(codes, "3,Session", "2,Session");
    const wrong = run("npm", "run", "--silent", "check");
    expect([wrong.status, wrong.stderr]).toEqual([
      1,
      expect.stringMatching(/^codes\/4711\.csv:4:1: /),
    ]);
    edit(codes, "2,Session", "3,Session");
  });

  it("takes the vendor's own number from the name of the file", () => {
    renameSync(join(repository, "codes/4711.csv"), join(repository, "codes/52.csv"));
    expect(run("npm", "run", "--silent", "pack")).toMatchObject({ status: 0 });
    expect(run("npm", "run", "--silent", "check")).toMatchObject({ status: 0 });
    const header = readFileSync(join(repository, "pack/include/tcp_failure_causes.h"), "utf8");
    expect(header).toContain("52");
    expect(header).not.toContain("4711");
  });
});

describe("docs/registries.md", () => {
  it("makes a vendor's pack by the command of the example", () => {
    const { scripts } = JSON.parse(
      readFileSync(join(own, "docs/examples/vendor/package.json"), "utf8"),
    );
    const page = readFileSync(join(ROOT, "docs/registries.md"), "utf8");
    const shown = readSteps(page).flatMap(({ command }) => command.split("\n"));
    expect(shown).toContain(scripts.pack.replace("codes/*.csv", "4711.csv"));
    expect(shown).toContain(scripts.check.replace("codes/*.csv", "4711.csv"));
  });
});
