import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder, ROOT } from "./support/cli.js";
import { buildOrSkip } from "./support/tcpdump.js";
import { IS_ROOT, lacks } from "./support/tools.js";

const CACHE = process.env["XDG_CACHE_HOME"] || join(process.env["HOME"] ?? "/tmp", ".cache");

/** Blocks that are not run here, each one for a reason. */
const ELSEWHERE = [
  // Applied, built and run by the proof.
  "patch -p1",
  // This is it.
  "npm test",
];

/** tshark 4.4 and later loads no plugin for root. */
const ORDINARY = IS_ROOT ? "setpriv --reuid=65534 --regid=65534 --clear-groups " : "";

interface Block {
  readonly language: string;
  readonly lines: readonly string[];
}

function readBlocks(): readonly Block[] {
  const text = readFileSync(join(ROOT, "README.md"), "utf8");
  return [...text.matchAll(/^```(sh|console)\n([\s\S]*?)^```$/gm)].map(
    ([, language = "", body = ""]) => ({
      language,
      lines: body.trimEnd().split("\n"),
    }),
  );
}

/** The files that a clone of the present state would have, in an empty folder. */
function cloneHere(): string {
  const folder = makeFolder();
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const { stdout } = spawnSync("git", args, { cwd: ROOT, encoding: "utf8" });
  for (const name of new Set(stdout.split("\0").filter(Boolean))) {
    cpSync(join(ROOT, name), join(folder, name));
  }
  return folder;
}

/** A shell in the clone, with a home of its own and without what the test run itself has set. */
function openShell(clone: string) {
  const home = makeFolder();
  for (const folder of [clone, home]) chmodSync(folder, 0o755);
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|NODE_ENV|VITEST|INIT_CWD|XDG_)/.test(name),
  );
  const env = { ...Object.fromEntries(kept), HOME: home, XDG_CACHE_HOME: CACHE };
  return (script: string) =>
    spawnSync("sh", ["-e", "-c", script], { cwd: clone, env, encoding: "utf8" });
}

describe("the README, in a fresh clone", () => {
  it.skipIf(lacks("tshark"))("has commands that work as it says", async ({ skip }) => {
    const built = await buildOrSkip(skip);
    if (!built) return;
    const clone = cloneHere();
    const run = openShell(clone);
    // A user who reads the README makes the pack before anything in `node_modules` is there.
    expect(run("npm start")).toMatchObject({ status: 0 });
    const blocks = readBlocks().filter(
      ({ lines }) => !ELSEWHERE.some((words) => lines.join("\n").includes(words)),
    );
    for (const { lines } of blocks.filter(({ language }) => language === "sh")) {
      const { status, stdout, stderr } = run(lines.join("\n"));
      expect(status, `${lines.join("\n")}\n${stdout}${stderr}`).toBe(0);
    }
    for (const { lines } of blocks.filter(({ language }) => language === "console")) {
      checkConsole(lines, (command) =>
        run(
          command
            .replace("./tcpdump", built.program)
            .replace(/^duckdb/, "node scripts/duckdb.mjs")
            .replace(/^tshark/, `${ORDINARY}tshark`)
            // npx wants the cache of the one who filled it.
            .replace(/^npx rstdiag doctor/, `${ORDINARY}node build/cli.js doctor`),
        ),
      );
    }
  });
});

/** Each line under a command stands in what the command prints, if not next to the one above. */
function checkConsole(
  lines: readonly string[],
  run: (command: string) => { readonly stdout: string; readonly stderr: string },
): void {
  let printed = "";
  for (const line of lines) {
    if (line.startsWith("$ ")) {
      const { stdout, stderr } = run(line.slice(2));
      printed = stdout + stderr;
    } else {
      expect(printed.split("\n")).toContain(line);
    }
  }
}
