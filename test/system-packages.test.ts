import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder, ROOT } from "./support/cli.js";
import { IS_ROOT } from "./support/tools.js";

/** A system without any of the packages, whose apt-get notes what it is told, and when. */
const TOOLS = {
  "dpkg-query": "exit 1",
  "apt-get": `
    for option; do case $option in install|update|--simulate) step=$step$option; esac; done
    cp printed "before-$step"
    case $step in *simulate) echo "Inst tshark (4.0.17)"; echo "Inst libwireshark16 (4.0.17)"; esac
    echo "$*" > "told-$step"`,
};

/** Who may name apt-get, and what for. */
const MAY_NAME = [
  "generator/install/native-trigger.ts", // tells what could be typed
  "proof/chroot.sh", // fills a folder of its own
  "proof/container/main.ts", // finds a command of the Containerfile
  "proof/tcpdump/build.sh", // fetches a source
  "scripts/install-system-packages.mjs",
  "scripts/next-steps.mjs", // tells what could be typed
];

describe("what the tests install as root", () => {
  it("is listed with all that comes with it before anything is installed", ({ skip }) => {
    if (!IS_ROOT) return skip("needs root");
    const folder = makeFolder();
    for (const [name, script] of Object.entries(TOOLS)) {
      writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
      chmodSync(join(folder, name), 0o755);
    }
    const script = join(ROOT, "scripts/install-system-packages.mjs");
    const command = `PATH=${folder}:$PATH exec "${process.execPath}" "${script}" > printed`;
    const result = spawnSync("sh", ["-c", command], { cwd: folder, encoding: "utf8" });
    expect(result).toMatchObject({ status: 0, stderr: "" });
    const [told = "", printed = ""] = ["told-install", "before-install"].map((name) =>
      readFileSync(join(folder, name), "utf8"),
    );
    const names = told
      .trim()
      .split(" ")
      .filter((word) => !/^(-.*|DPkg::.*|install)$/.test(word));
    expect(names).toContain("tshark");
    expect(names.filter((name) => !printed.includes(`\n  ${name}: `))).toEqual([]);
    expect(printed).toMatch(/\nand what these need: libwireshark16\n$/);
  });

  it("is installed at one place", () => {
    const folders = ["scripts", "proof", "generator", "lua", ".ci"];
    const args = ["grep", "-lE", "apt-get|aptitude|apt install|dpkg +-i", "--", ...folders];
    const { stdout } = spawnSync("git", args, { cwd: ROOT, encoding: "utf8" });
    const sources = stdout.trim().split("\n");
    expect(sources).toEqual(MAY_NAME);
  });
});
