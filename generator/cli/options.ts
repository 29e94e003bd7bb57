import { InvalidArgumentError, Option } from "commander";

/** An empty name would be the folder that the user is in. */
export function folder(name: string): string {
  if (name === "") throw new InvalidArgumentError("Give the name of a folder.");
  return name;
}

/** An empty name is no file. */
export function fileName(name: string): string {
  if (name === "") throw new InvalidArgumentError("Give the name of a file.");
  return name;
}

/** Where a command finds its inputs. */
export const REGISTRY = [
  "--registry <dir>",
  "folder of the inputs (default: registry)",
  folder,
] as const;

/** Where a pack is, or is to be. */
export const OUT = [
  "--out <dir>",
  "folder of the pack; its samples are in <dir>/samples",
  folder,
] as const;

/** An option that may be there several times. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** A number of a frame or a stream. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (text === "" || !Number.isSafeInteger(value) || value < 0) {
    throw new InvalidArgumentError("Give a whole number.");
  }
  return value;
}

function countingNumber(text: string): number {
  const value = wholeNumber(text);
  if (value === 0) throw new InvalidArgumentError("Give a number from 1.");
  return value;
}

/** How many of several files are read at the same time. */
export const JOBS = [
  "--jobs <number>",
  "files to read at the same time (default: one for each core, where they are large)",
  countingNumber,
] as const;

/** Vendors that the folder of the inputs does not have. */
export const VENDOR = [
  "--vendor <file>",
  "a vendor's registry, <PEN>.xml or <PEN>.csv; may be given several times",
  collect,
] as const;

/** What vendors say of themselves is checked against it. */
export const ENTERPRISE_NUMBERS = [
  "--enterprise-numbers <file>",
  "IANA's enterprise-numbers.txt: warn of vendors that it does not know, or knows otherwise",
] as const;

/** Which state of the registries is read. */
export const REVISION = [
  "--revision <name>",
  "revision of the registry (default: the definition's)",
] as const;

/** Where tables are written instead of anything being printed. */
export function parquetOption(): Option {
  return new Option(
    "--parquet <dir>",
    "write Parquet files for analysis instead (needs the npm package @duckdb/node-api)",
  )
    .argParser(folder)
    .conflicts(["json", "stream", "frame"]);
}

/** What a report needs besides the findings, where it is made of lines. */
export function summaryOption(): Option {
  return new Option(
    "--summary",
    "with --json: behind the findings of each capture an object about it, as report needs it",
  )
    .implies({ json: true })
    .conflicts(["parquet", "stream", "frame"]);
}

/** Names of captures are those of one machine. */
export const HOST = [
  "--host <name>",
  "the machine that has the captures: --json and --parquet name them <name>:<file>",
] as const;
