import {
  behind,
  type Encapsulation,
  enterTunnel,
  etherType,
  has,
  type Layer,
  linkType,
  NOTHING_INSIDE,
  octetOf,
  pppProtocol,
  uint16Of,
} from "../encapsulation.js";

/** PPP as others carry it, with or without its address and control octets. */
export const PPP = linkType(9);

const ADDRESS_AND_CONTROL = 0xff03;
/** Cisco HDLC uses the same links: unicast and broadcast (LINKTYPE_PPP_HDLC). */
const CISCO_ADDRESSES: ReadonlySet<number> = new Set([0x0f, 0x8f]);
const CISCO_HDLC = linkType(104);

/** The Point-to-Point Protocol (RFC 1661, RFC 1662). */
export const ppp: Encapsulation = {
  name: "PPP",
  announcedBy: [PPP, linkType(50)],
  read: (layer) => {
    if (CISCO_ADDRESSES.has(octetOf(layer, 0)) && octetOf(layer, 1) === 0) {
      return behind(layer, 0, CISCO_HDLC);
    }
    return readProtocol(layer, uint16Of(layer, 0) === ADDRESS_AND_CONTROL ? 2 : 0);
  },
};

/** With an octet for the direction: pppd's in place of the address, another one ahead of all. */
export const pppWithDirection: Encapsulation = {
  name: "PPP",
  announcedBy: [linkType(166), linkType(204)],
  read: (layer) => {
    const isPppd = layer.announced === linkType(166) && octetOf(layer, 1) === 0x03;
    return isPppd ? readProtocol(layer, 2) : behind(layer, 1, PPP);
  },
};

/** The protocol is one octet where that is odd: both ends may agree to compress it. */
function readProtocol(layer: Layer, offset: number): readonly Layer[] {
  if (!has(layer, offset + 1)) return NOTHING_INSIDE;
  const isCompressed = (octetOf(layer, offset) & 1) === 1;
  const protocol = isCompressed ? octetOf(layer, offset) : uint16Of(layer, offset);
  return behind(layer, offset + (isCompressed ? 1 : 2), pppProtocol(protocol));
}

/** Bridged frames (RFC 3518): flags(1) type(1), then what the type says, 1 being Ethernet. */
export const bridgedPpp: Encapsulation = {
  name: "PPP",
  announcedBy: [pppProtocol(0x0031)],
  read: (layer) => (octetOf(layer, 1) === 1 ? behind(layer, 2, etherType(0x6558)) : NOTHING_INSIDE),
};

/** version and type(1) code(1) session(2) length(2), then PPP's protocol (RFC 2516 section 4). */
export const pppoe: Encapsulation = {
  name: "PPPoE",
  announcedBy: [etherType(0x8864), linkType(51)],
  read: (layer) => {
    if (octetOf(layer, 1) !== 0) return NOTHING_INSIDE;
    const tunnel = enterTunnel(layer.tunnel, 0x8864, uint16Of(layer, 2));
    return behind(layer, 6, PPP, tunnel);
  },
};

const L2TP_FLAG = { CONTROL: 0x8000, LENGTH: 0x4000, SEQUENCE: 0x0800, OFFSET: 0x0200 } as const;

/** L2TP of version 2 (RFC 2661 section 3.1); a control message has an answer, and no user's data. */
export function readL2tp(layer: Layer): readonly Layer[] {
  const flags = uint16Of(layer, 0);
  if ((flags & 0xf) !== 2 || (flags & L2TP_FLAG.CONTROL) !== 0) return NOTHING_INSIDE;
  const ids = (flags & L2TP_FLAG.LENGTH) === 0 ? 2 : 4;
  const numbers = ids + 4 + ((flags & L2TP_FLAG.SEQUENCE) === 0 ? 0 : 4);
  const hasOffset = (flags & L2TP_FLAG.OFFSET) !== 0;
  const header = hasOffset ? numbers + 2 + uint16Of(layer, numbers) : numbers;
  return behind(layer, header, PPP, enterTunnel(layer.tunnel, 1701, uint16Of(layer, ids + 2)));
}

/** address(1) control(1) EtherType(2): serial lines of Cisco's routers (RFC 1547 section 4.3.1). */
export const ciscoHdlc: Encapsulation = {
  name: "Cisco HDLC",
  announcedBy: [linkType(104)],
  read: (layer) => behind(layer, 4, etherType(uint16Of(layer, 2))),
};
