import { readUint32 } from "./byte-order.js";
import { CaptureError, type OnFrame, type RecordReader } from "./frame.js";
import { showHex } from "./octets.js";
import { PcapReader, type PcapVariant, pcapVariantOf } from "./pcap.js";
import { PcapngReader } from "./pcapng.js";
import { BLOCK_TYPE } from "./pcapng-block.js";

const CONVERT = "convert it with: editcap -F pcapng FILE new.pcapng";

/** Files that people mistake for captures, by their first octets in hex. */
const FOREIGN: readonly (readonly [hex: string, advice: string])[] = [
  ["1f8b", "is compressed by gzip; decompress it first: gunzip FILE.gz"],
  ["28b52ffd", "is compressed by zstd; decompress it first: unzstd FILE.zst"],
  ["04224d18", "is compressed by LZ4; decompress it first: unlz4 FILE.lz4"],
  ["fd377a58", "is compressed by xz; decompress it first: unxz FILE.xz"],
  ["425a68", "is compressed by bzip2; decompress it first: bunzip2 FILE.bz2"],
  ["504b0304", "is a ZIP archive; extract the capture first: unzip FILE.zip"],
  ["736e6f6f", `is a Solaris snoop capture; ${CONVERT}`],
  ["474d4255", `is a Microsoft Network Monitor capture; ${CONVERT}`],
  ["52545353", `is a Microsoft Network Monitor capture; ${CONVERT}`],
  ["58435000", `is a NetXRay capture; ${CONVERT}`],
  ["54525349", `is a Sniffer capture; ${CONVERT}`],
  ["7f454c46", "is a program; give the capture file itself"],
];

/** How each format is read. */
interface Formats {
  readonly pcap: (variant: PcapVariant) => RecordReader;
  readonly pcapng: () => RecordReader;
}

/** Chooses the reader by the first octets; throws `CaptureError` where they are of no capture. */
export function chooseReader(octets: Uint8Array, { pcap, pcapng }: Formats): RecordReader {
  const magic = readUint32(octets, 0, "big");
  if (magic === BLOCK_TYPE.SECTION_HEADER) return pcapng();
  const variant = pcapVariantOf(magic);
  if (variant !== undefined) return pcap(variant);
  throw new CaptureError(0, `the file ${describeForeign(octets)}`);
}

function describeForeign(octets: Uint8Array): string {
  const hex = showHex(octets.subarray(0, MAGIC_LENGTH));
  const known = FOREIGN.find(([start]) => hex.startsWith(start));
  if (known !== undefined) return known[1];
  const text = octets.subarray(0, MAGIC_LENGTH).every((octet) => octet >= 0x20 && octet < 0x7f);
  return text
    ? "is text, not a capture; give a pcap or pcapng file, or make one with: text2pcap FILE new.pcapng"
    : `is not a pcap or pcapng capture: it starts with ${hex}; if another tool wrote it, ${CONVERT}`;
}

/**
 * Reads a pcap or pcapng file from chunks of any size, and calls `onFrame` for each packet.
 * `onProgress` gets the octets read so far after each chunk.
 * Rejects with `CaptureError` where the file is damaged, cut off or no capture, after all frames
 * before that place were delivered. Holds one record at most (16 MiB), never the file.
 */
export async function readCapture(
  chunks: AsyncIterable<Uint8Array>,
  onFrame: OnFrame,
  onProgress?: (octetsRead: number) => void,
): Promise<void> {
  const formats = {
    pcap: (variant: PcapVariant) => new PcapReader(variant, onFrame),
    pcapng: () => new PcapngReader(onFrame),
  };
  const loop = new RecordLoop((octets) => chooseReader(octets, formats));
  let octetsRead = 0;
  for await (const chunk of chunks) {
    // Octets of one kind alone: what reads them is faster than where some are a `Buffer` of Node's.
    loop.push(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    octetsRead += chunk.byteLength;
    onProgress?.(octetsRead);
  }
  loop.end();
}

/** Octets that tell the format of a file. */
const MAGIC_LENGTH = 4;

const NOTHING = new Uint8Array();

/**
 * Cuts chunks of any size into records. Only a record that lies across chunks is copied; at most
 * one record is held, and the readers limit its length.
 */
export class RecordLoop {
  readonly #createReader: (octets: Uint8Array) => RecordReader;
  #reader: RecordReader | undefined;
  /** Octets before what is held or read now. */
  #offsetBytes = 0;
  #held: Uint8Array = NOTHING;
  #heldLength = 0;
  /** Octets that the next record must have before it can be taken or measured again. */
  #needed = MAGIC_LENGTH;

  /** `createReader` gets the first octets of the file, `MAGIC_LENGTH` or more. */
  constructor(createReader: (octets: Uint8Array) => RecordReader) {
    this.#createReader = createReader;
  }

  /** Reads all records that end in `chunk`; throws `CaptureError` at the first damaged one. */
  push(chunk: Uint8Array): void {
    let start = 0;
    while (this.#heldLength > 0 && start < chunk.length) start += this.#fill(chunk, start);
    if (start === chunk.length) return;
    const rest = start === 0 ? chunk : chunk.subarray(start);
    const used = this.#drain(rest);
    if (used < rest.length) this.#hold(rest.subarray(used));
  }

  /** Throws `CaptureError` where the file ends inside a record. */
  end(): void {
    if (this.#heldLength > 0) {
      const name = this.#reader?.recordName ?? "its magic number";
      throw new CaptureError(
        this.#offsetBytes,
        `the file ends inside ${name}, ${this.#heldLength} of ${this.#needed} octets are there; ` +
          "it was cut off",
      );
    }
    if (this.#offsetBytes === 0) {
      throw new CaptureError(0, "the file is empty; a capture has at least a file header");
    }
  }

  /** Moves to the held record what it lacks, returns how much, and reads it if it is whole. */
  #fill(chunk: Uint8Array, start: number): number {
    if (this.#held.length < this.#needed) this.#hold(this.#held.subarray(0, this.#heldLength));
    const end = Math.min(chunk.length, start + this.#needed - this.#heldLength);
    this.#held.set(chunk.subarray(start, end), this.#heldLength);
    this.#heldLength += end - start;
    if (this.#heldLength === this.#needed && this.#drain(this.#held) > 0) {
      this.#held = NOTHING;
      this.#heldLength = 0;
    }
    return end - start;
  }

  /** Frames may be views of what was held before, so that memory is never written again. */
  #hold(octets: Uint8Array): void {
    this.#held = new Uint8Array(this.#needed);
    this.#held.set(octets);
    this.#heldLength = octets.length;
  }

  /** Takes all records that are whole; returns their octets. */
  #drain(octets: Uint8Array): number {
    if (octets.length < MAGIC_LENGTH && this.#reader === undefined) return 0;
    this.#reader ??= this.#createReader(octets);
    const reader = this.#reader;
    const base = this.#offsetBytes;
    const window = { octets, position: 0, offsetBytes: base };
    while (window.position < octets.length) {
      const length = reader.measure(window);
      this.#needed = length;
      if (octets.length - window.position < length) break;
      reader.take(window, length);
      window.position += length;
      window.offsetBytes = base + window.position;
    }
    this.#offsetBytes = window.offsetBytes;
    return window.position;
  }
}

/** The chunks of a stream as browsers have it; not every one of them can iterate over it. */
export async function* readStream(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel();
  }
}
