import { int32At, uint16At } from "./byte-order.js";
import type { CurrentPacket } from "./ip-packet.js";

/** The spaces in which numbers say what comes next. */
const SPACE = { LINK_TYPE: 0, ETHER_TYPE: 1, IP_PROTOCOL: 2, UDP_PORT: 3, PPP: 4 } as const;

/** What a header announces: a number in one of the spaces. */
export type Announced = number & { readonly __brand: "Announced" };

const SPACE_SIZE = 0x10000;

function announce(space: number, value: number): Announced {
  return (space * SPACE_SIZE + value) as Announced;
}

/** https://www.tcpdump.org/linktypes.html */
export const linkType = (value: number): Announced => announce(SPACE.LINK_TYPE, value);
/** IANA, "IEEE 802 Numbers". */
export const etherType = (value: number): Announced => announce(SPACE.ETHER_TYPE, value);
/** IANA, "Assigned Internet Protocol Numbers". */
export const ipProtocol = (value: number): Announced => announce(SPACE.IP_PROTOCOL, value);
export const udpPort = (value: number): Announced => announce(SPACE.UDP_PORT, value);
/** IANA, "PPP DLL Protocol Numbers". */
export const pppProtocol = (value: number): Announced => announce(SPACE.PPP, value);

/** The number in its space, and how people name that space. */
export function describeAnnounced(announced: Announced): {
  readonly space: "link type" | "EtherType" | "IP protocol" | "UDP port" | "PPP protocol";
  readonly value: number;
} {
  const spaces = ["link type", "EtherType", "IP protocol", "UDP port", "PPP protocol"] as const;
  const space = spaces[Math.floor(announced / SPACE_SIZE)] ?? "link type";
  return { space, value: announced % SPACE_SIZE };
}

/** A header in a frame, and what was announced to be there. */
export interface Layer {
  /** What was captured of it and of what it carries ends where these octets do. */
  readonly octets: Uint8Array;
  readonly start: number;
  /** Where the frame ends on the wire, or the packet around this header. */
  readonly end: number;
  readonly announced: Announced;
  /** Tells the tunnel from others; 0 outside of any. */
  readonly tunnel: number;
  /** The innermost IP header ahead of it. */
  readonly packet: CurrentPacket | undefined;
  /** Whether an ICMP error quotes it: it says what was sent, and was not itself sent here. */
  readonly isQuoted: boolean;
}

/** A way to carry packets in others. */
export interface Encapsulation {
  /** As people name it. */
  readonly name: string;
  readonly announcedBy: readonly Announced[];
  /** What it carries: mostly one layer; none where it is not whole or carries no packet. */
  readonly read: (layer: Layer) => readonly Layer[];
}

export const NOTHING_INSIDE: readonly Layer[] = [];

/** Whether so many octets of the layer were captured. */
export function has({ octets, start }: Layer, lengthBytes: number): boolean {
  return start + lengthBytes <= octets.length;
}

/** What is behind a header of so many octets, and is announced by it. */
export function behind(
  layer: Layer,
  headerBytes: number,
  announced: Announced,
  tunnel = layer.tunnel,
): readonly Layer[] {
  if (!has(layer, headerBytes)) return NOTHING_INSIDE;
  const { octets, end, packet, isQuoted } = layer;
  // Member by member: a packet in a tunnel has several, and to copy them took Node 20 most of its time.
  return [{ octets, start: layer.start + headerBytes, end, announced, tunnel, packet, isQuoted }];
}

/** An octet of the layer; 0 beyond what was captured. */
export function octetOf({ octets, start }: Layer, offset: number): number {
  return octets[start + offset] ?? 0;
}

/** 16 bits of the layer in network order; zeros beyond what was captured. */
export function uint16Of({ octets, start }: Layer, offset: number): number {
  return uint16At(octets, start + offset);
}

/** 32 bits of the layer, unsigned, in network order; zeros beyond what was captured. */
export function uint32Of({ octets, start }: Layer, offset: number): number {
  return int32At(octets, start + offset) >>> 0;
}

/** IPv4 or IPv6, by the version in the first octet behind a header; undefined where it is neither. */
export function announcedByVersion(layer: Layer, offset: number): Announced | undefined {
  switch (octetOf(layer, offset) >> 4) {
    case 4:
      return etherType(0x0800);
    case 6:
      return etherType(0x86dd);
    default:
      return undefined;
  }
}

/** What is behind a header that does not say which version of IP it carries; nothing where it is neither. */
export function ipBehind(
  layer: Layer,
  headerBytes: number,
  tunnel = layer.tunnel,
): readonly Layer[] {
  const announced = announcedByVersion(layer, headerBytes);
  return announced === undefined ? NOTHING_INSIDE : behind(layer, headerBytes, announced, tunnel);
}

/** The tunnel inside of one: of equal tunnels with equal identifiers, it is equal. */
export function enterTunnel(tunnel: number, kind: number, identifier: number): number {
  const mixed = Math.imul(Math.imul(tunnel ^ kind, 0x9e3779b1) ^ identifier, 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) & 0x3fffffff || 1;
}
