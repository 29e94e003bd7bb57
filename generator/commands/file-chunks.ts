import { type FileHandle, open } from "node:fs/promises";

const CHUNK_OCTETS = 1024 * 1024;

/**
 * Reads a file in chunks, each valid until the next one is asked for: two buffers take turns, so
 * that the next chunk is read while one is worked on, and no memory waits to be collected.
 * Rejects with the system's error where the file cannot be read.
 */
export async function* readFileChunks(path: string): AsyncGenerator<Uint8Array, void> {
  const file = await open(path);
  try {
    yield* takeTurns(file);
  } finally {
    await file.close();
  }
}

async function* takeTurns(file: FileHandle): AsyncGenerator<Uint8Array, void> {
  let [current, next] = [Buffer.allocUnsafe(CHUNK_OCTETS), Buffer.allocUnsafe(CHUNK_OCTETS)];
  let { bytesRead } = await file.read(current);
  while (bytesRead > 0) {
    const reading = file.read(next);
    // Whoever stops here, by an error or a return, leaves nobody to hear how the reading ended.
    reading.catch(() => {});
    yield current.subarray(0, bytesRead);
    ({ bytesRead } = await reading);
    [current, next] = [next, current];
  }
}
