import { readStream } from "../capture/read-stream.js";

/** The file cannot be read; the message says why, for people. */
export class FileError extends Error {
  override readonly name = "FileError";
}

/**
 * The octets of a file, decompressed where it is compressed by gzip. `onOctets` learns how many of
 * the file were read. Throws `FileError`.
 */
export async function* openFile(
  file: Blob,
  onOctets: (octets: number) => void,
): AsyncGenerator<Uint8Array> {
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    let octets = 0;
    for await (const chunk of guarded(file)) {
      octets += chunk.length;
      onOctets(octets);
      yield chunk;
    }
  };
  if (await isGzip(file)) yield* gunzip(counted());
  else yield* counted();
}

async function* guarded(file: Blob): AsyncGenerator<Uint8Array> {
  try {
    yield* readStream(file.stream());
  } catch (error) {
    const name = error instanceof Error ? error.name : String(error);
    throw new FileError(`cannot be read (${name}); is it a file, and has it not changed since?`);
  }
}

async function isGzip(file: Blob): Promise<boolean> {
  const start = file.slice(0, 2);
  const [first, second] = new Uint8Array(await start.arrayBuffer().catch(() => new ArrayBuffer(0)));
  return first === 0x1f && second === 0x8b;
}

async function* gunzip(chunks: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (typeof DecompressionStream === "undefined") {
    throw new FileError("this browser decompresses nothing; decompress it first: gunzip FILE.gz");
  }
  let failure: unknown;
  const packed = new ReadableStream<BufferSource>({
    async pull(controller) {
      try {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(Uint8Array.from(value));
      } catch (error) {
        failure = error;
        controller.error(error);
      }
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
  try {
    yield* readStream(packed.pipeThrough(new DecompressionStream("gzip")));
  } catch (error) {
    if (failure !== undefined) throw failure;
    const message = error instanceof Error ? error.message : String(error);
    throw new FileError(`the file is damaged: it cannot be decompressed (${message})`);
  }
}
