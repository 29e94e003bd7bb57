import { spawnSync } from "node:child_process";
import { IN_CI } from "./cli-for-test.js";

/** Whether a test must be skipped since a tool is missing; in CI it runs, and fails. */
export function lacks(program: string): boolean {
  const found = spawnSync(program, ["--version"], { stdio: "ignore" }).error === undefined;
  return !found && !IN_CI;
}

export const IS_ROOT = process.getuid?.() === 0;
