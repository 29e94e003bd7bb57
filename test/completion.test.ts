import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { formatManPage } from "../generator/cli/completion.js";
import { buildProgram } from "../generator/cli/program.js";
import { makePrivateFolder } from "../generator/verify/private-folder.js";
import { ROOT, runCli } from "./support/cli.js";
import { contextForTest } from "./support/context.js";
import { lacks, without } from "./support/tools.js";

const folder = makePrivateFolder("completion");
afterAll(() => rmSync(folder, { recursive: true }));

const written = new Set<string>();

/** The script for a shell, as a file of its own. */
function scriptFor(shell: string): string {
  const path = join(folder, `rstdiag.${shell}`);
  if (written.has(shell)) return path;
  const { status, stdout } = runCli(["completion", shell]);
  expect(status).toBe(0);
  writeFileSync(path, stdout);
  written.add(shell);
  return path;
}

function run(program: string, args: readonly string[]): readonly string[] {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: ROOT, encoding: "utf8" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  return stdout.split("\n").filter(Boolean);
}

const COMMANDS = ["explain", "report", "compare", "decode", "filter"];
const REGISTRY = ["list", "show", "diff", "import", "watch"];

describe("rstdiag completion bash", () => {
  /** What bash offers for the last of these words; nothing where it looks for files. */
  function complete(...words: readonly string[]): readonly string[] {
    const script = `. "$0"; COMP_WORDS=(rstdiag "$@"); COMP_CWORD=$#; _rstdiag; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return run("bash", ["--norc", "-c", script, scriptFor("bash"), ...words]);
  }

  it.each([
    [["exp"], ["explain"]],
    [
      ["explain", "--s"],
      ["--summary", "--stream"],
    ],
    [["explain", "a.pcap", "--conn"], ["--connections"]],
    [
      ["decode", "--from", ""],
      ["capture", "tcpdump-text"],
    ],
    [["decode", "--from", "=", "t"], ["tcpdump-text"]],
    [["registry", ""], REGISTRY],
    [["registry", "diff", "--m"], ["--markdown"]],
    [["completion", "bash", "--h"], ["--help"]],
  ])("offers for %j", (words, offered) => {
    expect(complete(...words)).toEqual(offered);
  });

  it("offers the commands first, and files where an option or an argument has one", () => {
    expect(complete("")).toEqual(expect.arrayContaining(COMMANDS));
    expect(complete("explain", "")).toEqual([]);
    expect(complete("report", "--html", "")).toEqual([]);
    expect(readFileSync(scriptFor("bash"), "utf8")).toContain("complete -o default -F _rstdiag");
  });

  it("runs nothing that was typed", () => {
    const path = join(folder, "made");
    expect(complete("explain", `$(touch ${path})`, "--js")).toEqual(["--json"]);
    expect(run("ls", [folder])).not.toContain("made");
  });
});

describe.skipIf(lacks("fish"))(`rstdiag completion fish${without("fish")}`, () => {
  it.each([
    ["exp", ["explain"]],
    ["explain --s", ["--stream", "--summary"]],
    ["decode --from ", ["capture", "tcpdump-text"]],
    ["registry ", [...REGISTRY].sort()],
    ["registry diff --m", ["--markdown"]],
    ["explain samples/spec", ["samples/specification-examples.pcapng"]],
  ])("offers for %j", (line, offered) => {
    const script = `source ${scriptFor("fish")}; complete -C "rstdiag ${line}"`;
    const lines = run("fish", ["--no-config", "-c", script]);
    // Behind what begins so, fish 4 offers what only contains it.
    const typed = line.split(" ").at(-1) ?? "";
    const found = lines.flatMap((one) => one.split("\t", 1));
    expect(found.filter((one) => one.startsWith(typed))).toEqual(offered);
  });
});

describe.skipIf(lacks("zsh"))(`rstdiag completion zsh${without("zsh")}`, () => {
  it.each([
    ["explain --sum", "--summary"],
    ["decode --from tcp", "tcpdump-text"],
    ["registry diff --mark", "--markdown"],
    ["registry sh", "registry show"],
    ["explain samples/spec", "samples/specification-examples.pcapng"],
  ])("completes %j in a terminal", (line, completed) => {
    const script = `
      zmodload zsh/zpty
      zpty shell zsh -f -i
      zpty -w shell "PS1=; autoload -Uz compinit; compinit -u -D; source ${scriptFor("zsh")}; print rea''dy"
      zpty -r shell output '*ready*'
      zpty -w -n shell "rstdiag ${line}"$'\\t'
      zpty -r shell output '*${completed}*'
      zpty -d shell`;
    run("zsh", ["-f", "-c", script]);
  });
});

describe("the manual page", () => {
  it("is of the commands as they are, and nothing in it is wrong", async () => {
    const built = readFileSync(join(ROOT, "build/rstdiag.1"), "utf8");
    const session = { context: contextForTest(), run: async () => {}, print: async () => {} };
    expect(built).toBe(formatManPage(await buildProgram(session, "all")));
    for (const words of ["explain", "registry diff", "\\-\\-summary", "EXIT STATUS"]) {
      expect(built).toContain(words);
    }
  });

  it.skipIf(lacks("man"))(`can be shown${without("man")}`, () => {
    const { stdout, stderr } = spawnSync("man", ["--warnings", "-l", "build/rstdiag.1"], {
      cwd: ROOT,
      encoding: "utf8",
      env: { ...process.env, MANWIDTH: "100", LC_ALL: "C.UTF-8" },
    });
    expect(stderr).toBe("");
    expect(stdout).toContain("rstdiag - explains why TCP connections were reset");
    expect(stdout).toMatch(
      /--stream <number>\n +Explain one connection in full, with its last segments\./,
    );
  });
});
