import { existsSync } from "node:fs";
import { join } from "node:path";
import type { SourcePackage, Unavailable } from "./apt-source.js";
import { type BuildRecord, readRecord, writeRecord } from "./build-record.js";
import { makeWhole } from "./cache-folder.js";
import { parseWarnings } from "./compiler-warnings.js";
import { type CommandResult, describeEnd, runCommand, succeeded } from "./run-command.js";
import {
  compilePatchedFile,
  compileTree,
  configureTree,
  type Report,
  type Toolchain,
  type Tree,
  testTree,
} from "./tcpdump-make.js";
import { parseSuite } from "./tcpdump-suite.js";

/** The unchanged tcpdump, built: what a patched one is compared with. */
export interface StockTree {
  readonly kind: "stock";
  /** Source and objects of the finished build. */
  readonly tree: Tree;
  readonly record: BuildRecord;
}

/** A source folder that somebody has, of any state of tcpdump; it is only read. */
export interface SourceFolder {
  readonly kind: "folder";
  readonly path: string;
}

/** What to build, where and with what. */
export interface StockRequest {
  readonly source: SourcePackage | SourceFolder;
  /** Gets source and objects. */
  readonly folder: string;
  readonly toolchain: Toolchain;
  readonly report: Report;
}

/** Builds the unchanged tcpdump, unless that is done already. */
export async function buildStock(request: StockRequest): Promise<StockTree | Unavailable> {
  const { folder, toolchain } = request;
  const tree = { path: folder, toolchain };
  const kept = await readRecord(folder);
  if (kept) return { kind: "stock", tree, record: kept };
  const reason = await makeWhole(folder, async (workshop) => {
    const result = await fill(request, { path: workshop, toolchain });
    return { whole: result === undefined, result };
  });
  if (reason !== undefined) return { kind: "unavailable", reason };
  const record = await readRecord(folder);
  return record
    ? { kind: "stock", tree, record }
    : { kind: "unavailable", reason: `${folder} holds no finished build; remove it` };
}

/** Says why it could not, where it could not. */
async function fill({ source, report }: StockRequest, tree: Tree): Promise<string | undefined> {
  const unpacked = await unpack(source, tree.path);
  if (!succeeded(unpacked)) return explain(unpacked);
  const configured = await configureTree(tree, report);
  if (!succeeded(configured)) return explain(configured);
  const compiled = await compilePatchedFile(tree);
  if (!succeeded(compiled)) return explain(compiled);
  const built = await compileTree(tree, report);
  if (!succeeded(built)) return explain(built);
  const tested = await testTree(tree, report);
  const suite = tested.kind === "exited" ? parseSuite(tested.stdout) : undefined;
  if (!suite) return `the unchanged tcpdump's test suite does not end: ${explain(tested)}`;
  // Where all fails, nothing can be compared.
  if (suite.passed === 0) return "no test of the unchanged tcpdump passes";
  await writeRecord(tree.path, { suite, warnings: parseWarnings(compiled.stderr) });
  return undefined;
}

async function unpack(source: SourcePackage | SourceFolder, tree: string): Promise<CommandResult> {
  if (source.kind === "source") {
    const options = ["--strip-components=1", "--no-same-owner"];
    return runCommand({ program: "tar", args: ["-xf", source.tarball, "-C", tree, ...options] });
  }
  const copied = await runCommand({ program: "cp", args: ["-a", `${source.path}/.`, tree] });
  if (!succeeded(copied) || !existsSync(join(tree, "Makefile"))) return copied;
  // What its owner has built there was built otherwise.
  return runCommand({ program: "make", args: ["-s", "distclean"], cwd: tree });
}

function explain(result: CommandResult): string {
  const printed = result.kind === "missing" ? "" : result.stderr.trim().split("\n").at(-1);
  return printed ? `${describeEnd(result)}: ${printed}` : describeEnd(result);
}
