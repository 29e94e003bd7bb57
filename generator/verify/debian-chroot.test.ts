import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { makeChroot, selectMirror } from "./debian-chroot.js";

describe("selectMirror", () => {
  it.each([
    ["Debian|Debian|http://mirror.example/debian/", "http://mirror.example/debian/"],
    ["Debian|Debian-Security|http://mirror.example/debian-security/", undefined],
    ["Debian|Debian Backports|http://mirror.example/debian/", undefined],
    ["Ubuntu|Ubuntu|http://mirror.example/ubuntu/", undefined],
    ["Debian|Debian|cdrom:[Debian 12]/", undefined],
    ["", undefined],
  ])("%s", (line, mirror) => {
    const others = "Node|Node|https://nodes.example/\nDebian|Other|http://mirror.example/other/";
    expect(selectMirror(`${others}\n${line}\n`)).toBe(mirror);
  });
});

describe("makeChroot", () => {
  const request = { suite: "trixie", fresh: false, isRoot: true };

  it("needs root, and says so", async () => {
    expect(await makeChroot({ ...request, folder: "/nonexistent", isRoot: false })).toEqual({
      kind: "unavailable",
      reason: "only root can make a chroot and enter it",
    });
  });

  it("takes the one that is there", async () => {
    const folder = mkdtempSync(join(tmpdir(), "rstdiag-chroots-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const root = join(folder, "trixie");
    mkdirSync(join(root, "usr/bin"), { recursive: true });
    writeFileSync(join(root, "usr/bin/tshark"), "");
    expect(await makeChroot({ ...request, folder })).toEqual({ kind: "chroot", root });
  });
});
