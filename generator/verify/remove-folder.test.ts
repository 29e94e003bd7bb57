import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mountsBelow, removeFolder } from "./remove-folder.js";

const MOUNTINFO = [
  "22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw",
  "23 22 0:21 / /proc rw shared:2 - proc proc rw",
  "90 22 0:21 / /home/a\\040b/chroots/sid/proc rw - proc proc rw",
  "91 22 0:21 / /home/a\\040b/chroots/sid.old/proc rw - proc proc rw",
].join("\n");

describe("mountsBelow", () => {
  it.each([
    ["/home/a b/chroots/sid", ["/home/a b/chroots/sid/proc"]],
    ["/home/a b/chroots/sid/proc", ["/home/a b/chroots/sid/proc"]],
    ["/home/a b/chroots/si", []],
    ["/srv", []],
  ])("%s", (folder, places) => {
    expect(mountsBelow(folder, MOUNTINFO)).toEqual(places);
  });
});

describe("removeFolder", () => {
  it("removes a folder with all that is in it, and one that is not there", async () => {
    const folder = mkdtempSync(join(tmpdir(), "rstdiag-remove-"));
    writeFileSync(join(folder, "file"), "");
    await removeFolder(folder);
    expect(existsSync(folder)).toBe(false);
    await removeFolder(folder);
  });

  it.skipIf(!existsSync("/proc/self/mountinfo"))("touches nothing that is mounted", async () => {
    await expect(removeFolder("/proc")).rejects.toThrow("/proc is mounted; run: umount /proc");
  });
});
