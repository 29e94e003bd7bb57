/** Order of the octets of a number: each pcap file and each pcapng section has its own. */
export type ByteOrder = "little" | "big";

/** Reads 16 bits unsigned; throws `RangeError` beyond the end of `octets`. */
export function readUint16(octets: Buffer, offset: number, byteOrder: ByteOrder): number {
  return byteOrder === "little" ? octets.readUInt16LE(offset) : octets.readUInt16BE(offset);
}

/** Reads 32 bits unsigned; throws `RangeError` beyond the end of `octets`. */
export function readUint32(octets: Buffer, offset: number, byteOrder: ByteOrder): number {
  return byteOrder === "little" ? octets.readUInt32LE(offset) : octets.readUInt32BE(offset);
}

/** Makes the two octets of `value`; throws `RangeError` where it has more than 16 bits. */
export function uint16(value: number, byteOrder: ByteOrder): Buffer {
  const octets = Buffer.alloc(2);
  if (byteOrder === "little") octets.writeUInt16LE(value);
  else octets.writeUInt16BE(value);
  return octets;
}

/** Makes the four octets of `value`; throws `RangeError` where it has more than 32 bits. */
export function uint32(value: number, byteOrder: ByteOrder): Buffer {
  const octets = Buffer.alloc(4);
  if (byteOrder === "little") octets.writeUInt32LE(value);
  else octets.writeUInt32BE(value);
  return octets;
}
