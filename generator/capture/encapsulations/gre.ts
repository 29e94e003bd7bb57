import {
  announcedByVersion,
  behind,
  type Encapsulation,
  enterTunnel,
  etherType,
  ipProtocol,
  type Layer,
  linkType,
  NOTHING_INSIDE,
  octetOf,
  udpPort,
  uint16Of,
  uint32Of,
} from "../encapsulation.js";
import { PPP } from "./ppp.js";

const FLAG = {
  CHECKSUM: 0x8000,
  ROUTING: 0x4000,
  KEY: 0x2000,
  SEQUENCE: 0x1000,
  /** Of version 1, PPTP's. */
  ACKNOWLEDGMENT: 0x0080,
} as const;
const VERSION = 0x0007;
const PROTOCOL = { PPP: 0x880b, WCCP: 0x883e, ERSPAN: 0x88be, ERSPAN_3: 0x22eb } as const;
/** Aruba's access points announce 802.11 frames by these and one more for each queue. */
const ARUBA = { first: 0x8200, last: 0x8370 } as const;
const IEEE_80211 = linkType(105);

/**
 * Generic Routing Encapsulation (RFC 2784, RFC 2890), NVGRE (RFC 7637) and PPTP (RFC 2637):
 *
 *     flags and version(2) protocol(2) checksum(4) key(4) sequence(4) acknowledgment(4)
 *
 * of which all but the first two are there only where a flag says so.
 */
export const gre: Encapsulation = {
  name: "GRE",
  announcedBy: [ipProtocol(47), udpPort(4754)],
  read: (layer) => {
    const flags = uint16Of(layer, 0);
    const protocol = uint16Of(layer, 2);
    if ((flags & VERSION) > 1) return NOTHING_INSIDE;
    // Routing entries of RFC 1701 are of variable length, and nobody sends them.
    if ((flags & VERSION) === 0 && (flags & FLAG.ROUTING) !== 0) return NOTHING_INSIDE;
    const optional = [FLAG.CHECKSUM, FLAG.KEY, FLAG.SEQUENCE, FLAG.ACKNOWLEDGMENT];
    const header = 4 + 4 * optional.filter((flag) => (flags & flag) !== 0).length;
    const inner = { ...layer, tunnel: tunnelOf(layer, flags) };
    return readProtocol(inner, { header, protocol, flags });
  },
};

/** Of PPTP the key is the length of what it carries and the call, which each side numbers. */
function tunnelOf(layer: Layer, flags: number): number {
  if ((flags & FLAG.KEY) === 0) return layer.tunnel;
  const key = uint32Of(layer, (flags & FLAG.CHECKSUM) === 0 ? 4 : 8);
  return enterTunnel(layer.tunnel, 47, (flags & VERSION) === 1 ? key & 0xffff : key);
}

interface GreHeader {
  readonly header: number;
  readonly protocol: number;
  readonly flags: number;
}

function readProtocol(layer: Layer, { header, protocol, flags }: GreHeader): readonly Layer[] {
  switch (protocol) {
    case PROTOCOL.PPP:
      return behind(layer, header, PPP);
    case PROTOCOL.WCCP:
      // Version 2 has a redirect header of its own (4).
      return behind(
        layer,
        announcedByVersion(layer, header) === undefined ? header + 4 : header,
        etherType(0x0800),
      );
    case PROTOCOL.ERSPAN:
      // Type I has no header, and is told by what GRE's header lacks.
      return (flags & FLAG.SEQUENCE) === 0
        ? behind(layer, header, etherType(0x6558))
        : behind(layer, header, etherType(PROTOCOL.ERSPAN));
    case 0:
      // A keep-alive.
      return NOTHING_INSIDE;
    default:
      return protocol >= ARUBA.first && protocol <= ARUBA.last && (protocol & 0xf) === 0
        ? behind(layer, header, IEEE_80211)
        : behind(layer, header, etherType(protocol));
  }
}

const ERSPAN_2_LENGTH = 8;
const ERSPAN_3_LENGTH = 12;
const PLATFORM_LENGTH = 8;

/** Mirrored Ethernet frames, as Cisco's switches send them (draft-foschiano-erspan). */
export const erspan: Encapsulation = {
  name: "ERSPAN",
  announcedBy: [etherType(PROTOCOL.ERSPAN), etherType(PROTOCOL.ERSPAN_3)],
  read: (layer) => {
    if (octetOf(layer, 0) >> 4 !== 2) return behind(layer, ERSPAN_2_LENGTH, etherType(0x6558));
    // P(1) frame type(5) hardware(6) direction(1) granularity(2) platform header(1)
    const word = uint16Of(layer, 10);
    const header = ERSPAN_3_LENGTH + ((word & 1) === 0 ? 0 : PLATFORM_LENGTH);
    const isIp = ((word >> 10) & 0x1f) === 2;
    const announced = isIp ? announcedByVersion(layer, header) : etherType(0x6558);
    return announced === undefined ? NOTHING_INSIDE : behind(layer, header, announced);
  },
};
