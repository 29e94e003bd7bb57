/** Order of the octets of a number: each pcap file and each pcapng section has its own. */
export type ByteOrder = "little" | "big";

/** Reads 16 bits unsigned; throws `RangeError` beyond the end of `octets`. */
export function readUint16(octets: Uint8Array, offset: number, byteOrder: ByteOrder): number {
  checkRange(octets, offset, 2);
  const network = uint16At(octets, offset);
  return byteOrder === "little" ? swap(network) >>> 16 : network;
}

/** Reads 32 bits unsigned; throws `RangeError` beyond the end of `octets`. */
export function readUint32(octets: Uint8Array, offset: number, byteOrder: ByteOrder): number {
  checkRange(octets, offset, 4);
  const network = int32At(octets, offset);
  return (byteOrder === "little" ? swap(network) : network) >>> 0;
}

/**
 * 16 bits unsigned in network order. For what is read of every packet, after a check that they are
 * there: it is several times as fast as a method of `DataView`, which checks again.
 */
export function uint16At(octets: Uint8Array, offset: number): number {
  return ((octets[offset] ?? 0) << 8) | (octets[offset + 1] ?? 0);
}

/** One octet; undefined beyond the end. What is compiled to Lua reads octets by these functions alone. */
export function octetAt(octets: Uint8Array, offset: number): number | undefined {
  return octets[offset];
}

export function countOctets(octets: Uint8Array): number {
  return octets.length;
}

/** A view of the octets from `start` up to `end`. */
export function octetsBetween(octets: Uint8Array, start: number, end: number): Uint8Array {
  return octets.subarray(start, end);
}

/** 32 bits with a sign in network order, as `uint16At` reads 16. */
export function int32At(octets: Uint8Array, offset: number): number {
  return (uint16At(octets, offset) << 16) | uint16At(octets, offset + 2);
}

function checkRange({ length }: Uint8Array, offset: number, count: number): void {
  if (offset < 0 || offset + count > length)
    throw new RangeError(`no ${count} octets at ${offset}`);
}

/** The octets of a word in the other order. */
function swap(word: number): number {
  return (word << 24) | ((word & 0xff00) << 8) | ((word >> 8) & 0xff00) | (word >>> 24);
}

/** Makes the two octets of `value`; throws `RangeError` where it has more than 16 bits. */
export function uint16(value: number, byteOrder: ByteOrder): Uint8Array {
  return encode(value, 2, byteOrder);
}

/** Makes the four octets of `value`; throws `RangeError` where it has more than 32 bits. */
export function uint32(value: number, byteOrder: ByteOrder): Uint8Array {
  return encode(value, 4, byteOrder);
}

function encode(value: number, count: number, byteOrder: ByteOrder): Uint8Array {
  if (!(value >= 0 && value < 2 ** (8 * count))) {
    throw new RangeError(`${value} does not fit ${count} octets`);
  }
  const octets = Uint8Array.from({ length: count }, (_, at) => value / 2 ** (8 * at));
  return byteOrder === "little" ? octets : octets.reverse();
}
