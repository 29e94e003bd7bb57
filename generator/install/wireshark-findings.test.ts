import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Examination, findNativeFields, parseScripts } from "./wireshark-examination.js";
import { differingInputs, findLuaError, judgeExamination } from "./wireshark-findings.js";
import { judgeCrash, judgeWireshark, type Wireshark } from "./wireshark-program.js";

const PATH = "/home/me/plugins/rstdiag.lua";

const FOLDERS = {
  configuration: "/home/me/.config/wireshark",
  luaPlugins: "/home/me/plugins",
  globalConfiguration: undefined,
  globalLuaPlugins: undefined,
};

const WIRESHARK: Wireshark = {
  program: "tshark",
  version: "4.0.17",
  hasLua: true,
  folders: FOLDERS,
};

const PLUGIN = { path: PATH, kind: "plugin", text: "current" } as const;
const PROOF = { capturePath: "/s.pcapng", frames: 3, explained: 3, complaints: "" };
const FAILED = { ...PROOF, explained: 0 };

const TRIGGER = "/home/me/plugins/4.0/epan/rstdiag-trigger.so";
const NO_TRIGGER = { path: TRIGGER, isThere: false, isLoaded: false, others: [] };

const HEALTHY: Examination = {
  scripts: [PLUGIN],
  ran: [PATH],
  complaints: "",
  hasNativeFields: false,
  luaOffIn: undefined,
  protocolOffIn: undefined,
  openPlaces: [],
  trigger: NO_TRIGGER,
  proof: PROOF,
};

const GAVE_UP = "tshark: rstdiag.lua is not loaded: ";

function judge(
  seen: Partial<Examination>,
  { version = "4.0.17", isRoot = false, isOurs = false } = {},
) {
  return judgeExamination({
    wireshark: { ...WIRESHARK, version },
    folders: FOLDERS,
    isRoot,
    examination: { ...HEALTHY, ...seen },
    current: "current",
    isOurs: () => isOurs,
  });
}

const problems = (...args: Parameters<typeof judge>) =>
  judge(...args).flatMap(({ level, message }) => (level === "problem" ? [message] : []));

describe("judgeWireshark", () => {
  const judgeOne = (change: Partial<Wireshark>) => judgeWireshark({ ...WIRESHARK, ...change });

  it.each([
    ["too old", { version: "3.6.24" }, "tshark 3.6.24 is too old: "],
    ["without Lua", { hasLua: false }, "this Wireshark has no Lua: "],
    ["without folders", { folders: undefined }, "Wireshark has no personal folders: "],
  ])("finds one that is %s", (_name, change, words) => {
    const message = expect.stringContaining(words);
    expect(judgeOne(change)).toMatchObject({ kind: "unusable", message });
  });

  it.each([undefined, FOLDERS])("finds one that crashes, with the folders %o", (folders) => {
    const message = expect.stringContaining("tshark crashes: b; ");
    expect(judgeCrash("b", folders)).toEqual({ kind: "unusable", message, folders });
  });

  it("takes another", () => {
    expect(judgeOne({})).toEqual({ kind: "usable", wireshark: WIRESHARK, folders: FOLDERS });
  });
});

describe("judgeExamination", () => {
  const ALL_WELL = [
    { level: "ok", message: "tshark 4.0.17 with Lua (tshark)" },
    { level: "ok", message: `the plugin matches the pack (${PATH})` },
    { level: "ok", message: "the filter rstdiag finds the 3 frames of s.pcapng" },
  ];

  it("finds nothing wrong where all is well, and proves it", () => {
    expect(judge({})).toEqual(ALL_WELL);
  });

  it.each([
    [{ isThere: true, isLoaded: true }, false, "ok", "the native trigger is loaded"],
    [{ isThere: true }, false, "note", "built for another Wireshark, or is damaged; run: rstdiag"],
    [{ isThere: true }, true, "note", "you are root, for whom Wireshark loads none"],
    [{ others: ["3.6", "4.4"] }, false, "note", "there for Wireshark 3.6, 4.4, and this is 4.0.17"],
  ])("tells of the native trigger: %j, root %j", (state, isRoot, level, words) => {
    const found = judge({ trigger: { ...NO_TRIGGER, ...state } }, { isRoot });
    expect(found).toContainEqual({ level, message: expect.stringContaining(words) });
    expect(found).toHaveLength(ALL_WELL.length + 1);
  });

  it("notes a native dissector, which is no problem", () => {
    const message = expect.stringContaining("this Wireshark decodes the payload itself: ");
    const [wireshark, plugin, proof] = ALL_WELL;
    const note = { level: "note", message };
    expect(judge({ hasNativeFields: true })).toEqual([wireshark, plugin, note, proof]);
  });

  it.each([
    [
      "that it is not installed",
      { scripts: [] },
      "not installed: there is none in /home/me/plugins",
    ],
    [
      "that it cannot be read",
      { scripts: [{ ...PLUGIN, kind: "unreadable", text: "" }] },
      `cannot be read: you have no permission to read ${PATH}`,
    ],
    [
      "a script that stops",
      { ran: [], complaints: "tshark: Lua: Error during loading:\n x:1: boom\n" },
      `${PATH} stops with "Error during loading: x:1: boom"`,
    ],
    [
      "that it was not run",
      { ran: ["/other.lua"] },
      `is not loaded: tshark -G plugins does not name ${PATH}`,
    ],
    [
      "why it gave up",
      { complaints: `${GAVE_UP}this Wireshark lacks tcp.len.\n` },
      "does not run: this Wireshark lacks tcp.len; ",
    ],
    [
      "that Wireshark itself has the name",
      { complaints: `${GAVE_UP}the name is taken, by a second copy of this file.\n` },
      "the name is taken: another plugin registers ",
    ],
    [
      "who took the name",
      {
        scripts: [PLUGIN, { path: "/a.lua", kind: "rival", text: "" }],
        complaints: `${GAVE_UP}the name is taken, by a second copy of this file.\n`,
      },
      "the name is taken: /a.lua registers ",
    ],
    ["that Lua is off", { ran: [], luaOffIn: "/init.lua" }, "Lua is switched off: /init.lua "],
    [
      "that the protocol is off",
      { protocolOffIn: "/disabled_protos" },
      "the protocol is switched off: /disabled_protos ",
    ],
    [
      "that frames are not explained",
      {},
      "finds 0 of 3 frames; see what this prints: tshark -r /s.pcapng ",
    ],
  ] as const)("finds %s, and only that", (_name, seen, words) => {
    expect(problems({ ...seen, proof: FAILED })).toEqual([expect.stringContaining(words)]);
  });

  it.each([
    ["4.4.18", true, "you are root: "],
    ["4.6.9", true, "you are root: "],
    ["4.4.18", false, "is not loaded: "],
    ["4.0.17", true, "is not loaded: "],
  ])("knows what tshark %s does for root (%s)", (version, isRoot, words) => {
    const found = problems({ ran: [], proof: FAILED }, { version, isRoot });
    expect(found).toEqual([expect.stringContaining(words)]);
  });

  it("does not blame root where scripts were run", () => {
    expect(problems({}, { version: "4.6.9", isRoot: true })).toEqual([]);
  });

  const OLD = "it is from another release, or was edited by hand; ";

  it("finds copies, even where one of them works, and which is stale", () => {
    const stale = { path: "/old/rstdiag.lua", kind: "plugin", text: "older" } as const;
    expect(problems({ scripts: [PLUGIN, stale] }, { isOurs: true })).toEqual([
      expect.stringContaining(`there are 2 copies of the plugin: ${PATH}, /old/rstdiag.lua, `),
      `the plugin does not match the pack: /old/rstdiag.lua: ${OLD}run: rstdiag install`,
    ]);
  });

  it("finds a stale plugin, even where it works", () => {
    const scripts = [{ ...PLUGIN, text: "older" }];
    const [wireshark, , proof] = ALL_WELL;
    const remedy = "install did not write it, so move it away and run: rstdiag install";
    const message = `the plugin does not match the pack: ${PATH}: ${OLD}${remedy}`;
    expect(judge({ scripts })).toEqual([wireshark, { level: "problem", message }, proof]);
  });

  it("proves nothing by a capture without frames", () => {
    const proof = { ...PROOF, frames: 0, explained: 0 };
    expect(problems({ proof })).toEqual([expect.stringContaining("finds 0 of 0 frames")]);
  });
});

describe("what tshark prints", () => {
  it.each([
    [
      "tshark: Lua: syntax error: /p/rstdiag.lua:1: near 'is'\n",
      "syntax error: /p/rstdiag.lua:1: near 'is'",
    ],
    [
      "tshark: Lua: Error during loading:\r\n /p/rstdiag.lua:1: boom\r\nstack traceback:\r\n",
      "Error during loading: /p/rstdiag.lua:1: boom",
    ],
    [
      "tshark: Lua: Error during loading:\nerror loading module 'rstdiag' from file '/p/rstdiag.lua':\n\t/p/rstdiag.lua:1: unexpected symbol near '='\nstack traceback:\n\t[C]: in ?",
      "Error during loading: error loading module 'rstdiag' from file '/p/rstdiag.lua': /p/rstdiag.lua:1: unexpected symbol near '='",
    ],
    [
      "tshark: Lua: Error during loading:\n/p/a.lua:1: a\ntshark: Lua: Error during loading:\n/p/rstdiag.lua:1: b\n",
      "Error during loading: /p/rstdiag.lua:1: b",
    ],
    [
      "tshark: Lua: syntax error: /p/a.lua:1: x\ntshark: Lua: syntax error: .../rstdiag.lua:1: y\n",
      "syntax error: .../rstdiag.lua:1: y",
    ],
    ['Running as user "root" and group "root". This could be dangerous.\n', undefined],
  ])("has errors of Lua: %j", (complaints, message) => {
    expect(findLuaError(complaints, PATH)).toBe(message);
  });

  it("lists scripts among plugins of other kinds, as 4.0 and 4.6 do", () => {
    const output = [
      "irda.so\t0.0.6\tdissector\t/usr/lib/irda.so",
      "a.lua\t\tlua script\t/p/a.lua",
      "b.lua\t1.0\tLua script\tC:\\p\\b.lua\r",
      "udpdump\t1.0\textcap\t/usr/lib/udpdump",
    ].join("\n");
    expect(parseScripts(output)).toEqual(["/p/a.lua", "C:\\p\\b.lua"]);
  });

  it.each([
    ["F\tMagic\ttcp.rst_diagnostic.magic\tFT_UINT16\ttcp\tBASE_HEX\t0x0\t", true],
    ["F\tMagic\ttcp.rst_diagnostic.magic\tFT_UINT16\trstdiag\tBASE_HEX\t0x0\t", false],
    ["F\tLength\ttcp.len\tFT_UINT32\ttcp\tBASE_DEC\t0x0\t", false],
    ["", false],
  ])("tells whose fields tcp.rst_diagnostic.* are: %s", (output, isNative) => {
    expect(findNativeFields(output)).toBe(isNative);
  });
});

describe("differingInputs", () => {
  const OWN = readFileSync(new URL("../../dist/wireshark/rstdiag.lua", import.meta.url), "utf8");

  it("names the inputs that two plugins were made of in different states", () => {
    const path = "registry/tcp-failure-causes.draft-02.xml";
    const older = OWN.replace(/(draft-02\.xml\n-- {5})[\da-f]{64}/, `$1${"0".repeat(64)}`);
    expect(older).not.toBe(OWN);
    expect(differingInputs(older, OWN)).toEqual([path]);
  });

  it("names an input that only one of them has", () => {
    const fewer = OWN.replace(/-- {3}registry\/vendors.*\n.*\n/, "");
    expect(differingInputs(fewer, OWN)).toEqual(["registry/vendors/32473.xml"]);
  });

  it("names none where only the rest differs", () => {
    expect(differingInputs(`${OWN}\n-- mine`, OWN)).toEqual([]);
  });
});

describe("what others can change", () => {
  const levels = (count: number) => {
    const places = Array.from({ length: count }, (_, at) => ({
      path: `/home/me/${at}.lua`,
      by: "everybody" as const,
      id: 0,
    }));
    return judge({ openPlaces: places }).filter(({ level }) => level === "warning");
  };

  it("is a warning each, which says by whom and what helps, and no problem", () => {
    const openPlaces = [
      { path: "/w", by: "everybody", id: 0 },
      { path: "/g\n", by: "group", id: 50 },
      { path: "/o", by: "owner", id: 1001 },
    ] as const;
    expect(judge({ openPlaces }).filter(({ level }) => level === "warning")).toEqual(
      [
        "/w can be written by everybody (chmod o-w helps)",
        "/g<U+000A> can be written by group 50 (chmod g-w helps)",
        "/o belongs to user 1001",
      ].map((what) => ({
        level: "warning",
        message: `${what}, so others can make Wireshark run Lua as you`,
      })),
    );
    expect(problems({ openPlaces })).toEqual([]);
  });

  it("is counted where it is a long list", () => {
    expect(levels(5)).toHaveLength(5);
    expect(levels(7).at(-1)?.message).toBe("and 2 other files and folders");
  });
});
