import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  AS_ORDINARY_USER,
  makePrivateFolder,
  showToOrdinaryUser,
} from "../generator/verify/private-folder.js";
import { ROOT } from "./support/cli.js";
import {
  type Change,
  isPrinted,
  readPage,
  readSteps,
  replaceLines,
  type Step,
  showAgain,
  USER_PAGES,
} from "./support/pages.js";
import { buildOrSkip } from "./support/tcpdump.js";
import { IS_ROOT, lacks } from "./support/tools.js";

/** `npm run docs`: the pages get what their commands print. */
const REWRITES = (process.env["RSTDIAG_WRITE_DOCS"] ?? "") !== "";

const CACHE = process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache");

/** Blocks that cannot run here, by the words they begin with, and why not. */
const NOT_RUN: Readonly<Record<string, string>> = {
  "npm install -g @duckdb": "would load 70 MB, which the clone has: they are linked instead",
  "parallel --nonall": "needs three machines: test/many-machines.test.ts makes them",
  "mkdir -p lines": "needs these machines, too",
  "rstdiag report lines/* ": "needs what they printed",
};

/** tshark 4.4 and later loads no plugin for root. */
const ORDINARY = IS_ROOT ? `${AS_ORDINARY_USER.join(" ")} ` : "";

/** A home that is the reader's, with the clone and with programs that this machine may not have. */
const home = makePrivateFolder("pages");
const clone = join(home, "rstdiag");
const tools = join(home, "tools");

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

/** A tcpdump in the clone that is patched, and its source without the patch in the home. */
async function addTcpdump(skip: (reason: string) => void): Promise<void> {
  const built = await buildOrSkip(skip);
  if (built === undefined) return;
  symlinkSync(built.program, join(clone, "tcpdump"));
  cpSync(built.stockTree, join(home, "tcpdump-4.99.6"), { recursive: true });
}

/** Runs what a reader types, in a shell of the clone with a home and an npm of its own. */
function type(command: string) {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|NODE_ENV|VITEST|INIT_CWD|XDG_|RSTDIAG_|CI$)/.test(name),
  );
  const env = {
    ...Object.fromEntries(kept),
    HOME: home,
    XDG_CACHE_HOME: CACHE,
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
  const lines = stdout.trimEnd() === "" ? [] : stdout.trimEnd().split("\n");
  return { status, printed: lines.map((line) => line.trimEnd()) };
}

/** A step that fails, or the other lines that a page should show. */
type Trouble = { readonly problem: string; readonly change?: Change };

/** What is wrong with a step of a page that has these lines. */
function tryStep({ command, shown }: Step, lines: readonly string[]): readonly Trouble[] {
  const { status, printed } = type(command);
  // 127: there is no such program.
  if (shown === undefined ? status !== 0 : status === 127) {
    return [{ problem: `${command}\nends with ${status}:\n${printed.join("\n")}` }];
  }
  const before = lines.slice(shown?.start, shown?.end);
  if (shown === undefined || isPrinted(before, printed)) return [];
  const after = showAgain(before, printed);
  const problem = `$ ${command}\nprints:\n${after.join("\n")}\nnot:\n${before.join("\n")}`;
  return [{ problem, change: { place: shown, lines: after } }];
}

/** What is wrong with a page, and, where the pages are rewritten, is not mended by that. */
function tryPage(name: string): readonly string[] {
  const page = readPage(name);
  const troubles = readSteps(page)
    .filter(({ command }) => !Object.keys(NOT_RUN).some((words) => command.startsWith(words)))
    .flatMap((step) => tryStep(step, page.split("\n")));
  const changes = troubles.flatMap(({ change }) => (REWRITES && change ? [change] : []));
  if (changes.length > 0) writeFileSync(join(ROOT, name), replaceLines(page, changes));
  return troubles.flatMap(({ problem, change }) => (REWRITES && change ? [] : [problem]));
}

describe("each command of a page, in a fresh clone", () => {
  let problemsOfFirst: readonly string[] = [];

  beforeAll(() => {
    if (lacks("tshark")) return;
    for (const path of [clone, tools]) mkdirSync(path);
    if (IS_ROOT) for (const path of [home, clone]) showToOrdinaryUser(path);
    cloneHere();
    const duckdb = `#!/bin/sh\nexec node ${join(clone, "scripts/duckdb.mjs")} "$@"\n`;
    writeFileSync(join(tools, "duckdb"), duckdb, { mode: 0o755 });
    mkdirSync(join(home, ".local/lib/node_modules"), { recursive: true });
    symlinkSync(join(clone, "node_modules/@duckdb"), join(home, ".local/lib/node_modules/@duckdb"));
    // Whoever reads another page has followed this one, and has built and installed.
    problemsOfFirst = tryPage("README.md");
    // It installs all packages, and builds tcpdump where nothing is cached.
  }, 1_800_000);
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it.for(USER_PAGES)("%s", async (name, { skip }) => {
    if (lacks("tshark")) skip("tshark is not installed");
    if (name === "README.md") {
      expect(problemsOfFirst).toEqual([]);
      return;
    }
    git("checkout", "--quiet", "--force", ".");
    git("clean", "--quiet", "--force", "-d");
    if (readPage(name).includes("./tcpdump")) await addTcpdump(skip);
    expect(tryPage(name)).toEqual([]);
  });
});
