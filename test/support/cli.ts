import { spawnSync } from "node:child_process";
import { cpSync, lstatSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, onTestFinished } from "vitest";
import { makePrivateFolder } from "../../generator/verify/private-folder.js";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
export const IN_CI = (process.env["CI"] ?? "") !== "";

/** Captures that nobody here made: the README there says whose they are. */
export const PUBLISHED_CAPTURES = join(ROOT, "test/published/captures");

/** The built program. */
export const CLI = join(ROOT, "build/cli.js");

export interface CliResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd?: string;
  /** Added to the environment of the test; `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: Uint8Array;
}

/** Runs the built program as a user would. */
export function runCli(args: readonly string[], options: CliOptions = {}): CliResult {
  const { cwd = ROOT, env = {}, input } = options;
  return spawnSync(process.execPath, [CLI, ...args], {
    cwd,
    env: { ...process.env, ...env },
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
    ...(input && { input }),
  });
}

/** Runs a program of proof/ as npm does. */
export function runProof(path: string, args: readonly string[]): CliResult {
  const command = [join(ROOT, "node_modules/.bin/jiti"), path, ...args];
  return spawnSync(process.execPath, command, { cwd: ROOT, encoding: "utf8" });
}

/** Runs a script of bash, in which `$NODE` and `$CLI` are the program. */
export function runShell(script: string, cwd: string): CliResult {
  const env = { ...process.env, NODE: process.execPath, CLI };
  return spawnSync("bash", ["-c", script], { cwd, env, encoding: "utf8" });
}

/** A folder that is removed after the test; its name may have something that is hard to quote. */
export function makeFolder(name = "test"): string {
  const folder = makePrivateFolder(name);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder that is removed after all tests of the file. */
export function makeFolderForFile(): string {
  const folder = makePrivateFolder("test");
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A copy of the project's inputs and of its pack, samples and all, to be broken. */
export function copyProject(): string {
  const folder = makeFolder();
  for (const name of ["registry", "dist"]) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  }
  cpSync(join(ROOT, "samples"), join(folder, "dist/samples"), { recursive: true });
  return folder;
}

/** What a command has to be told so that it uses what `copyProject` made, in whose folder it is run. */
export const COPIED_INPUTS = ["--registry", "registry"] as const;
export const COPIED_PACK = [...COPIED_INPUTS, "--out", "dist"] as const;

/**
 * Replaces text in a file; throws where it is not there, or a test would test nothing. Throws for
 * a link as well, which may lead out of the test's folder into the system.
 */
export function edit(path: string, from: string, to: string): void {
  if (lstatSync(path).isSymbolicLink()) throw new Error(`${path} is a link`);
  const text = readFileSync(path, "utf8");
  if (!text.includes(from)) throw new Error(`${path} has no ${JSON.stringify(from)}`);
  writeFileSync(path, text.replaceAll(from, to));
}

/** Each file below a folder with its octets in hexadecimal. */
export function readTree(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return Object.fromEntries(
    files.map((path) => [path.slice(folder.length), readFileSync(path).toString("hex")]),
  );
}
