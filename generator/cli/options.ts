import type { Command } from "commander";
import { findUnprintable } from "../model/text.js";
import { InvalidArgumentError, Option } from "./commander.js";

/** Reads the name of a file or a folder: an empty one would be the folder that the user is in. */
export function nameOf(what: "file" | "folder"): (name: string) => string {
  return (name) => {
    if (name === "") throw new InvalidArgumentError(`Give the name of a ${what}.`);
    return name;
  };
}

/** An option that may be given several times. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** Reads a whole number from `first` on, such as that of a frame or a stream. */
export function numberFrom(first: 0 | 1, last?: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    const isInRange = value >= first && value <= (last ?? value);
    if (text !== "" && Number.isSafeInteger(value) && isInRange) return value;
    if (last !== undefined)
      throw new InvalidArgumentError(`Give a number from ${first} to ${last}.`);
    throw new InvalidArgumentError(first > 0 ? "Give a number from 1." : "Give a whole number.");
  };
}

/** Where a command finds its inputs. */
export const REGISTRY = [
  "--registry <dir>",
  "folder of the inputs (default: rstdiag's own)",
  nameOf("folder"),
] as const;

/** Where a pack is to be. */
const OUT = [
  "--out <dir>",
  "folder of the pack; its samples are in <dir>/samples",
  nameOf("folder"),
] as const;

/** What tcpdump is to read besides. */
export const GUESSES = [
  "--tcpdump-guesses",
  "let tcpdump also decode the Linux experiment, recognised by its shape alone",
] as const;

/** Names another Wireshark than the usual one. */
export const WIRESHARK = [
  "--wireshark <path>",
  "a tshark, or the folder that has it (default: the one on PATH, then the usual places)",
] as const;

/** What the Model is made of: all commands that need one have these. */
export function addInputs(command: Command): Command {
  return command
    .option(...REGISTRY)
    .option("--revision <name>", "revision of the registry (default: the definition's)")
    .option(
      "--vendor <file>",
      "a vendor's registry, <PEN>.xml or <PEN>.csv; may be given several times",
      collect,
    );
}

/** The options of the commands that make or check a pack. */
export function addPackOptions(command: Command): Command {
  return addInputs(command.option(...OUT))
    .option(
      "--enterprise-numbers <file>",
      "IANA's enterprise-numbers.txt: warn of vendors that it does not list, or lists under another name",
    )
    .option(...GUESSES);
}

/** Lets a command replace what it would refuse to. */
export function addForce(command: Command): Command {
  return command.option("--force", "replace existing files that rstdiag did not write");
}

/** Where tables are written instead of anything being printed, and what machine they are of. */
export function addParquetAndHost(command: Command): Command {
  const description =
    "write Parquet files for analysis instead (needs the npm package @duckdb/node-api)";
  const parquet = new Option("--parquet <dir>", description)
    .argParser(nameOf("folder"))
    .conflicts(["json", "stream", "frame"]);
  return addForce(command.addOption(parquet)).option(
    "--host <name>",
    "host that has the captures: --json and --parquet name them <name>:<file>",
  );
}

/**
 * A word as a shell wants it in a command that people copy. What would not be seen, or not be copied, is
 * written by its octets, which bash, zsh and ksh read.
 */
export function quoteForShell(word: string): string {
  // zsh takes the path of a command for a `=` at the beginning.
  if (/^[\w@%+:,./-][\w@%+=:,./-]*$/.test(word)) return word;
  return findUnprintable(word) === undefined
    ? `'${word.replaceAll("'", "'\\''")}'`
    : `$'${Array.from(Buffer.from(word), writeOctet).join("")}'`;
}

function writeOctet(octet: number): string {
  const character = String.fromCharCode(octet);
  return /[\w @%+=:,./-]/.test(character) ? character : `\\${octet.toString(8).padStart(3, "0")}`;
}
