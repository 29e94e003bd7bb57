import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { makePrivateFolder, showToOrdinaryUser } from "../generator/verify/private-folder.js";
import { CLI, makeFolder, ROOT } from "./support/cli.js";
import { IS_ROOT, lacks, openTsharkForTest, without } from "./support/tools.js";

/** Who may make folders for temporary files, and why not by `makePrivateFolder`. */
const MAKERS: Readonly<Record<string, string>> = {
  "generator/verify/private-folder.ts": "is where all others get theirs",
  "scripts/build.mjs": "runs before anything is built, and makes it in the clone",
  "scripts/release.mjs": "runs before anything is installed",
  "scripts/test.mjs": "runs before anything is built",
};

function listSources(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .map((name) => `${folder}/${name}`)
    .filter((name) => /\.(?:ts|mjs|sh|py)$/.test(name) && !name.includes("node_modules"));
}

const sources = ["generator", "lua", "proof", "scripts", "test"].flatMap(listSources);

/** The sources that have something, of those that are asked. */
function find(pattern: RegExp, isAsked: (name: string) => boolean = () => true) {
  return sources.filter(
    (name) => isAsked(name) && pattern.test(readFileSync(join(ROOT, name), "utf8")),
  );
}

const isNoTest = (name: string) => !/\.test\.ts$|^test\/fixtures\//.test(name);

describe("sources", () => {
  it("make folders for temporary files in one place", () => {
    const found = find(
      /\bmkdtemp\w*\(|\btmpdir\(\)/,
      (name) => /\.(?:ts|mjs)$/.test(name) && name !== SELF,
    );
    expect(found.sort()).toEqual(Object.keys(MAKERS).sort());
  });

  it("in shell and Python, too, make them private and of a name that nobody knows", () => {
    expect(find(/\bmktemp\b(?! -d )/, (name) => name.endsWith(".sh"))).toEqual([]);
    const python = /\btempfile\.(?!TemporaryDirectory\(|mkdtemp\()\w+\(/;
    expect(find(python, (name) => name.endsWith(".py"))).toEqual([]);
  });

  it("write to no name below /tmp that others know", () => {
    // The X server has one there, and mktemp finds others.
    expect(find(/\/tmp\/(?!\.X11-unix|[\w-]+XXXXXX")/, isNoTest)).toEqual([]);
  });

  it("let no file or folder be written by others", () => {
    const open = sources.filter(isNoTest).flatMap((name) => {
      const modes = [...readFileSync(join(ROOT, name), "utf8").matchAll(MODE)];
      const wide = modes.filter(([, digits = ""]) => (Number.parseInt(digits, 8) & 0o022) !== 0);
      return wide.map(([text]) => `${name}: ${text}`);
    });
    expect(open).toEqual([]);
  });
});

it("a folder for temporary files is entered by nobody else, whatever the umask", () => {
  const mask = process.umask(0);
  try {
    const folders = [makePrivateFolder("test"), makePrivateFolder("test")];
    for (const folder of folders) {
      expect(lstatSync(folder).mode & 0o777).toBe(0o700);
      rmdirSync(folder);
    }
    expect(folders[0]).not.toBe(folders[1]);
  } finally {
    process.umask(mask);
  }
});

/** A mode that something gets, in TypeScript or in a shell. */
const MODE = /(?:\b(?:chmod|mkdir)\w*\(.*?, |\bmode: |\bchmod (?:-R )?)(?:0o)?([0-7]{3,4})\b/g;

const SELF = "test/private-folders.test.ts";

describe.skipIf(lacks("tshark"))(`while tshark is run${without("tshark")}`, () => {
  it("nobody else can look into its folder, nor write there", () => {
    const tshark = openTsharkForTest(join(ROOT, "dist/wireshark/rstdiag.lua"));
    const { cwd = "" } = tshark.commandFor([]);
    tshark.place(join(ROOT, "samples/malformed.pcapng"));
    const modes = [cwd, join(cwd, "home")].map((path) => lstatSync(path).mode & 0o027);
    expect(modes).toEqual([0, 0]);
  });

  it("verify leaves nothing open, whatever the umask, and nothing behind", async () => {
    const pack = makeFolder();
    cpSync(join(ROOT, "dist"), pack, { recursive: true });
    mkdirSync(join(pack, "samples"));
    const sample = "specification-examples.pcapng";
    cpSync(join(ROOT, "samples", sample), join(pack, "samples", sample));
    const temporary = makeFolder();
    if (IS_ROOT) showToOrdinaryUser(temporary);
    const mask = process.umask(0);
    const child = spawn(process.execPath, [CLI, "verify", "--out", pack], {
      env: { ...process.env, TMPDIR: temporary, CI: "" },
      stdio: "ignore",
    });
    process.umask(mask);
    const ended = once(child, "exit");
    const seen = new Set<string>();
    const open = new Set<string>();
    while (child.exitCode === null && child.signalCode === null) {
      for (const name of readdirSync(temporary)) {
        seen.add(name);
        const { mode = 0 } = lstatSync(join(temporary, name), { throwIfNoEntry: false }) ?? {};
        // What is in a folder that nobody else can enter is nobody else's.
        if ((mode & 0o007) !== 0 || (mode & 0o020) !== 0) open.add(name);
      }
      await wait(5);
    }
    expect(await ended).toEqual([0, null]);
    expect([...seen]).toEqual([expect.stringMatching(/^rstdiag-tshark-/)]);
    expect([...open]).toEqual([]);
    expect(readdirSync(temporary)).toEqual([]);
  });
});
