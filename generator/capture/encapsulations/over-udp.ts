import {
  type Announced,
  announcedByVersion,
  behind,
  type Encapsulation,
  enterTunnel,
  etherType,
  has,
  type Layer,
  linkType,
  NOTHING_INSIDE,
  octetOf,
  udpPort,
  uint16Of,
  uint32Of,
} from "../encapsulation.js";
import { PPP } from "./ppp.js";

const HEADER_LENGTH = 8;
const ETHERNET = etherType(0x6558);
/** What of the first octet says that there is a network identifier. */
const HAS_IDENTIFIER = 0x08;

function vniOf(layer: Layer): number {
  return uint32Of(layer, 4) >>> 8;
}

/** flags(1) reserved(3) network identifier(3) reserved(1), RFC 7348 section 5. */
export const vxlan: Encapsulation = {
  name: "VXLAN",
  announcedBy: [
    udpPort(4789),
    // Linux's own port from before there was a registered one, which flannel still uses.
    udpPort(8472),
  ],
  read: (layer) => {
    if ((octetOf(layer, 0) & HAS_IDENTIFIER) === 0) return NOTHING_INSIDE;
    return behind(layer, HEADER_LENGTH, ETHERNET, enterTunnel(layer.tunnel, 4789, vniOf(layer)));
  },
};

/** Next protocols of the Network Service Header and of VXLAN's generic extension. */
const NEXT_PROTOCOLS: ReadonlyMap<number, Announced> = new Map([
  [1, etherType(0x0800)],
  [2, etherType(0x86dd)],
  [3, ETHERNET],
  [4, etherType(0x894f)],
  [5, etherType(0x8847)],
]);

/** As VXLAN, but its fourth octet says what follows (draft-ietf-nvo3-vxlan-gpe section 3.1). */
export const vxlanGpe: Encapsulation = {
  name: "VXLAN-GPE",
  announcedBy: [udpPort(4790)],
  read: (layer) => {
    const next = NEXT_PROTOCOLS.get(octetOf(layer, 3));
    if (next === undefined) return NOTHING_INSIDE;
    return behind(layer, HEADER_LENGTH, next, enterTunnel(layer.tunnel, 4789, vniOf(layer)));
  },
};

/** version(2) O(1) U(1) TTL(6) length in 4 octets(6), then MD type and next protocol (RFC 8300). */
export const nsh: Encapsulation = {
  name: "NSH",
  announcedBy: [etherType(0x894f)],
  read: (layer) => {
    const next = NEXT_PROTOCOLS.get(octetOf(layer, 3));
    const header = (uint16Of(layer, 0) & 0x3f) * 4;
    return next === undefined || header < 8 ? NOTHING_INSIDE : behind(layer, header, next);
  },
};

/** version(2) options in 4 octets(6), flags(8), protocol(16), identifier(24) (RFC 8926 section 3.4). */
export const geneve: Encapsulation = {
  name: "GENEVE",
  announcedBy: [udpPort(6081)],
  read: (layer) => {
    const first = octetOf(layer, 0);
    if (first >> 6 !== 0) return NOTHING_INSIDE;
    const header = HEADER_LENGTH + (first & 0x3f) * 4;
    const tunnel = enterTunnel(layer.tunnel, 6081, vniOf(layer));
    return behind(layer, header, etherType(uint16Of(layer, 2)), tunnel);
  },
};

/** sequence(2) N-PDU(1) next extension header(1): all are there where one is used. */
const GTP_OPTIONAL_LENGTH = 4;
const GTP_FLAG = { VERSION: 0xe0, PROTOCOL_TYPE: 0x10, OPTIONAL: 0x07, EXTENSION: 0x04 } as const;
const GTP_VERSION_1 = 0x20;
const G_PDU = 0xff;
const EXTENSION_LIMIT = 16;

/**
 * The user plane of mobile networks (3GPP TS 29.281 section 5.1):
 *
 *     flags(1) message type(1) length(2) tunnel endpoint(4) sequence(2) N-PDU(1) next extension(1)
 */
export const gtpU: Encapsulation = {
  name: "GTP-U",
  announcedBy: [udpPort(2152)],
  read: (layer) => {
    const flags = octetOf(layer, 0);
    const isUserData = (flags & GTP_FLAG.VERSION) === GTP_VERSION_1 && octetOf(layer, 1) === G_PDU;
    if (!isUserData || (flags & GTP_FLAG.PROTOCOL_TYPE) === 0) return NOTHING_INSIDE;
    const header = measure(layer, flags);
    if (header === undefined || !has(layer, header + 1)) return NOTHING_INSIDE;
    const tunnel = enterTunnel(layer.tunnel, 2152, uint32Of(layer, 4));
    return behind(layer, header, announcedByVersion(layer, header) ?? PPP, tunnel);
  },
};

/** Octets with all extension headers, each of which ends with the type of the next one. */
function measure(layer: Layer, flags: number): number | undefined {
  if ((flags & GTP_FLAG.OPTIONAL) === 0) return HEADER_LENGTH;
  let header = HEADER_LENGTH + GTP_OPTIONAL_LENGTH;
  if ((flags & GTP_FLAG.EXTENSION) === 0) return header;
  for (let count = 0; octetOf(layer, header - 1) !== 0; count += 1) {
    const length = octetOf(layer, header) * 4;
    if (length === 0 || count === EXTENSION_LIMIT || !has(layer, header + length)) return undefined;
    header += length;
  }
  return header;
}

const SFLOW_VERSION = 5;
const SAMPLE = { FLOW: 1, EXPANDED_FLOW: 3 } as const;
const RAW_PACKET_HEADER = 1;
/** Samples and records in one datagram: more do not fit. */
const ENTRY_LIMIT = 512;

/** The kinds of headers that are sampled (sflow_version_5.txt section 5.3, "header_protocol"). */
const HEADER_PROTOCOLS: ReadonlyMap<number, Announced> = new Map([
  [1, linkType(1)],
  [7, PPP],
  [11, etherType(0x0800)],
  [12, etherType(0x86dd)],
  [13, etherType(0x8847)],
  [14, PPP],
  [15, linkType(105)],
]);

/**
 * Datagrams of sFlow version 5, in which a switch or a host tells of the packets that it samples:
 *
 *     version(4) address type(4) address(4 or 16) sub-agent(4) sequence(4) uptime(4) samples(4)
 *
 * Each sample, and each record in it, has a format(4) and a length(4).
 */
export const sflow: Encapsulation = {
  name: "sFlow",
  announcedBy: [udpPort(6343)],
  read: (layer) => {
    if (uint32Of(layer, 0) !== SFLOW_VERSION) return NOTHING_INSIDE;
    const addressBytes = uint32Of(layer, 4) === 2 ? 16 : 4;
    const count = 8 + addressBytes + 12;
    return walkEntries(layer, count, (format, at) => readSample(layer, format, at));
  },
};

/** Calls `read` for each entry behind a count(4) of them: its format, and where its body begins. */
function walkEntries(
  layer: Layer,
  countOffset: number,
  read: (format: number, at: number) => readonly Layer[],
): readonly Layer[] {
  const found: Layer[] = [];
  let at = countOffset + 4;
  for (let left = Math.min(uint32Of(layer, countOffset), ENTRY_LIMIT); left > 0; left -= 1) {
    if (!has(layer, at + 8)) break;
    found.push(...read(uint32Of(layer, at), at + 8));
    at += 8 + uint32Of(layer, at + 4);
    if (found.length > ENTRY_LIMIT) break;
  }
  return found;
}

/** A flow sample has 7 words ahead of the number of its records, an expanded one 10. */
function readSample(layer: Layer, format: number, at: number): readonly Layer[] {
  if (format !== SAMPLE.FLOW && format !== SAMPLE.EXPANDED_FLOW) return NOTHING_INSIDE;
  const words = format === SAMPLE.FLOW ? 7 : 10;
  return walkEntries(layer, at + words * 4, (kind, body) =>
    kind === RAW_PACKET_HEADER ? readHeader(layer, body) : NOTHING_INSIDE,
  );
}

/** protocol(4) frame length(4) stripped(4) header length(4) header */
function readHeader(layer: Layer, at: number): readonly Layer[] {
  const announced = HEADER_PROTOCOLS.get(uint32Of(layer, at));
  if (announced === undefined || !has(layer, at + 16)) return NOTHING_INSIDE;
  const start = layer.start + at + 16;
  const limit = start + uint32Of(layer, at + 12);
  const wire = uint32Of(layer, at + 4) - uint32Of(layer, at + 8);
  const octets = layer.octets.subarray(0, Math.min(limit, layer.octets.length));
  return behind({ ...layer, octets, end: start + Math.max(0, wire) }, at + 16, announced);
}
