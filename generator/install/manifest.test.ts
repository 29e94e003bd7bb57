import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder } from "../../test/support/cli.js";
import { formatManifest, MANIFEST, parseManifest, readPack } from "./manifest.js";

const FILES = {
  "wireshark/rstdiag.lua": "-- plugin\n",
  "wireshark/profiles/TCP resets/colorfilters": "# none\n",
  "docs/a.md": "",
};

const content = (text: string) => new TextEncoder().encode(text);
const named = Object.entries(FILES).map(([name, text]) => ({ name, content: content(text) }));

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function makePack(): string {
  const pack = makeFolder();
  for (const [name, text] of Object.entries(FILES)) put(join(pack, name), text);
  writeFileSync(join(pack, MANIFEST), formatManifest(named));
  return pack;
}

describe("the manifest", () => {
  it("is what sha256sum checks", () => {
    const args = ["--check", "--strict", MANIFEST];
    const { status, stdout } = spawnSync("sha256sum", args, { cwd: makePack(), encoding: "utf8" });
    expect(stdout).toContain("wireshark/profiles/TCP resets/colorfilters: OK\n");
    expect(status).toBe(0);
  });

  it("is in the order of the names, and is read back", () => {
    const text = formatManifest(named.toReversed());
    expect(text).toBe(formatManifest(named));
    expect([...(parseManifest(text)?.keys() ?? [])]).toEqual(Object.keys(FILES).sort());
  });

  it.each(["../a", "a/../../b", "/etc/passwd", "a//b", "a\\b", "a\nb", "C:a", ".", ""])(
    "neither lists nor believes the name %j",
    (name) => {
      expect(() => formatManifest([{ name, content: content("") }])).toThrow(
        "no manifest can list",
      );
      expect(parseManifest(`${"0".repeat(64)}  ${name}\n`)).toBeUndefined();
    },
  );

  it.each(["", "{}", "0123  a\n", "# a comment\n"])("is not %j", (text) => {
    expect(parseManifest(text)).toBeUndefined();
  });
});

describe("a pack", () => {
  const read = (pack: string) => readPack(pack, ["wireshark/rstdiag.lua", "wireshark/profiles"]);

  it("is read as it is listed, and only what is asked for", () => {
    const names = ["wireshark/profiles/TCP resets/colorfilters", "wireshark/rstdiag.lua"];
    const reading = read(makePack());
    expect(reading).toMatchObject({ kind: "read", files: names.map((name) => ({ name })) });
  });

  it.each([
    [
      "a file that is edited",
      (pack: string) => put(join(pack, "wireshark/rstdiag.lua"), "os.exit()"),
      /\/wireshark\/rstdiag\.lua is changed: SHA256SUMS lists another digest$/,
    ],
    [
      "a file that is missing",
      (pack: string) => rmSync(join(pack, "wireshark/rstdiag.lua")),
      /\/wireshark\/rstdiag\.lua is missing: SHA256SUMS lists it$/,
    ],
    [
      "a file beside the listed ones",
      (pack: string) => put(join(pack, "wireshark/profiles/TCP resets/a\u001b.lua"), ""),
      /\/TCP resets\/a<U\+001B>\.lua is not listed in SHA256SUMS$/,
    ],
    [
      "a link to another file",
      (pack: string) => {
        rmSync(join(pack, "wireshark/rstdiag.lua"));
        symlinkSync("../docs/a.md", join(pack, "wireshark/rstdiag.lua"));
      },
      /\/wireshark\/rstdiag\.lua is changed/,
    ],
    [
      "a link that leads round in a circle",
      (pack: string) => symlinkSync(".", join(pack, "wireshark/profiles/a")),
      /\/profiles\/a is not listed in SHA256SUMS$/,
    ],
    [
      "a pipe",
      (pack: string) => {
        rmSync(join(pack, "wireshark/rstdiag.lua"));
        spawnSync("mkfifo", [join(pack, "wireshark/rstdiag.lua")]);
      },
      /\/wireshark\/rstdiag\.lua is missing/,
    ],
    [
      "no manifest",
      (pack: string) => rmSync(join(pack, MANIFEST)),
      /^there is no .*\/SHA256SUMS, which says what belongs to the pack$/,
    ],
    [
      "a damaged manifest",
      (pack: string) => put(join(pack, MANIFEST), "{}"),
      /\/SHA256SUMS is damaged$/,
    ],
  ])("with %s is not read", (_what, change, reason) => {
    const pack = makePack();
    change(pack);
    const reading = read(pack);
    expect(reading.kind).toBe("refused");
    expect(reading.kind === "refused" && reading.reasons).toEqual([expect.stringMatching(reason)]);
  });

  it("minds only what is asked for", () => {
    const pack = makePack();
    rmSync(join(pack, "docs"), { recursive: true });
    expect(readPack(pack, ["wireshark"]).kind).toBe("read");
  });
});
