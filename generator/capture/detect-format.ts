import { CaptureError } from "./capture-error.js";
import type { OnFrame } from "./frame.js";
import { PcapReader } from "./pcap-reader.js";
import { BLOCK_TYPE } from "./pcapng-block.js";
import { PcapngReader } from "./pcapng-reader.js";
import type { RecordReader } from "./record-reader.js";

/** Octets that tell the format of a file. */
export const MAGIC_LENGTH = 4;

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
  ["a1b2cd34", `is a pcap capture with the record headers of a patched libpcap; ${CONVERT}`],
  ["34cdb2a1", `is a pcap capture with the record headers of a patched libpcap; ${CONVERT}`],
  ["7f454c46", "is a program; give the capture file itself"],
];

/** Chooses the reader by the first octets; throws `CaptureError` where they are of no capture. */
export function detectFormat(octets: Buffer, onFrame: OnFrame): RecordReader {
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
    ? "is text, no capture; give a pcap or pcapng file, or make one with: text2pcap FILE new.pcapng"
    : `is no pcap or pcapng capture, it starts with ${hex}; where another tool wrote it, ${CONVERT}`;
}
