import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { type Decompressor, KIND_OCTETS, recogniseFile } from "../capture/file-kind.js";
import type { Context } from "./context.js";
import { convert } from "./convert-capture.js";
import { copies, ProgramError, readProgram } from "./program-stream.js";

/**
 * The octets of a pcap or pcapng capture, whatever it is packed in: decompressed where it is
 * compressed, and converted by tshark where it is another format's. Everything else goes through as
 * it is. Nothing is held but a chunk, and a bomb ends early. `path` is absolute; without it, nobody
 * but us can read the input.
 */
export async function* unpack(
  context: Context,
  chunks: AsyncGenerator<Uint8Array, void>,
  path?: string,
): AsyncGenerator<Uint8Array, void> {
  try {
    const { first, all } = await peek(chunks);
    const found = recogniseFile(first);
    switch (found.kind) {
      case "capture":
      case "text":
        yield* all;
        break;
      case "gzip":
        yield* unpackInner(context, path, limited(all, gunzip));
        break;
      case "compressed":
        yield* unpackInner(
          context,
          path,
          limited(all, (packed) => decompress(context, found.by, packed)),
        );
        break;
      case "foreign":
        if (path === undefined) yield* all;
        else yield* convert(context, { path, name: found.name, all });
        break;
      default:
        found satisfies never;
    }
  } finally {
    // Whoever stops at the first octets leaves nobody else to close the file.
    await chunks.return();
  }
}

/** What was compressed may be another format's: tshark decompresses by itself. */
async function* unpackInner(
  context: Context,
  path: string | undefined,
  unpacked: AsyncGenerator<Uint8Array, void>,
): AsyncGenerator<Uint8Array, void> {
  const { first, all } = await peek(unpacked);
  const found = recogniseFile(first);
  if (found.kind !== "foreign" || path === undefined) yield* all;
  else yield* convert(context, { path, name: found.name, all });
}

/** The first octets, and all of them once more: up to the first chunk that is long enough. */
async function peek(chunks: AsyncGenerator<Uint8Array, void>) {
  const held: Buffer[] = [];
  let length = 0;
  let last: Uint8Array | undefined;
  while (length < KIND_OCTETS) {
    const { done, value } = await chunks.next();
    if (done) break;
    if (last !== undefined) held.push(Buffer.from(last));
    last = Buffer.from(value);
    length += value.length;
  }
  if (last !== undefined) held.push(Buffer.from(last));
  const first = Buffer.concat(held);
  return { first, all: resume(first, chunks) };
}

async function* resume(
  first: Buffer,
  chunks: AsyncGenerator<Uint8Array, void>,
): AsyncGenerator<Uint8Array, void> {
  if (first.length > 0) yield first;
  yield* chunks;
}

async function* gunzip(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const source = Readable.from(copies(chunks));
  const stream = createGunzip();
  source.on("error", (error) => stream.destroy(error)).pipe(stream);
  try {
    yield* stream;
  } catch (error) {
    const isDamage =
      error instanceof Error && "code" in error && String(error.code).startsWith("Z_");
    throw isDamage ? new ProgramError(`the file is damaged: gzip says ${error.message}`) : error;
  } finally {
    source.destroy();
    stream.destroy();
  }
}

async function* decompress(
  { env }: Context,
  { name, program, args }: Decompressor,
  input: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  try {
    yield* readProgram({ program, args, env, input });
  } catch (error) {
    if (!(error instanceof ProgramError && error.isMissing)) throw error;
    const advice = `install ${program}, or decompress it elsewhere: ${program} -d FILE`;
    throw new ProgramError(`the file is compressed by ${name}; ${advice}`);
  }
}

/** What a capture may unpack to without question: bombs are longer, or end before. */
const FREE_OCTETS = 1024 ** 3;
/** Captures of the most even traffic unpack to some 100 times their size. */
const EXPANSION_LIMIT = 400;

/** Ends a stream that unpacks to more than any capture does. */
export async function* limited(
  packed: AsyncIterable<Uint8Array>,
  unpackAll: (packed: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>,
  freeOctets = FREE_OCTETS,
): AsyncGenerator<Uint8Array, void> {
  let packedOctets = 0;
  let octets = 0;
  async function* counted(): AsyncGenerator<Uint8Array, void> {
    for await (const chunk of packed) {
      packedOctets += chunk.length;
      yield chunk;
    }
  }
  for await (const chunk of unpackAll(counted())) {
    octets += chunk.length;
    if (octets > freeOctets && octets > packedOctets * EXPANSION_LIMIT) {
      const what = `expands to more than ${EXPANSION_LIMIT} times its size`;
      throw new ProgramError(`the file ${what}; if you trust it, decompress it first`);
    }
    yield chunk;
  }
}
