import { describe, expect, it } from "vitest";
import { type Examination, findNativeFields, parseScripts } from "./wireshark-examination.js";
import { findLuaError, isProblem, judgeExamination, judgeSearch } from "./wireshark-findings.js";
import type { Wireshark } from "./wireshark-program.js";

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

const HEALTHY: Examination = {
  scripts: [PLUGIN],
  ran: [PATH],
  complaints: "",
  hasNativeFields: false,
  luaOffIn: undefined,
  protocolOffIn: undefined,
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

const problems = (...args: Parameters<typeof judge>) => judge(...args).filter(isProblem);

describe("judgeSearch", () => {
  const found = (change: Partial<Wireshark>) =>
    judgeSearch({ kind: "found", wireshark: { ...WIRESHARK, ...change } });

  it.each([
    ["too old", { version: "3.6.24" }, { kind: "too-old", version: "3.6.24" }],
    ["without Lua", { hasLua: false }, { kind: "no-lua" }],
    ["without folders", { folders: undefined }, { kind: "no-folders" }],
  ])("finds one that is %s", (_name, change, finding) => {
    expect(found(change)).toEqual({ kind: "unusable", finding });
  });

  it.each([
    [
      { kind: "missing", tried: ["a"] },
      { kind: "no-tshark", tried: ["a"] },
    ],
    [
      { kind: "crashed", end: "b", folders: undefined },
      { kind: "crashed", end: "b" },
    ],
    [
      { kind: "crashed", end: "b", folders: FOLDERS },
      { kind: "crashed", end: "b" },
    ],
  ] as const)("finds that there is none: %o", (search, finding) => {
    expect(judgeSearch(search)).toEqual({ kind: "unusable", finding });
  });

  it("takes another", () => {
    expect(found({})).toEqual({ kind: "usable", wireshark: WIRESHARK, folders: FOLDERS });
  });
});

describe("judgeExamination", () => {
  it("finds nothing wrong where all is well, and proves it", () => {
    expect(judge({})).toEqual([
      { kind: "current", path: PATH },
      { kind: "proved", proof: PROOF },
    ]);
  });

  it("notes a native dissector, which is no problem", () => {
    const findings = judge({ hasNativeFields: true });
    expect(findings).toContainEqual({ kind: "native" });
    expect(findings.filter(isProblem)).toEqual([]);
  });

  it.each([
    [
      "that it is not installed",
      { scripts: [] },
      { kind: "not-installed", folder: "/home/me/plugins" },
    ],
    [
      "that it cannot be read",
      { scripts: [{ ...PLUGIN, kind: "unreadable", text: "" }] },
      { kind: "unreadable", path: PATH },
    ],
    [
      "a script that stops",
      { ran: [], complaints: "tshark: Lua: Error during loading:\n x:1: boom\n" },
      { kind: "broken", path: PATH, message: "Error during loading: x:1: boom" },
    ],
    ["that it was not run", { ran: ["/other.lua"] }, { kind: "not-run", path: PATH }],
    [
      "why it gave up",
      { complaints: `${GAVE_UP}this Wireshark lacks tcp.len.\n` },
      { kind: "gave-up", reason: "this Wireshark lacks tcp.len" },
    ],
    [
      "that Wireshark itself has the name",
      { complaints: `${GAVE_UP}the name is taken, by a second copy of this file.\n` },
      { kind: "name-taken", path: undefined },
    ],
    [
      "who took the name",
      {
        scripts: [PLUGIN, { path: "/a.lua", kind: "rival", text: "" }],
        complaints: `${GAVE_UP}the name is taken, by a second copy of this file.\n`,
      },
      { kind: "name-taken", path: "/a.lua" },
    ],
    ["that Lua is off", { ran: [], luaOffIn: "/init.lua" }, { kind: "lua-off", path: "/init.lua" }],
    [
      "that the protocol is off",
      { protocolOffIn: "/disabled_protos" },
      { kind: "protocol-off", path: "/disabled_protos" },
    ],
    ["that frames are not explained", {}, { kind: "not-proved", proof: FAILED }],
  ] as const)("finds %s, and only that", (_name, seen, finding) => {
    expect(problems({ ...seen, proof: FAILED })).toEqual([finding]);
  });

  it.each([
    ["4.4.18", true, ["root"]],
    ["4.6.9", true, ["root"]],
    ["4.4.18", false, ["not-run"]],
    ["4.0.17", true, ["not-run"]],
  ])("knows what tshark %s does for root (%s)", (version, isRoot, kinds) => {
    const found = problems({ ran: [], proof: FAILED }, { version, isRoot });
    expect(found.map(({ kind }) => kind)).toEqual(kinds);
  });

  it("does not blame root where scripts were run", () => {
    expect(problems({}, { version: "4.6.9", isRoot: true })).toEqual([]);
  });

  it("finds copies, even where one of them works, and which is stale", () => {
    const stale = { path: "/old/rstdiag.lua", kind: "plugin", text: "older" } as const;
    expect(problems({ scripts: [PLUGIN, stale] }, { isOurs: true })).toEqual([
      { kind: "copies", paths: [PATH, "/old/rstdiag.lua"] },
      { kind: "stale", path: "/old/rstdiag.lua", isOurs: true, inputs: [] },
    ]);
  });

  it("finds a stale plugin, even where it works", () => {
    const scripts = [{ ...PLUGIN, text: "older" }];
    expect(judge({ scripts })).toEqual([
      { kind: "stale", path: PATH, isOurs: false, inputs: [] },
      { kind: "proved", proof: PROOF },
    ]);
  });

  it("proves nothing by a capture without frames", () => {
    const proof = { ...PROOF, frames: 0, explained: 0 };
    expect(problems({ proof })).toEqual([{ kind: "not-proved", proof }]);
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
