import { spawnSync } from "node:child_process";
import { onTestFinished } from "vitest";
import {
  openTshark,
  type TsharkOptions,
  type TsharkRun,
} from "../../generator/verify/tshark-run.js";
import { IN_CI } from "./cli.js";

/** Whether a test must be skipped since a tool is missing; in CI it runs, and fails. */
export function lacks(program: string): boolean {
  const found = spawnSync(program, ["--version"], { stdio: "ignore" }).error === undefined;
  return !found && !IN_CI;
}

/** The end of a title: why its tests are skipped, where they are. The last lines of `npm test` repeat it. */
export function skippedIf(isSkipped: boolean, reason: string): string {
  return isSkipped ? ` (skipped: ${reason})` : "";
}

/** What IANA and the IETF published is too much to commit: it lies in ../shared, where there is one. */
export const NEEDS_PUBLISHED = "needs the published files beside the clone";

/** The same where a program is missing. */
export function without(program: string): string {
  return skippedIf(lacks(program), `${program} is not installed`);
}

export const IS_ROOT = process.getuid?.() === 0;

/** Folder of the system whose tshark is tried instead of ours; `npm run verify:matrix` sets it. */
export const CHROOT = process.env["RSTDIAG_CHROOT"] || undefined;

/** The tshark that is tried, with these scripts; it is closed after the test. */
export function openTsharkForTest(...luaPaths: readonly string[]): TsharkRun {
  return openTsharkWith({ luaPaths });
}

/** The same with a plugin in C. */
export function openTsharkWith(
  options: Pick<TsharkOptions, "luaPaths" | "nativePlugin">,
): TsharkRun {
  const root = CHROOT === undefined ? {} : { root: CHROOT };
  const tshark = openTshark({ ...options, isRoot: IS_ROOT, ...root });
  onTestFinished(() => tshark.close());
  return tshark;
}
