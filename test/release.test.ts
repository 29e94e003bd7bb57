import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { digest } from "../generator/install/installation.js";
import { makePrivateFolder } from "../generator/verify/private-folder.js";
import { edit, ROOT, readTree } from "./support/cli.js";
import { commitWorkingTree, git, USER_ENV } from "./support/clones.js";

const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
const folder = makePrivateFolder("release");
const origin = join(folder, "origin");
const first = join(folder, "clone");
const second = join(folder, "deep er/x/clone");

/** A shell with another umask, in which the command has another clock, language and place. */
const ELSEWHERE = {
  TZ: "Asia/Kathmandu",
  LC_ALL: "tr_TR.UTF-8",
  SOURCE_DATE_EPOCH: "1",
  TMPDIR: join(folder, "tmp"),
};

function shell(cwd: string, script: string, env: Readonly<Record<string, string>> = {}) {
  return spawnSync("sh", ["-c", script], {
    cwd,
    env: { ...USER_ENV, ...env },
    encoding: "utf8",
  });
}

function release(clone: string) {
  return shell(clone, "npm run --silent release", { TMPDIR: ELSEWHERE.TMPDIR });
}

beforeAll(() => {
  commitWorkingTree(origin);
  git(origin, "tag", `v${version}`);
  mkdirSync(ELSEWHERE.TMPDIR);
  git(folder, "clone", "-q", origin, first);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a release is refused", () => {
  it.each<readonly [string, (clone: string) => void, string]>([
    [
      "of a tree with a change",
      (clone) => edit(join(clone, "README.md"), "# rstdiag", "# mine"),
      "the tree is not what was committed (M README.md); commit that, or take it away",
    ],
    [
      "of a tree with a file that is not committed",
      (clone) => writeFileSync(join(clone, "data/new.tsv"), ""),
      "the tree is not what was committed (?? data/new.tsv); commit that, or take it away",
    ],
    [
      "of a commit without a tag",
      (clone) => git(clone, "commit", "-q", "--allow-empty", "-m", "more"),
      `package.json says ${version}, and the commit has no tag; it needs v${version}`,
    ],
    [
      "of a tag of another version",
      (clone) => {
        git(clone, "tag", "-d", `v${version}`);
        git(clone, "tag", "v99.0.0");
      },
      `package.json says ${version}, and the commit has the tag v99.0.0; it needs v${version}`,
    ],
    [
      "where there is one",
      (clone) => mkdirSync(join(clone, "release")),
      "release/ is there already; remove it",
    ],
  ])("%s", (_what, change, message) => {
    const clone = join(folder, "refused");
    git(folder, "clone", "-q", origin, clone);
    change(clone);
    const before = readTree(clone);
    const { status, stdout, stderr } = release(clone);
    expect([status, stdout, stderr]).toEqual([1, "", `release: ${message}; nothing was made\n`]);
    expect(readTree(clone)).toEqual(before);
    rmSync(clone, { recursive: true });
  });
});

describe("npm run release, in a clean clone", () => {
  it("makes all assets, and a list of their digests", () => {
    const { status, stdout, stderr } = release(first);
    expect(status, stdout + stderr).toBe(0);
    const made = readdirSync(join(first, "release")).sort();
    const patches = made.filter((name) => name.endsWith(".patch"));
    expect(made).toEqual(
      [
        "NOTES.md",
        "SHA256SUMS",
        "pack.zip",
        `rstdiag-${version}.tgz`,
        "rstdiag.html",
        ...patches,
      ].sort(),
    );
    expect(patches).toEqual(
      expect.arrayContaining([
        "tcpdump-rst-diagnostic-4.99.patch",
        "tcpdump-rst-diagnostic-5.0.patch",
      ]),
    );
    const committed = git(first, "ls-files", "dist").split("\n");
    const ofPack = committed.filter((path) => path.endsWith(".patch"));
    expect(patches.length).toBe(ofPack.length);
    const sums = shell(join(first, "release"), "sha256sum --check --strict SHA256SUMS");
    expect(sums.stdout.split("\n").length - 1).toBe(made.length - 2);
    expect(sums.status).toBe(0);
    expect(readdirSync(ELSEWHERE.TMPDIR)).toEqual([]);
    expect(git(first, "status", "--porcelain")).toBe("");
  });

  it("has the section of the changes as its text", () => {
    const notes = readFileSync(join(first, "release/NOTES.md"), "utf8");
    const changes = readFileSync(join(ROOT, "CHANGELOG.md"), "utf8");
    const [, section = ""] = changes.split(`\n## ${version}\n`);
    const lines = notes.trimEnd().split("\n");
    expect(section.trimStart().startsWith(lines.slice(0, -2).join("\n"))).toBe(true);
    expect(notes).not.toContain("\n## ");
    expect(lines.at(-1)).toContain(`Node ${process.version} and npm `);
  });

  it("has the pack as it is in the zip, with the licences, each file's digest as the pack lists it", () => {
    const zip = unzipSync(readFileSync(join(first, "release/pack.zip")));
    const top = `rstdiag-pack-${version}/`;
    const names = Object.keys(zip).map((name) => name.slice(top.length));
    expect(Object.keys(zip).every((name) => name.startsWith(top))).toBe(true);
    expect(names).toEqual(
      expect.arrayContaining([
        "LICENSE",
        "LICENSES/GPL-2.0-or-later.txt",
        "wireshark/rstdiag.lua",
        "wireshark/tcp-resets-profile.zip",
        "wireshark/profiles/TCP resets/colorfilters",
        "wireshark/native/rstdiag-trigger.c",
        "filters/cfilters",
        "schema/reset-finding.schema.json",
      ]),
    );
    const listed = readFileSync(join(ROOT, "dist/SHA256SUMS"), "utf8").trim().split("\n");
    const found = listed.map((line) => {
      const name = line.slice(66);
      return `${digest(zip[top + name] ?? new Uint8Array())}  ${name}`;
    });
    expect(found).toEqual(listed);
  });

  it("packs files with the rights that all users need, whatever the umask", () => {
    const tar = Buffer.from(
      gunzipSync(readFileSync(join(first, `release/rstdiag-${version}.tgz`))),
    );
    const modes = new Map<string, string>();
    for (let at = 0; at < tar.length && tar[at] !== 0; ) {
      const field = (from: number, length: number) =>
        tar.toString("latin1", at + from, at + from + length).replace(/[\0 ]+$/, "");
      modes.set(field(0, 100), field(100, 8));
      at += 512 + Math.ceil(Number.parseInt(field(124, 12), 8) / 512) * 512;
    }
    expect(modes.get("package/build/cli.js")).toBe("000755");
    modes.delete("package/build/cli.js");
    expect(new Set(modes.values())).toEqual(new Set(["000644"]));
  });

  it("gives the same octets in another place, with another umask, clock and language", () => {
    mkdirSync(join(folder, "deep er/x"), { recursive: true });
    const script = [
      "umask 077",
      `git clone -q ../../origin clone`,
      "cd clone",
      "find . -name .git -prune -o -type f -exec touch -d '2001-02-03' {} +",
      "npm run --silent release",
    ].join(" && ");
    const { status, stdout, stderr } = shell(join(folder, "deep er/x"), script, ELSEWHERE);
    expect(status, stdout + stderr).toBe(0);
    expect(readTree(join(second, "release"))).toEqual(readTree(join(first, "release")));
  });

  it("leaves nothing where it fails on the way", () => {
    rmSync(join(first, "release"), { recursive: true });
    edit(join(first, "CHANGELOG.md"), `## ${version}\n`, "## Soon\n");
    git(first, "commit", "-qam", "no section");
    git(first, "tag", "-f", `v${version}`);
    const { status, stderr } = release(first);
    const message = `CHANGELOG.md has no heading "## ${version}"`;
    expect([status, stderr]).toEqual([1, `release: ${message}; nothing was made\n`]);
    expect(existsSync(join(first, "release"))).toBe(false);
    expect(readdirSync(ELSEWHERE.TMPDIR)).toEqual([]);
  });
});
