import { type BigIntStats, closeSync, lstatSync, openSync, readSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { EXISTS, type NewFile } from "../install/whole-files.js";
import { showUnprintable } from "../model/text.js";
import { type Context, Refusal } from "./context.js";
import { EXIT } from "./exit-codes.js";

/** A file that the user names to be written, after what may take long. */
export interface NamedOutput {
  /** As the user calls it. */
  readonly name: string;
  /** What it is made of, which it must not replace. */
  readonly inputs: readonly string[];
  /** Whether it may replace any file. */
  readonly force?: boolean | undefined;
  /** Whether a file was written by us as a whole, which nobody edits: it may be replaced, too. */
  readonly isOurs?: (path: string) => boolean;
}

/** Where it is written; refuses at once what cannot be written in the end. */
export function placeOutput({ cwd }: Context, output: NamedOutput): NewFile {
  const { name, inputs, force = false, isOurs = () => false } = output;
  if (name === "-") refuse("-: this cannot go to standard output; name a file");
  const path = resolve(cwd, name);
  const folder = dirname(path);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    refuse(`${name}: there is no such folder; make it first`);
  }
  const found = examine(path);
  const isInput = inputs.some((input) => isSame(found, examine(resolve(cwd, input))));
  if (isInput) refuse(`${name}: is one of the captures; name another file`);
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) {
    refuse(`${name}: is a link, which is not followed; name another file`);
  }
  if (found?.isDirectory()) refuse(`${name}: is a folder; name a file`);
  // It is renamed into its place, which would take away a device or a pipe.
  if (found?.isFile() === false) refuse(`${name}: is not a regular file; name one, or a new file`);
  if (found !== undefined && !force && !isOurs(path)) {
    throw new Refusal(showUnprintable(`${name} ${EXISTS}`));
  }
  return {
    folder,
    path,
    isNew: found === undefined && !force,
    ...(!force && { mayReplace: isOurs }),
  };
}

/** As exact as the system has it: numbers of files may have 64 bits. */
export function examine(path: string): BigIntStats | undefined {
  return statSync(path, { bigint: true, throwIfNoEntry: false });
}

function isSame(left: BigIntStats | undefined, right: BigIntStats | undefined): boolean {
  return left !== undefined && left.ino === right?.ino && left.dev === right.dev;
}

function refuse(message: string): never {
  throw new Refusal(showUnprintable(message), EXIT.usage);
}

/** So many octets of a file, from `start`, or from so far before its end; fewer where it is short. */
export function readPart(path: string, start: number, length: number): Buffer {
  const file = openSync(path, "r");
  try {
    const octets = Buffer.alloc(length);
    const from = start < 0 ? Math.max(0, Number(statSync(path).size) + start) : start;
    return octets.subarray(0, readSync(file, octets, 0, length, from));
  } finally {
    closeSync(file);
  }
}
