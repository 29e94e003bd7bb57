import { uint16At } from "./byte-order.js";

/**
 * Formats an address: 4 octets dotted, 16 as RFC 5952. Throws `Error` for any other length.
 * An address that embeds an IPv4 one by its prefix (RFC 4291 section 2.5.5) ends dotted (RFC 5952
 * section 5), as `inet_ntop`, tshark and tcpdump write it.
 */
export function formatAddress(octets: Uint8Array): string {
  if (octets.length === 4) return octets.join(".");
  if (octets.length !== 16) throw new Error(`no IP address: ${octets.length} octets`);
  const groups = Array.from({ length: 8 }, (_, at) => uint16At(octets, 2 * at));
  const zeros = longestZeros(groups);
  const end = hasIpv4(groups, zeros)
    ? [...groups.slice(0, 6).map(showGroup), octets.subarray(12).join(".")]
    : groups.map(showGroup);
  if (zeros.count < 2) return end.join(":");
  return `${end.slice(0, zeros.start).join(":")}::${end.slice(zeros.start + zeros.count).join(":")}`;
}

function showGroup(group: number): string {
  return group.toString(16);
}

/** Groups that are zero, one after the other. */
interface Zeros {
  readonly start: number;
  readonly count: number;
}

/** The first of the longest ones. */
function longestZeros(groups: readonly number[]): Zeros {
  let longest: Zeros = { start: 0, count: 0 };
  let count = 0;
  for (const [at, group] of groups.entries()) {
    count = group === 0 ? count + 1 : 0;
    if (count > longest.count) longest = { start: at + 1 - count, count };
  }
  return longest;
}

/** `::192.0.2.1` and `::ffff:192.0.2.1`; `::1`, the loopback address, is none. */
function hasIpv4(groups: readonly number[], { start, count }: Zeros): boolean {
  if (start !== 0) return false;
  if (count === 5) return groups[5] === 0xffff;
  return count === 6;
}

/**
 * Parses an address in any form of RFC 4291 section 2.2, without a zone, to 4 or 16 octets.
 * Throws `Error` with the text where it is none.
 */
export function parseAddress(text: string): Uint8Array {
  const octets = isIpv4Address(text) ? dottedOctets(text) : parseIpv6(text);
  if (octets === undefined) throw new Error(`no IP address: ${text}`);
  return octets;
}

const OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
const DOTTED = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`);

export function isIpv4Address(text: string): boolean {
  return DOTTED.test(text);
}

/** Without a zone. */
export function isIpv6Address(text: string): boolean {
  return text.includes(":") && parseIpv6(text) !== undefined;
}

function dottedOctets(text: string): Uint8Array {
  return Uint8Array.from(text.split("."), Number);
}

/** `::` stands for one group at least. */
function parseIpv6(text: string): Uint8Array | undefined {
  const [head = "", tail, ...others] = text.split("::");
  const first = parseGroups(head, tail === undefined);
  const last = tail === undefined ? [] : parseGroups(tail, true);
  if (first === undefined || last === undefined || others.length > 0) return undefined;
  const count = first.length + last.length;
  if (tail === undefined ? count !== 16 : count > 14) return undefined;
  const octets = new Uint8Array(16);
  octets.set(first);
  octets.set(last, 16 - last.length);
  return octets;
}

/** The octets of groups; the last ones of an address may be those of IPv4. */
function parseGroups(text: string, isLast: boolean): readonly number[] | undefined {
  const octets: number[] = [];
  const groups = text === "" ? [] : text.split(":");
  for (const [at, group] of groups.entries()) {
    if (isLast && at === groups.length - 1 && isIpv4Address(group)) {
      octets.push(...dottedOctets(group));
    } else if (/^[0-9a-f]{1,4}$/i.test(group)) {
      const value = Number.parseInt(group, 16);
      octets.push(value >> 8, value & 0xff);
    } else {
      return undefined;
    }
  }
  return octets;
}
