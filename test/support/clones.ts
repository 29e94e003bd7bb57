import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { type CliResult, ROOT } from "./cli.js";

/** The environment of a user, without what the npm of the test run has set. */
export const USER_ENV = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_ENV|INIT_CWD)/i.test(name)),
);

/** Runs a program as a user would, who has nothing to do with this run of tests. */
export function runAsUser(cwd: string, program: string, ...args: readonly string[]): CliResult {
  return spawnSync(program, args, { cwd, env: USER_ENV, encoding: "utf8" });
}

/** Runs git in a folder, as a user with a name; what it prints. */
export function git(cwd: string, ...args: readonly string[]): string {
  const identity = ["-c", "user.name=test", "-c", "user.email=test@example.com"];
  const { status, stdout, stderr } = runAsUser(cwd, "git", ...identity, ...args);
  expect(status, stdout + stderr).toBe(0);
  return stdout;
}

/** Makes a repository of all files of the working tree that git does not ignore, as one commit. */
export function commitWorkingTree(folder: string): void {
  mkdirSync(folder);
  const listed = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard");
  for (const name of new Set(listed.split("\0"))) {
    if (name !== "" && existsSync(join(ROOT, name))) cpSync(join(ROOT, name), join(folder, name));
  }
  git(folder, "init", "-q");
  git(folder, "add", "-A");
  git(folder, "commit", "-qm", "all");
}
