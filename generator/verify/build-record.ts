import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SuiteResult } from "./tcpdump-suite.js";

const NAME = "rstdiag.json";

/** What is known of a finished build, kept beside its program. */
export interface BuildRecord {
  readonly suite: SuiteResult;
  /** Of print-tcp.c, without places. */
  readonly warnings: readonly string[];
}

/** Writes the record into a folder; without one, a build is not finished. */
export async function writeRecord(folder: string, record: BuildRecord): Promise<void> {
  await writeFile(join(folder, NAME), `${JSON.stringify(record)}\n`);
}

/** The record in a folder; `undefined` where there is no finished build. */
export async function readRecord(folder: string): Promise<BuildRecord | undefined> {
  const text = await readFile(join(folder, NAME), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const value: unknown = JSON.parse(text);
  return isRecord(value) ? value : undefined;
}

function isRecord(value: unknown): value is BuildRecord {
  if (!isObject(value) || !isObject(value["suite"])) return false;
  const { passed, failures } = value["suite"];
  return typeof passed === "number" && isTexts(failures) && isTexts(value["warnings"]);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
