import { expect, it } from "vitest";
import { parseFolders } from "./wireshark-program.js";

/** As tshark 4.0.17 printed it. */
const LINUX = `Temp:                	/tmp
Personal configuration:	/home/me/.config/wireshark
Global configuration:	/usr/share/wireshark
System:              	/etc
Program:             	/usr/bin
Personal Plugins:    	/home/me/.local/lib/wireshark/plugins/4.0
Global Plugins:      	/usr/lib/x86_64-linux-gnu/wireshark/plugins/4.0
Personal Lua Plugins:	/home/me/.local/lib/wireshark/plugins
Global Lua Plugins:  	/usr/lib/x86_64-linux-gnu/wireshark/plugins
Extcap path:         	/usr/lib/x86_64-linux-gnu/wireshark/extcap
MaxMind database path:	/usr/share/GeoIP
MaxMind database path:	/var/lib/GeoIP
`;

/** The same table with the documented folders of the systems that are not here. */
const MACOS = `Personal configuration:	/Users/me/.config/wireshark
Global configuration:	/Applications/Wireshark.app/Contents/Resources/share/wireshark
Personal Lua Plugins:	/Users/me/.local/lib/wireshark/plugins
Global Lua Plugins:  	/Applications/Wireshark.app/Contents/PlugIns/wireshark
`;
const WINDOWS = [
  "Personal configuration:\tC:\\Users\\Me Myself\\AppData\\Roaming\\Wireshark",
  "Global configuration:\tC:\\Program Files\\Wireshark",
  "Personal Lua Plugins:\tC:\\Users\\Me Myself\\AppData\\Roaming\\Wireshark\\plugins",
  "Global Lua Plugins:  \tC:\\Program Files\\Wireshark\\plugins",
  "",
].join("\r\n");

it.each([
  [
    "Linux",
    LINUX,
    {
      configuration: "/home/me/.config/wireshark",
      luaPlugins: "/home/me/.local/lib/wireshark/plugins",
      globalConfiguration: "/usr/share/wireshark",
      globalLuaPlugins: "/usr/lib/x86_64-linux-gnu/wireshark/plugins",
      nativePlugins: "/home/me/.local/lib/wireshark/plugins/4.0",
    },
  ],
  [
    "macOS",
    MACOS,
    {
      configuration: "/Users/me/.config/wireshark",
      luaPlugins: "/Users/me/.local/lib/wireshark/plugins",
      globalConfiguration: "/Applications/Wireshark.app/Contents/Resources/share/wireshark",
      globalLuaPlugins: "/Applications/Wireshark.app/Contents/PlugIns/wireshark",
    },
  ],
  [
    "Windows",
    WINDOWS,
    {
      configuration: "C:\\Users\\Me Myself\\AppData\\Roaming\\Wireshark",
      luaPlugins: "C:\\Users\\Me Myself\\AppData\\Roaming\\Wireshark\\plugins",
      globalConfiguration: "C:\\Program Files\\Wireshark",
      globalLuaPlugins: "C:\\Program Files\\Wireshark\\plugins",
    },
  ],
])("reads the folders of %s", (_name, output, folders) => {
  expect(parseFolders(output)).toEqual(folders);
});

it("knows a Wireshark that has no folder for Lua", () => {
  expect(parseFolders(LINUX.replace(/^Personal Lua.*\n/m, ""))).toBeUndefined();
  expect(parseFolders("")).toBeUndefined();
});
