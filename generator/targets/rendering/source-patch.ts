import { createHash } from "node:crypto";
import { diffArrays, FILE_HEADERS_ONLY, formatPatch } from "diff";
import { wrapText } from "./layout.js";
import type { OutputFile } from "./target.js";

/** Lines that stay: what a patch shows around a change. */
export interface KeptLines {
  readonly keep: readonly string[];
}

/** Lines that go, and lines that come in their place. */
export interface ChangedLines {
  readonly remove: readonly string[];
  readonly add: readonly string[];
}

/** Neighbouring changes, and the lines around and between them. */
export interface Hunk<P> {
  /** Of the first line in the newest source that is known. */
  readonly line: number;
  /** Whether it is of the second patch, which is for the table of upstream's alone. */
  readonly patch?: "table";
  readonly parts: readonly P[];
}

/** What is changed in a file of upstream's. */
export interface FileChanges {
  readonly file: string;
  readonly hunks: readonly Hunk<KeptLines | ChangedLines>[];
}

/**
 * The changes of a file, or those of its table alone, as git shows them, and patch(1) takes them, too:
 * without fuzz; empty where there is nothing to change.
 */
export function patchText({ file, hunks }: FileChanges, which?: "table"): string {
  let shift = 0;
  const shown = hunks
    .filter(({ patch }) => patch === which)
    .flatMap(({ line, parts }) => cutHunks(parts.flatMap(markLines), line))
    .map(({ oldStart, lines }) => {
      const oldLines = countOld(lines);
      const newLines = lines.filter((one) => !one.startsWith("-")).length;
      const newStart = oldStart + shift;
      shift += newLines - oldLines;
      return { oldStart, oldLines, newStart, newLines, lines };
    });
  if (shown.length === 0) return "";
  const patch = {
    oldFileName: `a/${file}`,
    newFileName: `b/${file}`,
    oldHeader: undefined,
    newHeader: undefined,
    hunks: shown,
  };
  return `diff --git a/${file} b/${file}\n${formatPatch(patch, FILE_HEADERS_ONLY)}`;
}

/** Lines that stay in a change are shown as such. */
function markLines(part: KeptLines | ChangedLines): readonly string[] {
  if ("keep" in part) return part.keep.map((line) => ` ${line}`);
  return diffArrays([...part.remove], [...part.add]).flatMap(({ added, removed, value }) =>
    value.map((line) => `${added ? "+" : removed ? "-" : " "}${line}`),
  );
}

/** Lines that are shown before and after a change. */
const CONTEXT = 3;

/** Leaves out what is far from all changes; `first` is the number of the first line. */
function cutHunks(marked: readonly string[], first: number) {
  const isChanged = (at: number) => marked[at] !== undefined && !marked[at].startsWith(" ");
  const isNear = marked.map((_, at) =>
    Array.from({ length: 2 * CONTEXT + 1 }, (_, step) => at - CONTEXT + step).some(isChanged),
  );
  const starts = isNear.flatMap((near, at) => (near && !isNear[at - 1] ? [at] : []));
  return starts.map((start) => {
    const end = isNear.indexOf(false, start);
    const lines = marked.slice(start, end < 0 ? undefined : end);
    return { oldStart: first + countOld(marked.slice(0, start)), lines };
  });
}

/** How many of the lines are in the source that is changed. */
function countOld(marked: readonly string[]): number {
  return marked.filter((one) => !one.startsWith("+")).length;
}

/** Columns of a message, and of what stands before a cause in it. */
const [MESSAGE_COLUMNS, CODE_COLUMNS] = [72, 7];

/** A text by its code. */
export type TableRows = ReadonlyMap<number, string>;

/** What a commit's message says of a changed table: each code whose text is new, another, or gone. */
export function tableDifferences(upstream: TableRows, ours: TableRows): readonly string[] {
  const codes = [...new Set([...upstream.keys(), ...ours.keys()])].sort((a, b) => a - b);
  return codes.flatMap((code) => {
    const [before, after] = [upstream.get(code), ours.get(code)];
    if (before === after) return [];
    const now = after ?? "(none)";
    const text = before === undefined ? `${now} (new)` : `${now} (was: ${before})`;
    return wrapText(text, MESSAGE_COLUMNS - CODE_COLUMNS).map(
      (line, at) => `${(at === 0 ? `${code}` : "").padStart(CODE_COLUMNS - 2)}  ${line}`,
    );
  });
}

/**
 * New files as `git format-patch --binary` shows them, which `git am` and `git apply` take; those
 * that are no text are in git's own form, which patch(1) refuses. Sorted as git sorts them.
 */
export function newFiles(files: readonly OutputFile[]): string {
  return [...files]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ path, content }) => {
      const head = [`diff --git a/${path} b/${path}`, "new file mode 100644"];
      return typeof content === "string"
        ? [...head, ...addedText(path, content)]
        : [...head, ...addedOctets(content)];
    })
    .map((lines) => `${lines.join("\n")}\n`)
    .join("");
}

/** The content ends with a line's end. */
function addedText(path: string, content: string): readonly string[] {
  const lines = content.split("\n").slice(0, -1);
  const count = lines.length === 1 ? "1" : `1,${lines.length}`;
  return [
    "--- /dev/null",
    `+++ b/${path}`,
    `@@ -0,0 +${count} @@`,
    ...lines.map((one) => `+${one}`),
  ];
}

const NO_FILE = "0".repeat(40);

/** What the file has, then what it had, for the way back; git compares the digest with what came out. */
function addedOctets(content: Uint8Array): readonly string[] {
  const digest = createHash("sha1").update(`blob ${content.length}\0`).update(content);
  return [
    `index ${NO_FILE}..${digest.digest("hex")}`,
    "GIT binary patch",
    ...literal(content),
    ...literal(new Uint8Array()),
  ];
}

/** Octets of a line of base 85. */
const LINE_OCTETS = 52;

/** One block of a binary patch; it ends with an empty line. */
function literal(content: Uint8Array): readonly string[] {
  const packed = zlibStored(content);
  const lines: string[] = [];
  for (let at = 0; at < packed.length; at += LINE_OCTETS) {
    lines.push(base85Line(packed.subarray(at, at + LINE_OCTETS)));
  }
  return [`literal ${content.length}`, ...lines, ""];
}

const BASE85 =
  "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";
const LENGTHS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** The number of octets as a letter, then five digits for each four of them, the last ones filled up. */
function base85Line(octets: Buffer): string {
  const filled = Buffer.alloc(Math.ceil(octets.length / 4) * 4);
  octets.copy(filled);
  let line = LENGTHS.charAt(octets.length - 1);
  for (let at = 0; at < filled.length; at += 4) {
    const number = filled.readUInt32BE(at);
    for (let power = 4; power >= 0; power -= 1) {
      line += BASE85.charAt(Math.floor(number / 85 ** power) % 85);
    }
  }
  return line;
}

/** RFC 1950: deflate with a window of 32 KiB, and no dictionary. */
const ZLIB_HEADER = [0x78, 0x01];
const LARGEST_BLOCK = 0xffff;

/**
 * A zlib stream whose blocks are stored (RFC 1951, section 3.2.4). Versions of Node bring versions of
 * zlib that compress differently, and a pack is the same octets everywhere; captures are small.
 */
function zlibStored(content: Uint8Array): Buffer {
  const parts: Uint8Array[] = [Uint8Array.from(ZLIB_HEADER)];
  for (let at = 0; at === 0 || at < content.length; at += LARGEST_BLOCK) {
    const block = content.subarray(at, at + LARGEST_BLOCK);
    const head = Buffer.alloc(5);
    head.writeUInt8(at + block.length === content.length ? 1 : 0, 0);
    head.writeUInt16LE(block.length, 1);
    head.writeUInt16LE(block.length ^ 0xffff, 3);
    parts.push(head, block);
  }
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(adler32(content));
  return Buffer.concat([...parts, sum]);
}

/** RFC 1950, section 8. */
function adler32(content: Uint8Array): number {
  let [low, high] = [1, 0];
  for (const octet of content) {
    low = (low + octet) % 65521;
    high = (high + low) % 65521;
  }
  return high * 65536 + low;
}
