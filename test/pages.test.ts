import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BuildResult, buildTcpdump } from "../generator/verify/tcpdump-build.js";
import { IN_CI, ROOT } from "./support/cli.js";
import {
  isPrinted,
  readPage,
  readSteps,
  replaceLines,
  type Step,
  showAgain,
  USER_PAGES,
} from "./support/pages.js";
import { IS_ROOT, lacks } from "./support/tools.js";

/** `npm run docs`: the pages get what their commands print. */
const REWRITES = (process.env["RSTDIAG_WRITE_DOCS"] ?? "") !== "";

const CACHE = join(
  process.env["XDG_CACHE_HOME"] || join(process.env["HOME"] ?? "/tmp", ".cache"),
  "rstdiag",
);

/** What is not run here, by the words that it begins with; each has another test or a reason. */
const NOT_RUN: Readonly<Record<string, string>> = {
  "npm test": "is what runs this test",
  "parallel --nonall": "test/many-machines.test.ts runs it on three machines",
  "rstdiag patch --tree": "test/patch.test.ts and the proof apply, build and run the patch",
};

/** tshark 4.4 and later loads no plugin for root. */
const ORDINARY = IS_ROOT ? "setpriv --reuid=65534 --regid=65534 --clear-groups " : "";

const folder = mkdtempSync(join(tmpdir(), "rstdiag-pages-"));
const clone = join(folder, "rstdiag");
const home = join(folder, "home");
const tools = join(folder, "tools");
let tcpdump: BuildResult;

/** The files that a clone of the present state would have. */
function cloneHere(): void {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const { stdout } = spawnSync("git", args, { cwd: ROOT, encoding: "utf8" });
  for (const name of new Set(stdout.split("\0").filter(Boolean))) {
    cpSync(join(ROOT, name), join(clone, name));
  }
  git("init", "--quiet");
  git("add", "--all");
  git("-c", "user.name=reader", "-c", "user.email=reader@example.org", "commit", "-qm", "clone");
}

function git(...args: readonly string[]): void {
  const { status, stderr } = spawnSync("git", args, { cwd: clone, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
}

/** A program that a reader has and this machine need not have. */
function addTool(name: string, command: string): void {
  writeFileSync(join(tools, name), `#!/bin/sh\nexec ${command} "$@"\n`, { mode: 0o755 });
}

/** Runs what a reader types, in a shell of the clone that has a home and a npm of its own. */
function type(command: string) {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|NODE_ENV|VITEST|INIT_CWD|XDG_|RSTDIAG_)/.test(name),
  );
  const env = {
    ...Object.fromEntries(kept),
    HOME: home,
    XDG_CACHE_HOME: join(CACHE, ".."),
    npm_config_prefix: join(home, ".local"),
    PATH: `${join(home, ".local/bin")}:${tools}:${process.env["PATH"]}`,
  };
  const asReader = /^(tshark|rstdiag doctor)/.test(command) ? `${ORDINARY}${command}` : command;
  const { status, stdout } = spawnSync("sh", ["-e", "-c", `exec 2>&1\n${asReader}`], {
    cwd: clone,
    env,
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
  const lines = stdout.trimEnd().split("\n");
  return { status, lines: lines.map((line) => line.trimEnd()) };
}

/** What is wrong with a page: steps that fail, and shown lines that are not printed. */
function tryPage(name: string): readonly string[] {
  const page = readPage(name);
  const lines = page.split("\n");
  const problems: string[] = [];
  const changes = [];
  for (const { command, shown } of readSteps(page).filter(isRun)) {
    const { status, lines: printed } = type(command);
    if (shown === undefined) {
      if (status !== 0) problems.push(`${command}\n${printed.join("\n")}`);
      continue;
    }
    const before = lines.slice(shown.start, shown.end);
    if (before.length === 0 || isPrinted(before, printed)) continue;
    changes.push({ place: shown, lines: showAgain(before, printed) });
    problems.push(
      `$ ${command}\nthe page shows:\n${before.join("\n")}\nand this is printed:\n${printed.join("\n")}`,
    );
  }
  if (REWRITES && changes.length > 0) writeFileSync(join(ROOT, name), replaceLines(page, changes));
  return problems;
}

function isRun({ command }: Step): boolean {
  return !Object.keys(NOT_RUN).some((words) => command.startsWith(words));
}

describe.skipIf(lacks("tshark"))(
  "in a fresh clone, each command as it is shown; needs tshark",
  () => {
    let first: readonly string[];

    beforeAll(async () => {
      for (const path of [clone, home, tools]) mkdirSync(path);
      for (const path of [folder, clone, home, tools]) chmodSync(path, 0o755);
      cloneHere();
      addTool("duckdb", `node ${join(clone, "scripts/duckdb.mjs")}`);
      tcpdump = await buildTcpdump({
        folder: CACHE,
        patchPath: join(ROOT, "dist/tcpdump/rst-diagnostic-4.99.patch"),
      });
      // Whoever reads another page has read the first one.
      first = tryPage("README.md");
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it.each(USER_PAGES)("%s", (name) => {
      if (name === "README.md") {
        expect(first).toEqual([]);
        return;
      }
      git("checkout", "--quiet", "--force", ".");
      git("clean", "--quiet", "--force", "-d");
      if (tcpdump.kind === "built") symlinkSync(tcpdump.program, join(clone, "tcpdump"));
      expect(tryPage(name)).toEqual([]);
    });
  },
);
