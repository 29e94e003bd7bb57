import {
  announcedByVersion,
  behind,
  type Encapsulation,
  enterTunnel,
  etherType,
  has,
  ipProtocol,
  type Layer,
  linkType,
  NOTHING_INSIDE,
  octetOf,
  pppProtocol,
  udpPort,
  uint16Of,
  uint32Of,
} from "../encapsulation.js";

const LABEL_LENGTH = 4;
const BOTTOM_OF_STACK = 0x100;
/** More labels are no accident. */
const STACK_LIMIT = 16;
const CONTROL_WORD_LENGTH = 4;
/** First nibble of an Associated Channel Header, which carries no user's packet (RFC 5586). */
const ASSOCIATED_CHANNEL = 1;
const ETHERNET_TYPE_OFFSET = 12;

/** A stack of labels (RFC 3032): label(20) traffic class(3) bottom(1) time to live(8), each. */
export const mpls: Encapsulation = {
  name: "MPLS",
  announcedBy: [
    etherType(0x8847),
    etherType(0x8848),
    ipProtocol(137),
    udpPort(6635),
    pppProtocol(0x0281),
    pppProtocol(0x0283),
    linkType(219),
  ],
  read: (layer) => {
    for (let at = 0; at < STACK_LIMIT * LABEL_LENGTH; at += LABEL_LENGTH) {
      if (!has(layer, at + LABEL_LENGTH)) return NOTHING_INSIDE;
      const entry = uint32Of(layer, at);
      if ((entry & BOTTOM_OF_STACK) === 0) continue;
      const tunnel = enterTunnel(layer.tunnel, 0x8847, entry >>> 12);
      return readUnlabelled({ ...layer, start: layer.start + at + LABEL_LENGTH, tunnel });
    }
    return NOTHING_INSIDE;
  },
};

/** Nothing but its first octets tells what labels carry (RFC 4928 section 3). */
function readUnlabelled(layer: Layer): readonly Layer[] {
  const ip = announcedByVersion(layer, 0);
  if (ip !== undefined) return behind(layer, 0, ip);
  if (octetOf(layer, 0) >> 4 === ASSOCIATED_CHANNEL) return NOTHING_INSIDE;
  const headerBytes = hasControlWord(layer) ? CONTROL_WORD_LENGTH : 0;
  return behind(layer, headerBytes, etherType(0x6558));
}

/** A control word begins with a zero nibble (RFC 4385 section 3), but so do many addresses. */
function hasControlWord(layer: Layer): boolean {
  const startsWithZeros = octetOf(layer, 0) === 0 && octetOf(layer, 1) <= 0x3f;
  return (
    startsWithZeros && looksLikeType(uint16Of(layer, CONTROL_WORD_LENGTH + ETHERNET_TYPE_OFFSET))
  );
}

/** Types of what bridges carry most: IP, tags, ARP, labels, or the length of an 802.3 frame. */
function looksLikeType(type: number): boolean {
  const usual = [0x0800, 0x86dd, 0x8100, 0x88a8, 0x0806, 0x8847, 0x8864];
  return usual.includes(type) || (type > 0 && type < 0x0600);
}
