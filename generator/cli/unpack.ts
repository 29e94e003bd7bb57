import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { type Decompressor, KIND_OCTETS, recogniseFile } from "../capture/file-kind.js";
import { CaptureError } from "../capture/frame.js";
import { NO_CONFIGURATION } from "../verify/tshark-run.js";
import type { Context } from "./context.js";
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
        yield* unpackInner(
          context,
          path,
          limited(all, (packed) => gunzip(packed, first.length)),
        );
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

/** In a chunk: of a large file many, for Node takes new memory for each, and of a small one few. */
const [FEW_OCTETS, MANY_OCTETS] = [16 * 1024, 1024 * 1024];
const USUAL_EXPANSION = 8;

/** `firstOctets` are those of the first chunk: of a small file all, of a large one what comes at once. */
async function* gunzip(
  chunks: AsyncIterable<Uint8Array>,
  firstOctets: number,
): AsyncGenerator<Uint8Array, void> {
  const source = Readable.from(copies(chunks));
  const expected = firstOctets * USUAL_EXPANSION;
  const chunkSize = Math.min(Math.max(expected, FEW_OCTETS), MANY_OCTETS);
  const stream = createGunzip({ chunkSize });
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

/** A file of a format that is not read here. */
interface ForeignFile {
  /** Absolute, so that no name is an option. */
  readonly path: string;
  /** Of the format, where it is known. */
  readonly name: string | undefined;
  /** Its octets, for whoever says best what it is not. */
  readonly all: AsyncGenerator<Uint8Array, void>;
}

const ADVICE = "tshark -r FILE -F pcapng -w new.pcapng";

/**
 * The same capture as pcapng, by tshark, which reads many formats. A file that tshark does not know
 * either comes as it is.
 */
async function* convert(
  { env }: Pick<Context, "env">,
  { path, name, all }: ForeignFile,
): AsyncGenerator<Uint8Array, void> {
  let isBegun = false;
  try {
    for await (const chunk of convertAny(env, path)) {
      isBegun = true;
      yield chunk;
    }
    await all.return();
  } catch (error) {
    if (!(error instanceof ProgramError) || isBegun) throw error;
    if (name === undefined) yield* all;
    else if (!error.isMissing) throw error;
    else {
      const advice = `install tshark, which converts it, or do so elsewhere: ${ADVICE}`;
      throw new CaptureError(0, `the file is a ${name} capture; ${advice}`);
    }
  }
}

type Environment = Context["env"];

/** Formats that say the link type of each packet are written as Ethernet, if all of them are. */
async function* convertAny(own: Environment, path: string): AsyncGenerator<Uint8Array, void> {
  const env = { ...own, ...NO_CONFIGURATION };
  const args = ["-n", "-r", path, "-F", "pcapng", "-w", "-"];
  try {
    yield* readProgram({ program: "tshark", args, env });
  } catch (error) {
    const isPerPacket = error instanceof ProgramError && /can't be written as/.test(error.message);
    if (!isPerPacket || !(await isAllEthernet(env, path))) throw error;
    const asEthernet = ["-F", "pcapng", "-T", "ether", path, "-"];
    yield* readProgram({ program: "editcap", args: asEthernet, env });
  }
}

async function isAllEthernet(env: Environment, path: string): Promise<boolean> {
  const printed: Buffer[] = [];
  for await (const chunk of readProgram({ program: "capinfos", args: ["-E", path], env })) {
    printed.push(Buffer.from(chunk));
  }
  const lines = Buffer.concat(printed).toString("utf8").split("\n").slice(1);
  const kinds = lines
    .map((line) => line.replace(/^[^:]*: */, "").trim())
    .filter((kind) => kind !== "" && kind !== "Per packet");
  return (
    kinds.length > 0 &&
    kinds.every((kind) => /^Ethernet\b/.test(kind) || kind.startsWith("Encapsulation in use"))
  );
}
