import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import { makeUpstreamTests } from "../../generator/cli/upstream-tests.js";
import type { Model } from "../../generator/model/model.js";
import { target } from "../../generator/targets/tcpdump.js";
import {
  type BuiltTcpdump,
  buildTcpdump,
  mayBeSkipped,
  type Toolchain,
} from "../../proof/tcpdump/build.js";
import { compareCaptures } from "../../proof/tcpdump/captures.js";
import { type CliResult, PUBLISHED_CAPTURES, ROOT, runCli } from "./cli.js";

export const PATCH = join(ROOT, "dist/tcpdump/rst-diagnostic-4.99.patch");

/**
 * The built tcpdump; where there can be none the test is skipped with the reason, if it may be. All
 * of tcpdump's tests are run with the project's own patch, and with another pack's those that it brings.
 */
export async function buildOrSkip(
  skip: (reason: string) => void,
  patchPath = PATCH,
  toolchain: Toolchain = "gcc",
): Promise<BuiltTcpdump | undefined> {
  const built = await buildTcpdump({
    patchPath,
    toolchain,
    suite: patchPath === PATCH ? "all" : "own",
  });
  if (built.kind === "built") return built;
  const { reason, output } = built;
  if (built.kind === "failed") throw new Error(`${reason}\n${output}`);
  if (!mayBeSkipped(reason)) throw new Error(reason);
  skip(reason);
  return undefined;
}

/** What `verify` says of the pack in a folder, with the tcpdump of its own patch. */
export async function verifyPack(
  skip: (reason: string) => void,
  { dist, args = [], cwd = ROOT }: { dist: string; args?: readonly string[]; cwd?: string },
): Promise<CliResult> {
  const built = await buildOrSkip(skip, join(dist, "tcpdump/rst-diagnostic-4.99.patch"));
  return runCli(["verify", ...args, ...(built ? ["--tcpdump", built.program] : [])], { cwd });
}

/** Writes the tcpdump part of a Model's pack, and gives the path of the patch for 4.99. */
export function writePatch(model: Model, folder: string): string {
  const upstreamTests = makeUpstreamTests(model, {});
  for (const { path, content } of target(model, { version: "1.2.3", upstreamTests })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return join(folder, "tcpdump/rst-diagnostic-4.99.patch");
}

/** The tests that come with the patch. */
const OWN_TESTS = 7;

/** Fails where the suite has another result than without the patch and its own tests. */
export function expectSameSuite(built: BuiltTcpdump): void {
  // build.sh compares the names of the tests that fail.
  expect(built.passed).toBe(built.stockPassed + OWN_TESTS);
}

/** Fails where the patch changes a line of a capture that it is not for. */
export async function expectSameCaptures(built: BuiltTcpdump): Promise<void> {
  const { captures, changed } = await compareCaptures({
    stock: built.stock,
    program: built.program,
    folders: [join(built.stockTree, "tests"), built.captures, PUBLISHED_CAPTURES],
  });
  expect(captures).toBeGreaterThan(600);
  expect(changed.filter(({ meant }) => !meant)).toEqual([]);
  // Five valid payloads, six malformed ones, and five that are cut behind the magic number.
  const own = changed.filter(({ capture }) => capture.startsWith(built.captures));
  expect(own).toHaveLength(16);
}
