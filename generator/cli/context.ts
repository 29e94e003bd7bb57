import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative, sep } from "node:path";
import { versions } from "node:process";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import type Picocolors from "picocolors";
import type { Writer } from "../install/scratch-folders.js";
import { WriteError } from "../install/write-error.js";
import { alignColumns } from "../model/columns.js";
import { escapeUnseen, showUnprintable } from "../model/text.js";

/**
 * Makes V8 collect before the old generation has grown by more than 50 %. Connections that have
 * ended live just long enough to become old garbage, of which V8 keeps the more, the longer it runs:
 * 346 MB at 4 GB of capture, against 229 MB so, for 7 % more CPU.
 *
 * Node 20 compiles a function as soon as it has run for a millisecond or so, hundreds of them for a
 * few resets: a quarter of what 1 GB takes. To wait longer saves most of that, and costs 5 to 9 %
 * where 100,000 connections or more are reset. Later versions wait by themselves.
 */
export function prepareForCaptures(): void {
  setFlagsFromString("--heap-growing-percent=50");
  if (versions.v8.startsWith("11.")) setFlagsFromString("--interrupt-budget=300000");
}

export interface Output extends Writable {
  readonly isTTY?: boolean;
}

/** All of the outside world that a command may touch. */
export interface Context extends Writer {
  readonly stdin: Readable;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether the user is root, for whom some tools behave otherwise. */
  readonly isRoot: boolean;
  /** Whether the user's group is root's, which Wireshark minds as much. */
  readonly isRootGroup: boolean;
  /** The system, as Node names it: `linux`, `darwin`, `win32`. */
  readonly platform: string;
  /** Absolute path of the folder that the user is in. */
  readonly cwd: string;
  /** Asks to be told, once, that the user wants to end the command, which then ends by itself. */
  readonly onInterrupt?: (listener: () => void) => void;
}

/** One run of the program: what a command works with, and how it ends. */
export interface Session {
  readonly context: Context;
  readonly run: (exitCode: number | Promise<number>) => Promise<void>;
  /** The same for a command that only prints: it is done when nobody reads on, as behind `| head`. */
  readonly print: (exitCode: number | Promise<number>) => Promise<void>;
}

const require = createRequire(import.meta.url);

/** Colours for an output: only on a terminal, and not against the user's will (no-color.org). */
export function coloursFor(
  { env }: Context,
  { isTTY }: Output,
): ReturnType<typeof Picocolors.createColors> {
  const pc: typeof Picocolors = require("picocolors");
  return pc.createColors(isTTY === true && (env["NO_COLOR"] ?? "") === "");
}

/** Rows in columns, the first of them as a bold head. */
export function tableLines(
  context: Context,
  rows: readonly (readonly string[])[],
): readonly string[] {
  const [head = "", ...rest] = alignColumns(rows, "  ");
  return [coloursFor(context, context.stdout).bold(head), ...rest];
}

/** Prints the name of a file above its results. */
export function printTitle(context: Context, title: string): void {
  const { bold } = coloursFor(context, context.stdout);
  context.stdout.write(`${bold(showUnprintable(title))}\n`);
}

export function printJson(stdout: Output, row: object): void {
  stdout.write(`${jsonOf(row)}\n`);
}

function jsonOf(row: object): string {
  return escapeUnseen(JSON.stringify(row));
}

/** An object as JSON for people, over several lines. */
export function prettyJson(value: object): string {
  return `${JSON.stringify(value, null, 2).split("\n").map(escapeUnseen).join("\n")}\n`;
}

const BLOCK_OCTETS = 65_536;
/** Of UTF-8, that a unit of UTF-16 takes at most. */
const OCTETS_OF_UNIT = 3;
const NEWLINE = "\n".charCodeAt(0);

/** Prints rows as JSON, many at once: to write each costs more than to make it. */
export class JsonPrinter {
  readonly #stdout: Output;
  /** Filled from its start to its end, and never again: what was written may be waiting yet. */
  #block = Buffer.alloc(0);
  #written = 0;
  #length = 0;
  /** Of which the beginning of a row is. */
  #file: string | undefined;
  #beginning = Buffer.alloc(0);

  constructor(stdout: Output) {
    this.#stdout = stdout;
  }

  add(row: object): void {
    const json = jsonOf(row);
    this.#makeRoom(json.length * OCTETS_OF_UNIT + 1);
    this.#endLine(this.#length + this.#block.write(json, this.#length));
  }

  /** The same of a row that has members, with that of its file ahead of them. */
  addOf(file: string, row: object): void {
    if (file !== this.#file) {
      this.#file = file;
      this.#beginning = Buffer.from(`${escapeUnseen(JSON.stringify({ file })).slice(0, -1)},`);
    }
    const json = jsonOf(row);
    this.#makeRoom(this.#beginning.length + json.length * OCTETS_OF_UNIT + 1);
    // Over its brace: to make another object with that member would cost a third of the line.
    const start = this.#length + this.#beginning.length - 1;
    const written = this.#block.write(json, start);
    this.#beginning.copy(this.#block, this.#length);
    this.#endLine(start + written);
  }

  /** Here, for to add it to the text would copy that. */
  #endLine(end: number): void {
    this.#block[end] = NEWLINE;
    this.#length = end + 1;
  }

  flush(): void {
    if (this.#length === this.#written) return;
    this.#stdout.write(this.#block.subarray(this.#written, this.#length));
    this.#written = this.#length;
  }

  #makeRoom(octets: number): void {
    if (this.#length + octets <= this.#block.length) return;
    this.flush();
    this.#block = Buffer.allocUnsafeSlow(Math.max(BLOCK_OCTETS, octets));
    this.#written = 0;
    this.#length = 0;
  }
}

/** Exit codes; 2 is bad usage, and the argument parser's own. */
export const EXIT = {
  ok: 0,
  badInput: 1,
  usage: 2,
  stale: 3,
  disagreement: 4,
  compatible: 5,
  breaking: 6,
} as const;

/** A command cannot do what it was asked to; each line says why. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly lines: readonly string[];
  readonly exitCode: number;

  constructor(lines: string | readonly string[], exitCode: number = EXIT.badInput) {
    super();
    this.lines = [lines].flat();
    this.exitCode = exitCode;
  }
}

export function isRefused(error: unknown): boolean {
  return error instanceof Refusal || error instanceof WriteError;
}

/** Tells why a command refused, and gives its exit code; throws all other errors again. */
export function endRefused(context: Context, error: unknown): number {
  if (error instanceof WriteError) {
    const name = nearestName(context, error.path);
    tell(context, showUnprintable(`rstdiag: ${name} ${error.why}`), "nothing was written");
    return EXIT.badInput;
  }
  if (!(error instanceof Refusal)) throw error;
  tell(context, ...error.lines);
  return error.exitCode;
}

/** A path as it is, or from the folder that the user is in, whichever is shorter. */
function nearestName({ cwd }: Context, path: string): string {
  const short = relative(cwd, path);
  return short !== "" && short.length < path.length ? short : path;
}

/** No path of a file is longer (PATH_MAX of Linux), but a name in a line of JSON may be. */
const LONGEST_PATH = 4096;

/** Prints a line about a file on standard error; the file's name cannot break the line, or fill it. */
export function tellOf(context: Context, file: string, message: string): void {
  const name = file.length > LONGEST_PATH ? `${file.slice(0, LONGEST_PATH)}…` : file;
  // Many spaces would begin a line where a terminal folds, as if it were about another file.
  const onOneLine = name.replace(/(?<= ) /g, "<U+0020>");
  tell(context, showUnprintable(`${onOneLine}: ${message}`));
}

/** Prints lines on standard error, where all but a command's result goes; no name can break one. */
export function tell({ stderr }: Context, ...lines: readonly string[]): void {
  for (const line of lines) stderr.write(`${showUnprintable(line)}\n`);
}

/** What an error says, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export const OWN_ROOT = fileURLToPath(new URL("../../", import.meta.url));
export const OWN_REGISTRY = join(OWN_ROOT, "registry");
export const OWN_PACK = join(OWN_ROOT, "dist");

/** Whether npm installed this rstdiag, which is then not its user's to change. */
export const IS_INSTALLED = OWN_ROOT.split(sep).includes("node_modules");

/** The release, as the Wireshark plugin and the report show it. */
export function ownVersion(): string {
  const text = readFileSync(join(OWN_ROOT, "package.json"), "utf8");
  const { version }: { version: string } = JSON.parse(text);
  return version;
}

/**
 * Where scripts/build.mjs puts the revision and the digest of the pack that this program makes of its
 * own registry: making that at each start would take far too long.
 */
const FILE = new URL("own-pack.txt", import.meta.url);

/** What asks for it. */
export const VERSION_FLAGS = ["-V", "--version"];

/** What `--version` prints: the release and the pack. */
export function describeVersion(): string {
  const pack = readOwnPack();
  return `rstdiag ${ownVersion()}${pack === undefined ? "" : ` (${pack})`}`;
}

/** Undefined where nothing was built, or the registry had mistakes then. */
function readOwnPack(): string | undefined {
  try {
    return readFileSync(FILE, "utf8").trim();
  } catch {
    return undefined;
  }
}
