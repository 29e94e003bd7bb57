import { lstatSync, renameSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { temporaryFor } from "../install/placed-files.js";
import { showUnprintable } from "../model/text.js";
import { type Context, Refusal } from "./context.js";

/** A file to write. */
export interface NewFile {
  /** Absolute. */
  readonly path: string;
  /** As the user calls it. */
  readonly name: string;
  /** Permission bits, of which the system takes those away that the user's new files never have. */
  readonly mode: number;
  /** Whether it may take the place of another file. */
  readonly isReplacing: boolean;
}

/**
 * Writes a file that appears when it is whole, or not at all: what is not finished has another name
 * beside it, and is removed where something fails or a signal ends the program.
 */
export async function writeWhole(
  { onEarlyEnd }: Context,
  file: NewFile,
  chunks: AsyncIterable<Uint8Array>,
): Promise<void> {
  const temporary = temporaryFor(file.path);
  const remove = () => rmSync(temporary, { force: true });
  const forget = onEarlyEnd?.(remove);
  try {
    // Exclusive: a link that somebody put there is not followed.
    const handle = await orRefuse(file, open(temporary, "wx", file.mode));
    try {
      for await (const chunk of chunks) await orRefuse(file, handle.appendFile(chunk));
    } finally {
      await handle.close();
    }
    refuseExisting(file);
    renameSync(temporary, file.path);
  } finally {
    remove();
    forget?.();
  }
}

/** Refuses what is there and may not be replaced; a link that leads nowhere is something, too. */
export function refuseExisting({ path, name, isReplacing }: NewFile): void {
  if (isReplacing || lstatSync(path, { throwIfNoEntry: false }) === undefined) return;
  throw new Refusal(showUnprintable(`${name} already exists; replace it with --force`));
}

async function orRefuse<T>({ name }: NewFile, operation: Promise<T>): Promise<T> {
  try {
    return await operation;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    const message = `${name} was not written (${code}); check the folder, its rights and space`;
    throw new Refusal(showUnprintable(message));
  }
}
