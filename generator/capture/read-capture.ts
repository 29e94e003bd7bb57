import { CaptureError, type OnFrame, type RecordReader } from "./frame.js";
import { PcapReader } from "./pcap.js";
import { BLOCK_TYPE, PcapngReader } from "./pcapng.js";

/** Octets that tell the format of a file. */
const MAGIC_LENGTH = 4;

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

/** Chooses the reader by the first octets; throws `CaptureError` where they are of no capture. */
function detectFormat(octets: Buffer, onFrame: OnFrame): RecordReader {
  const magic = octets.readUInt32BE(0);
  switch (magic) {
    case 0xa1b2c3d4:
      return new PcapReader({ byteOrder: "big", fractionDigits: 6, onFrame });
    case 0xd4c3b2a1:
      return new PcapReader({ byteOrder: "little", fractionDigits: 6, onFrame });
    case 0xa1b23c4d:
      return new PcapReader({ byteOrder: "big", fractionDigits: 9, onFrame });
    case 0x4d3cb2a1:
      return new PcapReader({ byteOrder: "little", fractionDigits: 9, onFrame });
    case 0xa1b2cd34:
      return new PcapReader({ byteOrder: "big", fractionDigits: 6, isModified: true, onFrame });
    case 0x34cdb2a1:
      return new PcapReader({ byteOrder: "little", fractionDigits: 6, isModified: true, onFrame });
    case BLOCK_TYPE.SECTION_HEADER:
      return new PcapngReader(onFrame);
    default:
      throw new CaptureError(0, `the file ${describeForeign(octets)}`);
  }
}

function describeForeign(octets: Buffer): string {
  const hex = octets.toString("hex", 0, MAGIC_LENGTH);
  const known = FOREIGN.find(([start]) => hex.startsWith(start));
  if (known !== undefined) return known[1];
  const text = octets.subarray(0, MAGIC_LENGTH).every((octet) => octet >= 0x20 && octet < 0x7f);
  return text
    ? "is text, not a capture; give a pcap or pcapng file, or make one with: text2pcap FILE new.pcapng"
    : `is not a pcap or pcapng capture: it starts with ${hex}; if another tool wrote it, ${CONVERT}`;
}

const NOTHING = Buffer.alloc(0);

/**
 * Cuts chunks of any size into records. Only a record that lies across chunks is copied; at most
 * one record is held, and the readers limit its length.
 */
class RecordLoop {
  readonly #onFrame: OnFrame;
  #reader: RecordReader | undefined;
  /** Octets before what is held or read now. */
  #offsetBytes = 0;
  #held = NOTHING;
  #heldLength = 0;
  /** Octets that the next record must have before it can be taken or measured again. */
  #needed = MAGIC_LENGTH;

  constructor(onFrame: OnFrame) {
    this.#onFrame = onFrame;
  }

  /** Reads all records that end in `chunk`; throws `CaptureError` at the first damaged one. */
  push(chunk: Buffer): void {
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
  #fill(chunk: Buffer, start: number): number {
    if (this.#held.length < this.#needed) this.#hold(this.#held.subarray(0, this.#heldLength));
    const end = Math.min(chunk.length, start + this.#needed - this.#heldLength);
    chunk.copy(this.#held, this.#heldLength, start, end);
    this.#heldLength += end - start;
    if (this.#heldLength === this.#needed && this.#drain(this.#held) > 0) {
      this.#held = NOTHING;
      this.#heldLength = 0;
    }
    return end - start;
  }

  /** Frames may be views of what was held before, so that memory is never written again. */
  #hold(octets: Buffer): void {
    this.#held = Buffer.allocUnsafe(this.#needed);
    this.#heldLength = octets.copy(this.#held);
  }

  /** Takes all records that are whole; returns their octets. */
  #drain(octets: Buffer): number {
    if (octets.length < MAGIC_LENGTH && this.#reader === undefined) return 0;
    this.#reader ??= detectFormat(octets, this.#onFrame);
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
  const loop = new RecordLoop(onFrame);
  let octetsRead = 0;
  for await (const chunk of chunks) {
    loop.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    octetsRead += chunk.byteLength;
    onProgress?.(octetsRead);
  }
  loop.end();
}
