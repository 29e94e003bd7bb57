import { type FileHandle, open, stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

/** How long to wait for more; whoever reads learns by an empty chunk that nothing came. */
const WAIT_MILLISECONDS = 500;
const CHUNK_OCTETS = 64 * 1024;
const NOTHING = new Uint8Array();

/**
 * The chunks of a file that still grows, as they are written; an empty one now and then, while
 * nothing is. It ends where `signal` says so, or where another file takes the name or none has it.
 */
export async function* followFile(
  path: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  const file = await open(path);
  try {
    while (!signal.aborted) {
      const chunk = Buffer.allocUnsafe(CHUNK_OCTETS);
      const { bytesRead } = await file.read(chunk);
      if (bytesRead > 0) yield chunk.subarray(0, bytesRead);
      else if (await isReplaced(file, path)) return;
      else {
        yield NOTHING;
        await sleep(WAIT_MILLISECONDS, undefined, { signal }).catch(() => undefined);
      }
    }
  } finally {
    await file.close();
  }
}

async function isReplaced(file: FileHandle, path: string): Promise<boolean> {
  const own = await file.stat();
  const named = await stat(path).catch(() => undefined);
  return named === undefined || named.ino !== own.ino || named.dev !== own.dev;
}

/** The same of a stream: an empty chunk now and then, while nothing comes. */
export async function* withPauses(
  chunks: AsyncGenerator<Uint8Array, void>,
): AsyncGenerator<Uint8Array, void> {
  try {
    let next = chunks.next();
    for (;;) {
      const pause = new AbortController();
      const waiting = sleep(WAIT_MILLISECONDS, undefined, { signal: pause.signal });
      const first = await Promise.race([next, waiting.catch(() => undefined)]);
      pause.abort();
      if (first === undefined) {
        yield NOTHING;
        continue;
      }
      if (first.done) return;
      yield first.value;
      next = chunks.next();
    }
  } finally {
    await chunks.return();
  }
}
