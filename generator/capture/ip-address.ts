import { isIPv4, isIPv6, SocketAddress } from "node:net";

/**
 * Formats an address: 4 octets dotted, 16 as RFC 5952. Throws `Error` for any other length.
 * An address that embeds an IPv4 one by its prefix (RFC 4291 section 2.5.5) ends dotted (RFC 5952
 * section 5), as `inet_ntop`, tshark and tcpdump write it.
 */
export function formatAddress(octets: Uint8Array): string {
  if (octets.length === 4) return octets.join(".");
  if (octets.length !== 16) throw new Error(`no IP address: ${octets.length} octets`);
  const groups = Buffer.from(octets).toString("hex").match(/.{4}/g) ?? [];
  return new SocketAddress({ family: "ipv6", address: groups.join(":") }).address;
}

/**
 * Parses an address in any form of RFC 4291 section 2.2, without a zone, to 4 or 16 octets.
 * Throws `Error` with the text where it is none.
 */
export function parseAddress(text: string): Uint8Array {
  if (isIPv4(text)) return Uint8Array.from(text.split("."), Number);
  if (!isIPv6(text) || text.includes("%")) throw new Error(`no IP address: ${text}`);
  const [head = "", tail = ""] = text.replace(/[\d.]+\.\d+$/, hexGroups).split("::");
  const octets = Buffer.alloc(16);
  octets.set(octetsOf(head));
  const end = octetsOf(tail);
  octets.set(end, octets.length - end.length);
  return Uint8Array.from(octets);
}

function hexGroups(dotted: string): string {
  const hex = Buffer.from(dotted.split(".").map(Number)).toString("hex");
  return `${hex.slice(0, 4)}:${hex.slice(4)}`;
}

function octetsOf(groups: string): Buffer {
  const hex = groups.split(":").map((group) => group.padStart(4, "0"));
  return Buffer.from(groups === "" ? "" : hex.join(""), "hex");
}
