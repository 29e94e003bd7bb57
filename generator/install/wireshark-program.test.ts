import { describe, expect, it } from "vitest";
import { findWireshark, isAtLeast, parseVersion } from "./wireshark-program.js";

/** As tshark 4.0.17 broke its lines. */
const REAL = `TShark (Wireshark) 4.0.17 (Git v4.0.17 packaged as 4.0.17-0+deb12u3).

Compiled (64-bit) using GCC 12.2.0, with GLib 2.74.6, with POSIX capabilities (Linux), with
Lua 5.2.4, with GnuTLS 3.7.9.
`;

describe("parseVersion", () => {
  it.each([
    ["a released version", REAL, "4.0.17", true],
    ["one without Lua", REAL.replace("with\nLua 5.2.4", "without Lua"), "4.0.17", false],
    ["a release candidate", "TShark (Wireshark) 4.6.0rc1 (v4.6)\nwith Lua 5.4.7", "4.6.0rc1", true],
    [
      "4.6",
      "TShark (Wireshark) 4.6.9.\n\n With:\n  +libxml2  +zlib\n  +Lua 5.4.9  +x\n",
      "4.6.9",
      true,
    ],
    ["4.6 without Lua", "TShark (Wireshark) 4.6.9.\n\n Without:\n  -Lua\n", "4.6.9", false],
    ["one after what a script printed", `hello\n${REAL}`, "4.0.17", true],
    ["no name of the product", "TShark 4.4.18.\n\nwith Lua 5.4", "4.4.18", true],
  ])("reads %s", (_name, output, version, hasLua) => {
    expect(parseVersion(output)).toEqual({ version, hasLua });
  });

  it.each(["", "ls (GNU coreutils) 9.1\n", "TShark of my own, with GLib\n2.74.6"])(
    "does not take another program for it: %j",
    (output) => {
      expect(parseVersion(output)).toBeUndefined();
    },
  );
});

it.each([
  ["4.0.0", true],
  ["4.0.17", true],
  ["4.10.1", true],
  ["5.0.0", true],
  ["3.6.24", false],
  ["3.10.0", false],
])("%s is 4.0 or later: %s", (version, answer) => {
  expect(isAtLeast(version, [4, 0])).toBe(answer);
});

it("tells what each program was of no use for", async () => {
  const search = await findWireshark(["/nowhere/tshark", process.execPath]);
  const tried = `/nowhere/tshark is not installed, ${process.execPath} is not tshark`;
  const message = expect.stringContaining(`no tshark was found: ${tried}; `);
  expect(search).toMatchObject({ kind: "missing", message });
});
