import { describe, expect, it } from "vitest";
import {
  documentedFolders,
  programForFile,
  programsInFolder,
  usualPrograms,
} from "./wireshark-program.js";

/** Wireshark User's Guide, appendix "Files and Folders". */
const FOLDERS = [
  [
    "Linux",
    { platform: "linux", env: { HOME: "/home/me" } },
    "/home/me/.config/wireshark",
    "/home/me/.local/lib/wireshark/plugins",
  ],
  [
    "Linux with XDG_CONFIG_HOME",
    { platform: "linux", env: { HOME: "/home/me", XDG_CONFIG_HOME: "/etc/me" } },
    "/etc/me/wireshark",
    "/home/me/.local/lib/wireshark/plugins",
  ],
  [
    "Linux with WIRESHARK_CONFIG_DIR",
    { platform: "linux", env: { HOME: "/home/me", WIRESHARK_CONFIG_DIR: "/w" } },
    "/w",
    "/home/me/.local/lib/wireshark/plugins",
  ],
  [
    "macOS",
    { platform: "darwin", env: { HOME: "/Users/me" } },
    "/Users/me/.config/wireshark",
    "/Users/me/.local/lib/wireshark/plugins",
  ],
  [
    "Windows",
    { platform: "win32", env: { APPDATA: "C:\\Users\\me\\AppData\\Roaming", HOME: "/c/Users" } },
    "C:\\Users\\me\\AppData\\Roaming\\Wireshark",
    "C:\\Users\\me\\AppData\\Roaming\\Wireshark\\plugins",
  ],
] as const;

describe("documentedFolders", () => {
  it.each(FOLDERS)("%s", (_name, surroundings, configuration, luaPlugins) => {
    expect(documentedFolders(surroundings)).toEqual({ configuration, luaPlugins });
  });

  it.each(["linux", "darwin", "win32"])("does not guess who the user is on %s", (platform) => {
    expect(documentedFolders({ platform, env: {} })).toBeUndefined();
  });
});

describe("usualPrograms", () => {
  it.each([
    ["linux", {}, ["tshark"]],
    ["darwin", {}, ["tshark", "/Applications/Wireshark.app/Contents/MacOS/tshark"]],
    ["win32", {}, ["tshark", "C:\\Program Files\\Wireshark\\tshark.exe"]],
    ["win32", { ProgramFiles: "D:\\Programs" }, ["tshark", "D:\\Programs\\Wireshark\\tshark.exe"]],
  ])("on %s looks on PATH, then at the documented place: %o", (platform, env, programs) => {
    expect(usualPrograms({ platform, env })).toEqual(programs);
  });
});

describe("a path that the user names", () => {
  it.each([
    ["linux", "/opt/w/bin", "/opt/w/bin/tshark"],
    ["darwin", "/Applications/Wireshark.app", "/Applications/Wireshark.app/Contents/MacOS/tshark"],
    ["win32", "D:\\Wireshark", "D:\\Wireshark\\tshark.exe"],
  ])("may be a folder on %s: %s", (platform, folder, program) => {
    expect(programsInFolder(platform, folder)).toContain(program);
  });

  it.each([
    ["linux", "/opt/w/bin/tshark", "/opt/w/bin/tshark"],
    ["linux", "/opt/w/bin/wireshark", "/opt/w/bin/tshark"],
    [
      "darwin",
      "/Applications/Wireshark.app/Contents/MacOS/Wireshark",
      "/Applications/Wireshark.app/Contents/MacOS/tshark",
    ],
    ["win32", "D:\\Wireshark\\Wireshark.exe", "D:\\Wireshark\\tshark.exe"],
    ["linux", "/opt/my-tshark-4.6", "/opt/my-tshark-4.6"],
  ])("may be a program on %s: %s", (platform, file, program) => {
    expect(programForFile(platform, file)).toBe(program);
  });
});
