import { copyFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type BuildRecord, readRecord, writeRecord } from "./build-record.js";
import { makeWhole } from "./cache-folder.js";
import { findNewWarnings, parseWarnings } from "./compiler-warnings.js";
import { type CommandResult, describeEnd, runCommand, succeeded } from "./run-command.js";
import {
  compilePatchedFile,
  compileTree,
  type Report,
  type Tree,
  testTree,
} from "./tcpdump-make.js";
import type { StockTree } from "./tcpdump-stock.js";
import { compareSuites, parseSuite, readDetails } from "./tcpdump-suite.js";
import { addTests } from "./tcpdump-tests.js";

/** What is wrong with a patch, with what the tool that found it printed. */
export interface BuildFailure {
  readonly kind: "failed";
  readonly reason: string;
  readonly output: string;
}

/** Which patch to build, and where its program goes. */
export interface PatchedRequest {
  readonly stock: StockTree;
  /** Absolute; the tests that go with the patch are in the folder `tests` beside it. */
  readonly patchPath: string;
  /** Gets the program `tcpdump` and its record. */
  readonly folder: string;
  readonly report: Report;
}

/** Builds the tcpdump of a patch, unless that is done already. */
export async function buildPatched(request: PatchedRequest): Promise<BuildRecord | BuildFailure> {
  const { folder } = request;
  const kept = await readRecord(folder);
  if (kept) return kept;
  return makeWhole<BuildRecord | BuildFailure>(folder, async (workshop) => {
    const path = join(workshop, "tree");
    const result = await fill(request, { path, toolchain: request.stock.tree.toolchain });
    if ("kind" in result) return { whole: false, result };
    // The suite and the compiler are done with the tree, which is ten times the program.
    await copyFile(join(path, "tcpdump"), join(workshop, "tcpdump"));
    await rm(path, { recursive: true });
    await writeRecord(workshop, result);
    return { whole: true, result };
  });
}

/** Makes `tree` a copy of the unchanged one with the patch, not yet compiled. */
export async function preparePatched(
  stock: StockTree,
  patchPath: string,
  tree: string,
): Promise<BuildFailure | undefined> {
  // With its times, so that make compiles again only what the patch changes.
  const copied = await runCommand({ program: "cp", args: ["-a", stock.tree.path, tree] });
  if (!succeeded(copied)) return fail("the unchanged source cannot be copied", copied);
  return applyPatch(patchPath, tree);
}

async function fill(request: PatchedRequest, tree: Tree): Promise<BuildRecord | BuildFailure> {
  const { stock, patchPath, report } = request;
  const unapplied = await preparePatched(stock, patchPath, tree.path);
  if (unapplied) return unapplied;
  const added = await addTests(join(dirname(patchPath), "tests"), tree.path);
  const compiled = await compilePatchedFile(tree);
  if (!succeeded(compiled)) return fail("the patched print-tcp.c does not compile", compiled);
  const warnings = parseWarnings(compiled.stderr);
  if (findNewWarnings(stock.record.warnings, warnings).length > 0) {
    return fail("the patch brings new compiler warnings", compiled);
  }
  const built = await compileTree(tree, report);
  if (!succeeded(built)) return fail("the patched tcpdump does not build", built);
  const tested = await testTree(tree, report);
  const suite = tested.kind === "exited" ? parseSuite(tested.stdout) : undefined;
  if (!suite) return fail("the patched tcpdump's test suite does not end", tested);
  const differences = compareSuites(stock.record.suite, suite, added);
  if (differences.length === 0) return { suite, warnings };
  const output = `${differences.join("\n")}\n${readDetails(printed(tested))}`;
  return { kind: "failed", reason: "tcpdump's test suite differs with the patch", output };
}

/** Applies the patch as both tools do that packagers use; neither may guess at a place. */
async function applyPatch(patchPath: string, tree: string): Promise<BuildFailure | undefined> {
  const checked = await runCommand({
    program: "git",
    args: ["apply", "--check", "--verbose", patchPath],
    cwd: tree,
    env: gitEnvironment(tree),
  });
  // In a repository, git leaves out what is not below the folder, and says that all is well.
  if (!succeeded(checked) || checked.stderr.includes("Skipped patch")) {
    return fail("git apply does not take the patch", checked);
  }
  const args = ["-p1", "-F0", "--force", "--no-backup-if-mismatch", "-i", patchPath];
  const applied = await runCommand({ program: "patch", args, cwd: tree });
  return succeeded(applied) ? undefined : fail("the patch does not apply without fuzz", applied);
}

/** Keeps git from a repository around the cache, from a hook's variables and a user's settings. */
function gitEnvironment(tree: string): Readonly<Record<string, string | undefined>> {
  return {
    GIT_CEILING_DIRECTORIES: dirname(tree),
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_DIR: undefined,
    GIT_INDEX_FILE: undefined,
    GIT_PREFIX: undefined,
    GIT_WORK_TREE: undefined,
  };
}

function fail(what: string, result: CommandResult): BuildFailure {
  const reason = succeeded(result) ? what : `${what}: ${describeEnd(result)}`;
  return { kind: "failed", reason, output: printed(result) };
}

function printed(result: CommandResult): string {
  return result.kind === "missing" ? "" : `${result.stderr}${result.stdout}`;
}
