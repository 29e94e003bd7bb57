import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { edit, makeFolder, ROOT } from "./support/cli.js";
import { IS_ROOT, lacks, skippedIf, without } from "./support/tools.js";
import { listed, makeUser, standIn } from "./support/wireshark-user.js";

const PLUGIN = readFileSync(join(ROOT, "dist/wireshark/rstdiag.lua"), "utf8");

/** A pack with the plugin of the project, changed by `change`, and with a profile. */
function makePack(change: (text: string) => string = (text) => text): string {
  const pack = makeFolder();
  const profile = join(pack, "wireshark/profiles/TCP resets");
  mkdirSync(profile, { recursive: true });
  writeFileSync(join(pack, "wireshark/rstdiag.lua"), change(PLUGIN));
  writeFileSync(join(profile, "colorfilters"), "# none\n");
  writeFileSync(join(profile, "dfilters"), '"resets" rstdiag\n');
  return listed(pack);
}

const older = (text: string): string => text.replace("version = ", "version = -- older\n");

describe.skipIf(lacks("tshark"))(
  `rstdiag install, with the real tshark${without("tshark")}`,
  () => {
    it("puts the plugin where tshark lists it, and uninstall leaves the folders as they were", () => {
      const user = makeUser();
      mkdirSync(join(user.home, ".local/lib"), { recursive: true });
      const before = user.look();
      const { status, stdout } = user.run(["install"]);
      expect(status).toBe(0);
      const path = join(user.plugins, "rstdiag.lua");
      expect(stdout).toContain(`write      ${path}\n`);
      expect(stdout).toContain("To undo: rstdiag uninstall");
      expect(readFileSync(path, "utf8")).toBe(PLUGIN);
      expect(user.run(["doctor"])).toMatchObject({ status: 0 });
      expect(user.run(["uninstall"])).toMatchObject({ status: 0 });
      expect(user.look()).toEqual(before);
      expect(user.run(["uninstall"]).stdout).toContain("nothing to remove");
    });

    it("puts the profile into the folder that WIRESHARK_CONFIG_DIR names", () => {
      const user = makeUser();
      const env = { WIRESHARK_CONFIG_DIR: join(user.home, "my configuration") };
      const args = ["install", "--profile", "--pack", makePack()];
      expect(user.run(args, env)).toMatchObject({ status: 0 });
      const profile = join(env.WIRESHARK_CONFIG_DIR, "profiles/TCP resets");
      expect(readdirSync(profile).sort()).toEqual(["colorfilters", "dfilters"]);
      // The plugins are the same without the variable, and so is what install knows of them.
      expect(user.run(["uninstall"])).toMatchObject({ status: 0 });
      expect(user.look().names).toEqual([]);
    });

    it("takes the folder of a tshark for the tshark in it", () => {
      const user = makeUser();
      const folder = makeFolder();
      symlinkSync(user.script('#!/bin/sh\nexec tshark "$@"\n'), join(folder, "tshark"));
      const { stdout } = user.run(["install", "--wireshark", folder]);
      expect(stdout).toContain(`(${join(folder, "tshark")})`);
    });
  },
);

/** Says in an instant what a tshark says of itself, which takes a second to start. */
const STAND_IN = standIn("4.0.17");

describe("rstdiag install", () => {
  it("says so where the pack has no profile", () => {
    const user = makeUser(STAND_IN);
    const pack = makePack();
    rmSync(join(pack, "wireshark/profiles"), { recursive: true });
    listed(pack);
    const { status, stderr } = user.run(["install", "--profile", "--pack", pack]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/has no profile in .*run again without --profile\nnothing was written/);
    expect(user.look().names).toEqual([]);
  });

  it("writes nothing in a dry run, and prints the same plan", () => {
    const user = makeUser(STAND_IN);
    const dry = user.run(["install", "--dry-run"]);
    expect(dry.status).toBe(0);
    expect(user.look().names).toEqual([]);
    const plan = (stdout: string) => stdout.split("\n").slice(0, -2);
    expect(plan(user.run(["install"]).stdout)).toEqual(plan(dry.stdout));
    const installed = user.look();
    expect(user.run(["uninstall", "--dry-run"]).stdout).toContain("remove  ");
    expect(user.look()).toEqual(installed);
  });

  it("replaces its own older files, and those alone", () => {
    const user = makeUser(STAND_IN);
    user.run(["install", "--pack", makePack(older)]);
    expect(user.run(["install"]).stdout).toContain("replace    ");
    expect(readFileSync(join(user.plugins, "rstdiag.lua"), "utf8")).toBe(PLUGIN);
    expect(user.run(["install"]).stdout).toContain("unchanged  ");
    user.run(["uninstall"]);
    expect(user.look().names).toEqual([]);
  });

  it.each([
    [
      "an edited plugin",
      (pack: string) =>
        edit(join(pack, "wireshark/rstdiag.lua"), "version = ", "version = os and "),
      /rstdiag\.lua is changed: SHA256SUMS lists another digest; make this pack anew/,
    ],
    [
      "a file beside the others",
      (pack: string) => writeFileSync(join(pack, "wireshark/profiles/TCP resets/init.lua"), ""),
      /init\.lua is not listed in SHA256SUMS; make this pack anew/,
    ],
    [
      "no list of its files",
      (pack: string) => rmSync(join(pack, "SHA256SUMS")),
      /there is no .*SHA256SUMS, which says what belongs to the pack; make this pack anew/,
    ],
  ])("takes no pack with %s", (_what, change, reason) => {
    const user = makeUser(STAND_IN);
    const pack = makePack();
    change(pack);
    const { status, stderr } = user.run(["install", "--profile", "--pack", pack]);
    expect(status).toBe(1);
    expect(stderr).toMatch(reason);
    expect(stderr).toMatch(/\nnothing was written\n$/);
    expect(user.look().names).toEqual([]);
  });

  it("takes the pack that is named by --out, as before", () => {
    const user = makeUser(STAND_IN);
    expect(user.run(["install", "--out", makePack(older)]).stdout).toContain("write      ");
    expect(user.run(["install", "--out", "a", "--pack", "b"]).status).toBe(2);
  });

  it.each([
    ["a file that it did not write", "-- mine", "rstdiag install did not write it"],
    ["a link", undefined, "is a link or a folder that rstdiag install did not write"],
  ])("does not overwrite %s, and says what to do", (_name, text, reason) => {
    const user = makeUser(STAND_IN);
    const path = join(user.plugins, "rstdiag.lua");
    mkdirSync(user.plugins, { recursive: true });
    if (text === undefined) symlinkSync("/dev/null", path);
    else writeFileSync(path, text);
    const before = user.look();
    const { status, stderr } = user.run(["install"]);
    expect(status).toBe(1);
    expect(stderr).toContain(reason);
    expect(stderr).toContain("move it away and run this again\nnothing was written");
    expect(user.look()).toEqual(before);
  });

  it("does not overwrite nor remove what the user changed, and names it", () => {
    const user = makeUser(STAND_IN);
    const pack = makePack(older);
    user.run(["install", "--profile", "--pack", pack]);
    const colours = join(user.configuration, "profiles/TCP resets/colorfilters");
    writeFileSync(colours, "# mine\n");
    writeFileSync(join(pack, "wireshark/profiles/TCP resets/colorfilters"), "# new\n");
    listed(pack);
    const before = user.look();
    const refused = user.run(["install", "--profile", "--pack", pack]);
    expect(refused.stderr).toContain(`${colours} was changed since rstdiag install wrote it`);
    expect(user.look()).toEqual(before);
    const { status, stdout } = user.run(["uninstall"]);
    expect(status).toBe(0);
    expect(stdout).toContain(`keep    ${colours} (changed`);
    expect(readdirSync(join(user.configuration, "profiles/TCP resets"))).toEqual(["colorfilters"]);
    expect(readFileSync(colours, "utf8")).toBe("# mine\n");
    expect(existsSync(user.plugins)).toBe(false);
  });

  it("leaves alone what the user copied by hand", () => {
    const user = makeUser(STAND_IN);
    mkdirSync(user.plugins, { recursive: true });
    cpSync(join(ROOT, "dist/wireshark/rstdiag.lua"), join(user.plugins, "rstdiag.lua"));
    const before = user.look();
    expect(user.run(["install"]).stdout).toContain("not written by install");
    user.run(["uninstall"]);
    expect(user.look()).toEqual(before);
  });

  it("says where to look for a tshark, and touches nothing, where there is none", () => {
    const user = makeUser(STAND_IN);
    const env = { PATH: makeFolder() };
    for (const args of [["install"], ["install", "--wireshark", "/nowhere"]]) {
      const { status, stderr } = user.run(args, env);
      expect(status).toBe(1);
      expect(stderr).toContain("no tshark was found");
      expect(stderr).toContain("--wireshark PATH");
    }
    expect(user.look().names).toEqual([]);
  });

  it.skipIf(!existsSync("/proc/1"))("ends with a reason where the home cannot be made", () => {
    const { status, stderr } = makeUser(STAND_IN).run(["install"], { HOME: "/proc/1/nohome" });
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^rstdiag: \/proc\/1\/nohome\/\S* cannot be written \(ENOENT\); check the folder, its rights and space\nnothing was written\n$/,
    );
  });

  it("makes folders in which nobody else can put a plugin, whatever the umask", () => {
    const user = makeUser(STAND_IN);
    const mask = process.umask(0);
    try {
      expect(user.run(["install"])).toMatchObject({ status: 0 });
    } finally {
      process.umask(mask);
    }
    const mode = (path: string) => statSync(path).mode & 0o777;
    expect([join(user.home, ".local"), user.plugins].map(mode)).toEqual([0o755, 0o755]);
    const files = readdirSync(user.plugins).map((name) => mode(join(user.plugins, name)));
    expect(files).toEqual([0o644, 0o644]);
  });

  it.skipIf(!IS_ROOT)(
    `runs no plugins of others' homes${skippedIf(!IS_ROOT, "needs root")}`,
    () => {
      const user = makeUser(STAND_IN);
      chownSync(user.home, 65534, 65534);
      for (const command of ["install", "uninstall", "doctor"]) {
        const { status, stdout, stderr } = user.run([command]);
        expect([status, stdout]).toEqual([2, ""]);
        expect(stderr).toMatch(/^rstdiag: you are root, and HOME \(\S+\) belongs to user 65534, /);
      }
      expect(user.look().names).toEqual([]);
    },
  );

  it("can be undone after Wireshark itself has gone", () => {
    const user = makeUser(STAND_IN);
    user.run(["install"]);
    const { status } = user.run(["uninstall"], { PATH: makeFolder() });
    expect(status).toBe(0);
    expect(user.look().names).toEqual([]);
  });

  it("does not go by a damaged receipt", () => {
    const user = makeUser(STAND_IN);
    user.run(["install"]);
    writeFileSync(join(user.plugins, "rstdiag-install.json"), "{");
    const before = user.look();
    for (const command of ["install", "uninstall"]) {
      expect(user.run([command])).toMatchObject({ status: 1 });
    }
    expect(user.run(["uninstall"]).stderr).toContain("rstdiag-install.json is damaged");
    expect(user.look()).toEqual(before);
  });
});

describe("rstdiag install, stopped at any time", () => {
  it("leaves whole files, which the next run completes and uninstall removes", () => {
    const hook = join(ROOT, "test/fixtures/stop-while-writing.mjs");
    const [pack, before] = [makePack(), makePack(older)];
    let stops = 0;
    for (let at = 1; ; at += 1) {
      const user = makeUser(STAND_IN);
      const wireshark = ["--wireshark", user.script(standIn("4.6.9"))];
      mkdirSync(user.plugins, { recursive: true });
      const untouched = user.look();
      user.run(["install", "--pack", before, ...wireshark]);
      const args = ["install", "--profile", "--pack", pack, ...wireshark];
      const env = { NODE_OPTIONS: `--import=${hook}`, STOP_AT: String(at) };
      const { status } = user.run(args, env);
      const plugin = readFileSync(join(user.plugins, "rstdiag.lua"), "utf8");
      expect([PLUGIN, older(PLUGIN)]).toContain(plugin);
      for (const name of user.look().names.filter((path) => /\/(color|d)filters$/.test(path))) {
        const source = join(pack, "wireshark/profiles/TCP resets", basename(name));
        expect(readFileSync(join(user.home, name))).toEqual(readFileSync(source));
      }
      if (status === 0) break;
      stops += 1;
      expect(user.run(args)).toMatchObject({ status: 0 });
      expect(user.run(["uninstall", ...wireshark])).toMatchObject({ status: 0 });
      expect(user.look()).toEqual(untouched);
    }
    // The receipt and three files: each is written beside its place, then renamed.
    expect(stops).toBeGreaterThanOrEqual(8);
  });
});
