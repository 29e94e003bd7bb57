import { type ByteOrder, uint16, uint32 } from "../capture/byte-order.js";
import { parseAddress } from "../capture/ip-address.js";
import { ETHER_TYPE, IP_PROTOCOL } from "../capture/protocol-numbers.js";
import { buildIpv4, buildIpv6 } from "./build-ip.js";

/** One VLAN tag (802.1Q). */
export interface VlanTag {
  /** The EtherType that announces the tag; 0x8100 where absent. */
  readonly protocol?: number;
  /** 12 bits. */
  readonly id: number;
}

/** An Ethernet frame to build, without its frame check sequence. */
interface EthernetFields {
  /** An IP packet, or what `etherType` says. */
  readonly payload: Uint8Array;
  /** That of the IP version in the payload where absent. */
  readonly etherType?: number;
  /** The outermost first. */
  readonly vlanTags?: readonly VlanTag[];
  /** 6 octets each; locally administered ones where absent. */
  readonly source?: Uint8Array;
  readonly destination?: Uint8Array;
  /** Zeros are added up to this length, as the trailer of a short frame; 0 where absent. */
  readonly minimumLength?: number;
}

const SOURCE = Uint8Array.of(2, 0, 0, 0, 0, 1);
const DESTINATION = Uint8Array.of(2, 0, 0, 0, 0, 2);
const ARPHRD_ETHER = 1;
const AF_INET = 2;
/** The one of NetBSD, OpenBSD and Npcap; FreeBSD has 28, macOS 30. */
const AF_INET6 = 24;

/** Builds a frame of LINKTYPE_ETHERNET. */
export function buildEthernet(fields: EthernetFields): Uint8Array {
  const { payload, etherType = chooseEtherType(payload), vlanTags = [] } = fields;
  const tags = vlanTags.flatMap(({ protocol = ETHER_TYPE.VLAN, id }) => [
    uint16(protocol, "big"),
    uint16(id, "big"),
  ]);
  const frame = Buffer.concat([
    fields.destination ?? DESTINATION,
    fields.source ?? SOURCE,
    ...tags,
    uint16(etherType, "big"),
    payload,
  ]);
  const trailer = Buffer.alloc(Math.max(0, (fields.minimumLength ?? 0) - frame.length));
  return Buffer.concat([frame, trailer]);
}

/** Builds a packet of LINKTYPE_LINUX_SLL around an IP packet, as sent to this host by Ethernet. */
export function buildSll(payload: Uint8Array): Uint8Array {
  const address = Buffer.alloc(8);
  address.set(SOURCE);
  return Buffer.concat([
    uint16(0, "big"), // packet type: to us
    uint16(ARPHRD_ETHER, "big"),
    uint16(SOURCE.length, "big"),
    address,
    uint16(chooseEtherType(payload), "big"),
    payload,
  ]);
}

/** Builds a packet of LINKTYPE_LINUX_SLL2 around an IP packet, as seen by interface 1. */
export function buildSll2(payload: Uint8Array): Uint8Array {
  const address = Buffer.alloc(8);
  address.set(SOURCE);
  return Buffer.concat([
    uint16(chooseEtherType(payload), "big"),
    uint16(0, "big"), // reserved
    uint32(1, "big"),
    uint16(ARPHRD_ETHER, "big"),
    Uint8Array.of(0, SOURCE.length), // packet type: to us
    address,
    payload,
  ]);
}

/** Builds a packet of LINKTYPE_NULL around an IP packet, in the capturing host's byte order. */
export function buildNull(payload: Uint8Array, byteOrder: ByteOrder): Uint8Array {
  const isIpv4 = chooseEtherType(payload) === ETHER_TYPE.IPV4;
  return Buffer.concat([uint32(isIpv4 ? AF_INET : AF_INET6, byteOrder), payload]);
}

/** Builds a packet of LINKTYPE_LOOP around an IP packet. */
export function buildLoop(payload: Uint8Array): Uint8Array {
  return buildNull(payload, "big");
}

function chooseEtherType(packet: Uint8Array): number {
  const version = (packet[0] ?? 0) >> 4;
  if (version === 4) return ETHER_TYPE.IPV4;
  if (version === 6) return ETHER_TYPE.IPV6;
  throw new Error(`no IP packet: version ${version}`);
}

/** Headers in hex, and what is behind them. */
export function join(...parts: readonly (string | Uint8Array)[]): Buffer {
  return Buffer.concat(
    parts.map((part) =>
      typeof part === "string" ? Buffer.from(part.replaceAll(" ", ""), "hex") : part,
    ),
  );
}

/** A number as so many octets of hex. */
export function hex(value: number, octets: number): string {
  return value.toString(16).padStart(octets * 2, "0");
}

/** The EtherType of an IP packet, in hex. */
export function typeOf(packet: Uint8Array): string {
  return (packet[0] ?? 0) >> 4 === 4 ? "0800" : "86dd";
}

/** Both ends of the tunnels: they have nothing in common with what is inside. */
const OUTER = {
  4: ["203.0.113.1", "203.0.113.2"],
  6: ["2001:db8:ffff::1", "2001:db8:ffff::2"],
} as const;

/** An IP packet between the ends of a tunnel, from the client's side or to it. */
export function outerIp(
  protocol: number,
  payload: Uint8Array,
  isFromClient: boolean,
  version: 4 | 6 = 4,
): Uint8Array {
  const [near, far] = OUTER[version];
  const ends = isFromClient
    ? { source: near, destination: far }
    : { source: far, destination: near };
  return version === 4
    ? buildIpv4({ ...ends, payload, protocol })
    : buildIpv6({ ...ends, payload, nextHeader: protocol });
}

/** A datagram to a registered port; its checksum is 0, as tunnels mostly have it (RFC 768). */
export function outerUdp(port: number, payload: Uint8Array, isFromClient: boolean): Uint8Array {
  const source = 0xc000 + (isFromClient ? 1 : 2);
  const datagram = join(hex(source, 2), hex(port, 2), hex(payload.length + 8, 2), "0000", payload);
  return outerIp(IP_PROTOCOL.UDP, datagram, isFromClient);
}

/** One flow sample of sFlow version 5 for each frame, all in one datagram's payload. */
export function buildSflow(frames: readonly Uint8Array[]): Uint8Array {
  const samples = frames.map((frame, at) => {
    const padded = join(frame, new Uint8Array((4 - (frame.length % 4)) % 4));
    const record = join(
      hex(1, 4),
      hex(frame.length + 4, 4),
      hex(4, 4),
      hex(frame.length, 4),
      padded,
    );
    const body = join(
      ...[at + 1, 1, 100, 100, 0, 1, 2, 1].map((word) => hex(word, 4)),
      hex(1, 4),
      hex(record.length, 4),
      record,
    );
    return join(hex(1, 4), hex(body.length, 4), body);
  });
  const agent = join(hex(1, 4), parseAddress("203.0.113.9"));
  const head = [0, 1, 1000, frames.length].map((word) => hex(word, 4));
  return join(hex(5, 4), agent, ...head, ...samples);
}

/** An 802.11 data frame through an access point, with LLC and SNAP ahead of the packet. */
export function build80211(packet: Uint8Array, { isQos = false } = {}): Uint8Array {
  const addresses = "020000000001 020000000002 020000000003";
  const control = isQos ? "8801" : "0801";
  return join(control, "0000", addresses, "1000", isQos ? "0000" : "", snap(packet));
}

/** LLC and SNAP ahead of an IP packet (RFC 1042). */
export function snap(packet: Uint8Array): Uint8Array {
  return join("aaaa03 000000", typeOf(packet), packet);
}

/** Ethernet around an IP packet. */
export function bridged(packet: Uint8Array): Uint8Array {
  return buildEthernet({ payload: packet });
}

/** A frame of another EtherType. */
export function typed(etherType: number, payload: Uint8Array): Uint8Array {
  return buildEthernet({ payload, etherType });
}
