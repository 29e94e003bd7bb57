import {
  chmodSync,
  chownSync,
  copyFileSync,
  linkSync,
  lstatSync,
  mkdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  statSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { lookAt, type Place, refuseLink } from "./links.js";
import { findLeftovers, makeScratch, removeScratch, type Writer } from "./scratch-folders.js";
import { WriteError } from "./write-error.js";

/** A file to write, and where it belongs on disk. */
export interface NewFile extends Place {
  /** The most rights that it may have; the file that it replaces may have fewer, which stay. */
  readonly mode?: number;
  /** Whether nothing may be replaced. */
  readonly isNew?: boolean;
  /** Whether what is there may be replaced: asked when that is done, for much may have come meanwhile. */
  readonly mayReplace?: (path: string) => boolean;
}

export interface PlacedFile extends NewFile {
  readonly content: Uint8Array;
}

export const EXISTS = "already exists; replace it with --force";
const FOLDER = "cannot be written: a folder is in the way";

/** Writes all files and takes others away, or does nothing and throws a `WriteError`. */
export async function writeFiles(
  files: readonly PlacedFile[],
  writer: Writer,
  removed: readonly NewFile[] = [],
): Promise<void> {
  const all = new WholeFiles(writer);
  try {
    for (const file of files) await all.write(file, [file.content]);
    for (const file of removed) all.remove(file);
    await all.finish();
  } finally {
    all.discard();
  }
}

/** One file that is put into its place, or taken away. */
interface Step {
  readonly file: NewFile;
  /** The whole file, until it is in its place; without, what is there is to go. */
  readonly whole?: string;
  /** What was in its place, from when it is not there any more. */
  readonly before: string;
  /** Whether anything was. */
  isReplacing: boolean;
  isDone: boolean;
}

/**
 * Files that appear all at once, or not at all: each is written in a folder of ours beside its place,
 * then all are renamed. Where something fails, or a signal ends the program, all is as it was before.
 * Only whoever is killed cannot tidy up: the next writer in the same folder does.
 */
export class WholeFiles {
  readonly #writer: Writer;
  readonly #folderMode: number;
  readonly #forget: (() => void) | undefined;
  readonly #scratch = new Map<string, string>();
  readonly #madeFolders: string[] = [];
  readonly #steps: Step[] = [];

  /** Folders that are missing are made with the mode, less what the umask takes away. */
  constructor(writer: Writer, folderMode = 0o777) {
    this.#writer = writer;
    this.#folderMode = folderMode;
    this.#forget = writer.onEarlyEnd?.(() => this.#undo());
  }

  /** Writes a file, which is not in its place yet. */
  async write(
    file: NewFile,
    content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  ): Promise<void> {
    const whole = this.place(file);
    const handle = await naming(file, open(whole, "wx", file.mode));
    try {
      for await (const chunk of content) await naming(file, handle.appendFile(chunk));
    } finally {
      await naming(file, handle.close());
    }
  }

  /** The path at which something else is to write a file; what has this name and more goes, too. */
  place(file: NewFile): string {
    const { whole, before } = this.#prepare(file);
    this.#steps.push({ file, whole, before, isReplacing: false, isDone: false });
    return whole;
  }

  /** Takes away a file that is there. */
  remove(file: NewFile): void {
    const { before } = this.#prepare(file);
    this.#steps.push({ file, before, isReplacing: false, isDone: false });
  }

  /** Puts what was written into its place, and is ready for more. */
  putInPlace(): void {
    for (const step of this.#steps.filter(({ isDone }) => !isDone)) {
      guard(step.file.path, () => putInPlace(step));
    }
  }

  /** Puts all into its place, for good. */
  async finish(): Promise<void> {
    this.putInPlace();
    // A signal that came meanwhile is heard now, when all can still be undone.
    await setImmediate();
    this.#steps.length = 0;
    this.#madeFolders.length = 0;
  }

  /** Leaves all as it was before, but for what is finished; to be called in any case. */
  discard(): void {
    this.#undo();
    this.#forget?.();
  }

  #undo(): void {
    for (const step of this.#steps.splice(0).reverse()) takeBack(step);
    for (const path of this.#scratch.values()) removeScratch(path);
    this.#scratch.clear();
    for (const folder of this.#madeFolders.splice(0).reverse()) removeIfEmpty(folder);
  }

  #prepare(file: NewFile): { readonly whole: string; readonly before: string } {
    return guard(file.path, () => {
      examine(file);
      const folder = dirname(file.path);
      this.#makeFolder(folder);
      const scratch = this.#scratch.get(folder) ?? this.#makeScratch(folder);
      const number = this.#steps.length;
      return { whole: join(scratch, `${number}`), before: join(scratch, `${number}-before`) };
    });
  }

  #makeScratch(folder: string): string {
    removeLeftovers([folder], this.#writer);
    const scratch = makeScratch(folder, this.#writer);
    this.#scratch.set(folder, scratch);
    return scratch;
  }

  /** Makes one after the other: where Node may not make one of many, it tries for ever. */
  #makeFolder(folder: string): void {
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
    if (dirname(folder) !== folder) this.#makeFolder(dirname(folder));
    try {
      mkdirSync(folder, this.#folderMode);
      this.#madeFolders.push(folder);
    } catch (error) {
      // Another run may have been quicker.
      if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
    }
  }
}

/** Removes what runs that were stopped have left in these folders. */
export function removeLeftovers(folders: Iterable<string>, writer: Writer): void {
  for (const path of findLeftovers(folders, writer)) removeScratch(path);
}

function examine(file: NewFile): Stats | undefined {
  refuseLink(file);
  const found = lookAt(file.path);
  if (found?.isDirectory()) throw new WriteError(file.path, FOLDER);
  if (found !== undefined && file.isNew) throw new WriteError(file.path, EXISTS);
  return found;
}

function putInPlace(step: Step): void {
  const { file, whole, before } = step;
  // Once more, for much time may have gone by.
  const found = examine(file);
  if (found !== undefined && file.mayReplace?.(file.path) === false) {
    throw new WriteError(file.path, EXISTS);
  }
  step.isReplacing = found !== undefined;
  if (whole === undefined) {
    renameSync(file.path, before);
  } else if (file.isNew) {
    putNew(whole, file.path);
  } else {
    if (found !== undefined) keep(file.path, before);
    if (found !== undefined) keepRights(found, whole, file.mode);
    // Both are in one folder, wherever a link leads that was put into its place meanwhile.
    renameSync(whole, file.path);
  }
  step.isDone = true;
}

/** In place of nothing, also where something has come in the same moment. */
function putNew(whole: string, path: string): void {
  try {
    linkSync(whole, path);
  } catch (error) {
    if (codeOf(error) === "EEXIST") throw new WriteError(path, EXISTS);
    // Not every file system has hard links.
    renameSync(whole, path);
  }
}

function keep(path: string, before: string): void {
  try {
    linkSync(path, before);
  } catch {
    copyFileSync(path, before);
  }
}

/** The file that takes the place of another one has no more rights than that, and its owner if it may be. */
function keepRights(found: Stats, whole: string, mode = 0o777): void {
  const { uid, gid } = lstatSync(whole);
  let rights = found.mode & mode & 0o777;
  try {
    if (uid !== found.uid || gid !== found.gid) chownSync(whole, found.uid, found.gid);
  } catch {
    // What the group might do was meant for another one.
    if (gid !== found.gid) rights &= ~0o070;
  }
  chmodSync(whole, rights);
}

function takeBack({ file, before, isReplacing, isDone }: Step): void {
  if (!isDone) return;
  if (lookAt(before) !== undefined) renameSync(before, file.path);
  // Where what was there is lost, what has taken its place is better than nothing.
  else if (!isReplacing) rmSync(file.path, { force: true });
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Somebody else needs it by now.
  }
}

function guard<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw toWriteError(path, error);
  }
}

async function naming<T>({ path }: NewFile, operation: Promise<T>): Promise<T> {
  try {
    return await operation;
  } catch (error) {
    throw toWriteError(path, error);
  }
}

function toWriteError(path: string, error: unknown): unknown {
  const code = codeOf(error);
  if (code === undefined) return error;
  return new WriteError(
    path,
    `cannot be written (${code}); check the folder, its rights and space`,
  );
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}
