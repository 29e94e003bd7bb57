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
  testTree,
} from "./tcpdump-make.js";
import { parseSuite } from "./tcpdump-suite.js";

/** The unchanged tcpdump, built: what a patched one is compared with. */
export interface StockTree {
  readonly kind: "stock";
  /** Source and objects of the finished build. */
  readonly tree: string;
  readonly record: BuildRecord;
}

/** Builds the unchanged tcpdump in the folder `tree`, unless that is done already. */
export async function buildStock(
  source: SourcePackage,
  tree: string,
  report: Report,
): Promise<StockTree | Unavailable> {
  const kept = await readRecord(tree);
  if (kept) return { kind: "stock", tree, record: kept };
  const reason = await makeWhole(tree, async (workshop) => {
    const result = await fill(source, workshop, report);
    return { whole: result === undefined, result };
  });
  if (reason !== undefined) return { kind: "unavailable", reason };
  const record = await readRecord(tree);
  return record
    ? { kind: "stock", tree, record }
    : { kind: "unavailable", reason: `${tree} holds no finished build; remove it` };
}

/** Says why it could not, where it could not. */
async function fill(
  source: SourcePackage,
  tree: string,
  report: Report,
): Promise<string | undefined> {
  const unpacked = await unpack(source.tarball, tree);
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
  await writeRecord(tree, { suite, warnings: parseWarnings(compiled.stderr) });
  return undefined;
}

function unpack(tarball: string, tree: string): Promise<CommandResult> {
  const args = ["-xf", tarball, "-C", tree, "--strip-components=1", "--no-same-owner"];
  return runCommand({ program: "tar", args });
}

function explain(result: CommandResult): string {
  const printed = result.kind === "missing" ? "" : result.stderr.trim().split("\n").at(-1);
  return printed ? `${describeEnd(result)}: ${printed}` : describeEnd(result);
}
