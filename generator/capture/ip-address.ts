import { isIPv4, isIPv6 } from "node:net";

/**
 * Formats an address: 4 octets dotted, 16 as RFC 5952. Throws `Error` for any other length.
 * An address that embeds an IPv4 one by its prefix (RFC 4291 section 2.5.5) ends dotted (RFC 5952
 * section 5), as `inet_ntop`, tshark and tcpdump write it.
 */
export function formatAddress(octets: Uint8Array): string {
  if (octets.length === 4) return octets.join(".");
  if (octets.length !== 16) throw new Error(`no IP address: ${octets.length} octets`);
  const groups = readGroups(octets);
  const zeros = findLongestZeros(groups);
  if (isIpv4Embedded(groups, zeros)) {
    const prefix = groups[5] === 0 ? "::" : "::ffff:";
    return `${prefix}${octets.subarray(12).join(".")}`;
  }
  // "The symbol '::' MUST NOT be used to shorten just one 16-bit 0 field" (section 4.2.2).
  if (zeros.length < 2) return formatGroups(groups);
  const rest = groups.slice(zeros.start + zeros.length);
  return `${formatGroups(groups.slice(0, zeros.start))}::${formatGroups(rest)}`;
}

/**
 * Parses an address in any form of RFC 4291 section 2.2, without a zone, to 4 or 16 octets.
 * Throws `Error` with the text where it is none.
 */
export function parseAddress(text: string): Uint8Array {
  if (isIPv4(text)) return Uint8Array.from(text.split("."), Number);
  if (!isIPv6(text) || text.includes("%")) throw new Error(`no IP address: ${text}`);
  const [before = "", after] = text.replace(/\d+\.\d+\.\d+\.\d+$/, hexGroups).split("::");
  const head = parseGroups(before);
  const tail = after === undefined ? [] : parseGroups(after);
  const octets = new Uint8Array(16);
  writeGroups(octets, 0, head);
  writeGroups(octets, 16 - tail.length * 2, tail);
  return octets;
}

interface ZeroRun {
  readonly start: number;
  readonly length: number;
}

function readGroups(octets: Uint8Array): readonly number[] {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  return Array.from({ length: 8 }, (_, index) => view.getUint16(index * 2));
}

/** The first of the longest runs (section 4.2.3). */
function findLongestZeros(groups: readonly number[]): ZeroRun {
  let longest: ZeroRun = { start: 0, length: 0 };
  let start = 0;
  for (const [index, group] of groups.entries()) {
    if (group !== 0) start = index + 1;
    else if (index + 1 - start > longest.length) longest = { start, length: index + 1 - start };
  }
  return longest;
}

function isIpv4Embedded(groups: readonly number[], { start, length }: ZeroRun): boolean {
  if (start !== 0) return false;
  return length === 6 || (length === 5 && groups[5] === 0xffff);
}

function formatGroups(groups: readonly number[]): string {
  return groups.map((group) => group.toString(16)).join(":");
}

function parseGroups(text: string): readonly number[] {
  return text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16));
}

function writeGroups(octets: Uint8Array, offset: number, groups: readonly number[]): void {
  for (const [at, group] of groups.entries()) {
    octets[offset + at * 2] = group >> 8;
    octets[offset + at * 2 + 1] = group & 0xff;
  }
}

function hexGroups(dotted: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = dotted.split(".").map(Number);
  return formatGroups([a * 256 + b, c * 256 + d]);
}
