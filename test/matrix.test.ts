import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readPart } from "../scripts/page-part.mjs";
import { IN_CI, makeFolder, ROOT, runProof } from "./support/cli.js";
import { IS_ROOT, lacks, skippedIf } from "./support/tools.js";

/** The rows of a table in Markdown; of a version only what Debian's own updates leave alone. */
function rowsOf(text: string): readonly string[] {
  const rows = text.split("\n").filter((line) => /^\| \w+ \| \d/.test(line));
  return rows.map((row) => row.replace(/\| (\d+\.\d+)\.\d+(?= \|)/g, "| $1"));
}

describe("npm run verify:matrix", () => {
  it("proves this tshark and trixie's", ({ skip }) => {
    if (lacks("tshark")) return skip("tshark is not installed");
    const { status, stdout } = runProof("proof/matrix.ts", ["trixie"]);
    const reason = /^SKIPPED (.*)$/m.exec(stdout)?.[1];
    if (reason !== undefined && !IN_CI) return skip(reason);
    expect(stdout).not.toMatch(/FAILED|SKIPPED/);
    expect(status).toBe(0);
    const proved = rowsOf(stdout);
    const isTrixie = readFileSync("/etc/os-release", "utf8").includes("VERSION_CODENAME=trixie");
    expect(proved).toHaveLength(isTrixie ? 1 : 2);
    // After a change of the samples: npm run verify:matrix -- --docs
    const shown = readPart("verify:matrix -- --docs");
    expect(rowsOf(shown)).toEqual(expect.arrayContaining([...proved]));
  });
});

describe("chroot.sh", () => {
  const script = join(ROOT, "proof/chroot.sh");

  /** What is mounted is mounted for the test alone; in a chroot nothing can be. */
  const alone = ["unshare", "--mount"] as const;
  const isAlone = spawnSync(alone[0], [alone[1], "true"]).status === 0;
  const lacking = skippedIf(!isAlone, "needs root, and mounts of its own");

  /** A cache with something that may be a chroot, its folder, and a shell that knows the cache. */
  function makeCache() {
    const cache = makeFolder();
    const root = join(cache, "rstdiag/chroots/trixie");
    for (const name of ["usr/bin", "usr/include/wireshark", "proc"]) {
      mkdirSync(join(root, name), { recursive: true });
    }
    writeFileSync(join(root, "usr/bin/tshark"), "");
    const env = { ...process.env, XDG_CACHE_HOME: cache };
    const run = (words: string, prefix: readonly string[] = []) => {
      const [program = "", ...args] = [...prefix, "sh", "-c", words];
      return spawnSync(program, args, { env, encoding: "utf8" });
    };
    return { root, run };
  }

  it.skipIf(!IS_ROOT)(`takes the one that is there${skippedIf(!IS_ROOT, "needs root")}`, () => {
    const { root, run } = makeCache();
    // What is said on the other output is that a Debian is made, which takes minutes.
    const wanted = { status: 0, stdout: `${root}\n`, stderr: "" };
    expect(run(`${script} trixie`)).toMatchObject(wanted);
  });

  it.skipIf(!isAlone)(`touches nothing that is mounted${lacking}`, () => {
    const { root, run } = makeCache();
    const stdout = `${root}/proc is mounted; run: umount ${root}/proc\n`;
    const words = `mount --bind /proc ${root}/proc && ${script} --fresh trixie`;
    expect(run(words, alone)).toMatchObject({ status: 3, stdout });
    expect(existsSync(join(root, "usr/bin/tshark"))).toBe(true);
  });
});
