import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { edit, makeFolder, ROOT } from "./support/cli.js";
import { IS_ROOT, lacks, skippedIf, without } from "./support/tools.js";
import { listed, makeUser, standIn, type WiresharkUser } from "./support/wireshark-user.js";

const OWN = join(ROOT, "dist/wireshark/rstdiag.lua");

/** Where Debian's Wireshark keeps the script that switches Lua on. */
const DATA = "/usr/share/wireshark";

/** Whether the installed one is of the time when only Wireshark's own init.lua could do that. */
const IS_OLD = /^TShark[^\n]* 4\.0\./m.test(
  spawnSync("tshark", ["--version"], { encoding: "utf8" }).stdout ?? "",
);

const luaOff = (path: string): string =>
  `Lua is switched off: ${path} says so (enable_lua or disable_lua); remove that line`;

/**
 * A folder of Wireshark's own data with another init.lua. Nothing of the real one is copied and
 * then edited: its init.lua is a link to the system's, through which an edit would go.
 */
function makeData({ home }: WiresharkUser, init: string): string {
  const data = join(home, "data");
  mkdirSync(data);
  for (const name of readdirSync(DATA).filter((entry) => entry !== "init.lua")) {
    symlinkSync(join(DATA, name), join(data, name));
  }
  writeFileSync(join(data, "init.lua"), init, { flag: "wx" });
  return data;
}

/** What doctor says is wrong, a line each without its mark; it must say so in its exit code, too. */
function problemsOf(
  user: WiresharkUser,
  args: readonly string[] = [],
  env: Readonly<Record<string, string | undefined>> = {},
): readonly string[] {
  const before = user.look();
  const { status, stdout, stderr } = user.run(["doctor", ...args], env);
  expect(stderr).toBe("");
  expect(user.look()).toEqual(before);
  const problems = stdout.split("\n").filter((line) => line.startsWith("problem  "));
  expect(status).toBe(problems.length === 0 ? 0 : 1);
  return problems.map((line) => line.slice("problem  ".length));
}

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function copyPlugin(path: string): void {
  put(path, readFileSync(OWN, "utf8"));
}

/** A pack whose plugin differs in one place. */
function makePack(from: string, to: string): string {
  const pack = makeFolder();
  cpSync(join(ROOT, "dist/wireshark"), join(pack, "wireshark"), { recursive: true });
  edit(join(pack, "wireshark/rstdiag.lua"), from, to);
  return listed(pack);
}

function installed(...args: readonly string[]): WiresharkUser {
  const user = makeUser();
  // It puts its files into the same places, and starts sooner.
  const wireshark = ["--wireshark", user.script(standIn("4.0.17"))];
  expect(user.run(["install", ...args, ...wireshark])).toMatchObject({ status: 0 });
  return user;
}

describe.skipIf(lacks("tshark"))(`rstdiag doctor, with the real tshark${without("tshark")}`, () => {
  it("says what is well, and proves it", () => {
    const { status, stdout } = installed().run(["doctor"]);
    expect(status).toBe(0);
    const lines = stdout.trimEnd().split("\n");
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/^ok {7}tshark \d+\.\d+\.\d+\w* with Lua \(/);
    expect(lines[1]).toMatch(/^ok {7}the plugin matches the pack \(.*rstdiag\.lua\)$/);
    expect(lines[2]).toBe(
      "ok       the filter rstdiag finds the 3 frames of specification-examples.pcapng",
    );
    expect(lines[3]).toBe("healthy: Wireshark shows the reasons of RST segments");
  });

  it("warns where others can change what Wireshark loads, and is content", () => {
    const user = installed();
    chmodSync(user.plugins, 0o777);
    const { status, stdout } = user.run(["doctor"]);
    expect(status).toBe(0);
    expect(stdout).toContain(
      `warning  ${user.plugins} can be written by everybody (chmod o-w helps), so others can make Wireshark run Lua as you\n`,
    );
    expect(stdout).toMatch(/\nhealthy: .*\n$/);
  });

  it("finds that the plugin is not installed", () => {
    const user = makeUser();
    expect(problemsOf(user)).toContain(
      `the plugin is not installed: there is none in ${user.plugins}; run: rstdiag install`,
    );
  });

  it.each([
    ["under another name", ".local/lib/wireshark/plugins/rstdiag-old.lua"],
    ["in a folder of plugins", ".local/lib/wireshark/plugins/old/rstdiag.lua"],
    ["in the older place", ".config/wireshark/plugins/rstdiag.lua"],
  ])("finds a second copy %s", (_name, place) => {
    const user = installed();
    copyPlugin(join(user.home, place));
    const [problem, ...others] = problemsOf(user);
    expect(problem).toContain("there are 2 copies of the plugin: ");
    expect(problem).toContain(join(user.home, place));
    expect(problem).toContain("; remove all but one");
    expect(others).toEqual([]);
  });

  it("finds a second copy in the global folder", () => {
    const user = installed();
    const globalFolder = join(user.home, "global");
    copyPlugin(join(globalFolder, "rstdiag.lua"));
    const env = { WIRESHARK_PLUGIN_DIR: globalFolder };
    expect(problemsOf(user, [], env).join()).toContain(join(globalFolder, "rstdiag.lua"));
  });

  it("finds who took the name", () => {
    const user = installed();
    const rival = join(user.plugins, "a.lua");
    put(rival, 'local p = Proto("RstDiag", "Mine")\n');
    expect(problemsOf(user)).toEqual([
      `the name is taken: ${rival} registers a protocol called rstdiag, so this plugin cannot; remove it, or rename its protocol`,
    ]);
  });

  it("notes a native dissector, and is content", () => {
    const user = installed();
    cpSync(join(ROOT, "test/fixtures/native-fields.lua"), join(user.plugins, "a.lua"));
    const { status, stdout } = user.run(["doctor"]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^note {5}this Wireshark decodes the payload itself: /m);
  });

  it("finds a plugin that was made of an older registry, and install makes it good", () => {
    const [digest = ""] = /[\da-f]{64}/.exec(readFileSync(OWN, "utf8")) ?? [];
    const user = installed("--pack", makePack(digest, "0".repeat(64)));
    expect(problemsOf(user)).toEqual([
      `the plugin does not match the pack: ${join(user.plugins, "rstdiag.lua")}: it was generated from another version of registry/rst-diagnostic-payload.yaml; run: rstdiag install`,
    ]);
    user.run(["install"]);
    expect(problemsOf(user)).toEqual([]);
  });

  it("finds a plugin that the user changed", () => {
    const user = installed();
    edit(join(user.plugins, "rstdiag.lua"), "Connection timeout", "Too late");
    expect(problemsOf(user).join()).toMatch(
      /is from another release, or was edited by hand; install did not write it, so move it away/,
    );
  });

  it.each([
    ["does not parse", "local x = = 1\n", "unexpected symbol near '='"],
    ["stops", 'error("boom")\n', "boom"],
  ])("finds a script that %s, of which tshark makes no error", (_name, text, words) => {
    const user = installed();
    const path = join(user.plugins, "rstdiag.lua");
    put(path, text);
    const [problem] = problemsOf(user);
    expect(problem).toContain(`the plugin is broken: ${path} stops with "`);
    expect(problem).toContain(words);
  });

  it("finds that the protocol is switched off", () => {
    const user = installed();
    const path = join(user.configuration, "disabled_protos");
    put(path, "rstdiag\n");
    expect(problemsOf(user)).toEqual([
      `the protocol is switched off: ${path} lists rstdiag; tick it in Analyze > Enabled Protocols`,
    ]);
  });

  it.skipIf(!IS_OLD)(
    `finds that Lua is switched off for all, with which 4.0 crashes${skippedIf(!IS_OLD, "tshark is newer than 4.0")}`,
    () => {
      const user = installed();
      const init = join(makeData(user, "enable_lua = false\n"), "init.lua");
      expect(problemsOf(user, [], { WIRESHARK_DATA_DIR: dirname(init) })).toEqual([luaOff(init)]);
    },
  );

  it.skipIf(IS_OLD).each([
    ["with the plugins", ".local/lib/wireshark/plugins", "enable_lua = false"],
    ["with the plugins, in older words", ".local/lib/wireshark/plugins", "disable_lua = true"],
    ["with the configuration", ".config/wireshark", "enable_lua = false"],
  ])(
    `finds that Lua is switched off %s${skippedIf(IS_OLD, "tshark 4.0 crashes then")}`,
    (_name, folder, text) => {
      const user = installed();
      const init = join(user.home, folder, "init.lua");
      put(init, `${text}\n`);
      expect(problemsOf(user)).toContain(luaOff(init));
    },
  );

  it("does not believe a plugin that is there and does nothing", () => {
    const pack = makePack("register_postdissector(", "print(");
    const user = installed("--pack", pack);
    expect(problemsOf(user, ["--pack", pack]).join()).toMatch(
      /^the plugin does not work: the filter rstdiag finds 0 of 3 frames.*; see what this prints: tshark -r /,
    );
  });

  it.skipIf(IS_ROOT)(
    `finds a plugin that may not be read${skippedIf(IS_ROOT, "root may read all")}`,
    () => {
      const user = installed();
      chmodSync(join(user.plugins, "rstdiag.lua"), 0);
      const { status, stdout, stderr } = user.run(["doctor"]);
      expect([status, stderr]).toEqual([1, ""]);
      expect(stdout).toContain("the plugin cannot be read: ");
    },
  );
});

describe("rstdiag doctor, with a stand-in for tshark", () => {
  const path = (user: WiresharkUser) => join(user.plugins, "rstdiag.lua");

  it("finds that there is no tshark, and says where it looked", () => {
    const user = makeUser();
    expect(problemsOf(user, [], { PATH: makeFolder() })).toEqual([
      "no tshark was found: tshark is not installed; install Wireshark with its command-line tools, or name it with --wireshark PATH",
    ]);
    const [problem] = problemsOf(user, ["--wireshark", process.execPath]);
    expect(problem).toContain(`no tshark was found: ${process.execPath} is not tshark; `);
  });

  it("finds the tshark on PATH", () => {
    const user = makeUser();
    const folder = makeFolder();
    symlinkSync(user.script(standIn("3.6.24")), join(folder, "tshark"));
    const PATH = `${folder}:${process.env["PATH"]}`;
    expect(problemsOf(user, [], { PATH }).join()).toMatch(
      /^tshark 3\.6\.24 is too old: .*4\.0 or later/,
    );
  });

  it.each([
    ["without Lua", standIn("4.6.9", { builtWith: "without Lua" }), /^this Wireshark has no Lua: /],
    [
      "without folders",
      standIn("4.6.9", { more: '[ "$2" = folders ] && exit 0' }),
      /^Wireshark has no personal folders: /,
    ],
    ["that is too old", standIn("2.6.0"), /^tshark 2\.6\.0 is too old: /],
  ])("finds one %s, and install refuses it", (_name, script, problem) => {
    const user = makeUser();
    const args = ["--wireshark", user.script(script)];
    expect(problemsOf(user, args).join()).toMatch(problem);
    const { status, stderr } = user.run(["install", ...args]);
    expect(status).toBe(1);
    expect(stderr).toMatch(problem);
    expect(user.look().names).toEqual([]);
  });

  it("finds one that crashes", () => {
    const user = makeUser();
    const program = user.script("#!/bin/sh\nkill -SEGV $$\n");
    expect(problemsOf(user, ["--wireshark", program])).toEqual([
      `tshark crashes: ${program} was ended by SIGSEGV; repair that Wireshark, or name another with --wireshark PATH`,
    ]);
  });

  it("finds that the plugin was not loaded, though nobody says why", () => {
    const user = makeUser();
    const args = ["--wireshark", user.script(standIn("4.0.17"))];
    user.run(["install", ...args]);
    expect(problemsOf(user, args)).toEqual([
      `the plugin is not loaded: tshark -G plugins does not name ${path(user)}, and gives no reason; look at what it prints`,
    ]);
  });

  it.skipIf(!IS_ROOT)(
    `finds that root has no Lua in 4.4 and later${skippedIf(!IS_ROOT, "needs root")}`,
    () => {
      const user = makeUser();
      const args = ["--wireshark", user.script(standIn("4.4.18"))];
      expect(user.run(["install", ...args]).stderr).toContain("runs no Lua");
      expect(problemsOf(user, args)).toEqual([
        "you are root: Wireshark 4.4 and later silently runs no Lua for user 0 or group 0; run it as an ordinary user of an ordinary group",
      ]);
    },
  );

  it("says so where there is no pack to compare with", () => {
    const { status, stderr } = makeUser().run(["doctor", "--pack", makeFolder()]);
    expect(status).toBe(1);
    expect(stderr).toContain("rstdiag.lua to compare with; run: rstdiag generate");
  });
});
