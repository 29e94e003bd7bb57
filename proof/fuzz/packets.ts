import { formatAddress } from "../../generator/capture/ip-address.js";
import { IP_PROTOCOL, LINK_TYPE } from "../../generator/capture/protocol-numbers.js";
import type { DiagnosticFormat, Format } from "../../generator/model/format.js";
import type { Model } from "../../generator/model/model.js";
import { codeValues, encodePayload } from "../../generator/model/payload.js";
import { TCP_FLAG } from "../../generator/model/tcp-flag.js";
import {
  buildIpv4,
  buildIpv4Fragments,
  buildIpv6,
  buildIpv6Fragments,
  buildUnreachable,
  paddingHeader,
} from "../../generator/samples/build-ip.js";
import {
  buildEthernet,
  buildLoop,
  buildNull,
  buildSll,
  buildSll2,
} from "../../generator/samples/build-link.js";
import { buildTcp } from "../../generator/samples/build-tcp.js";
import type { Random } from "./random.js";

/** A frame as it is captured: some of its octets may be cut. */
export interface FuzzFrame {
  readonly octets: Buffer;
  readonly originalLength: number;
}

/** A link layer, of which a pcap file has one. */
export interface Link {
  readonly linkType: number;
  /** Chooses what is the same in all fragments of a packet; gives what makes a frame of each. */
  readonly choose: (random: Random) => (packet: Uint8Array) => Uint8Array;
}

/** Ethernet is the most frequent. */
export const LINKS: readonly Link[] = [
  { linkType: LINK_TYPE.ETHERNET, choose: ethernet },
  { linkType: LINK_TYPE.ETHERNET, choose: ethernet },
  { linkType: LINK_TYPE.RAW, choose: () => (packet) => packet },
  { linkType: LINK_TYPE.LINUX_SLL, choose: () => buildSll },
  { linkType: LINK_TYPE.LINUX_SLL2, choose: () => buildSll2 },
  { linkType: LINK_TYPE.LOOP, choose: () => buildLoop },
  {
    linkType: LINK_TYPE.NULL,
    choose: (random) => {
      const byteOrder = random.percent(50) ? "big" : "little";
      return (packet) => buildNull(packet, byteOrder);
    },
  },
];

/** What a fragment carries, but for the last one, is a multiple of this. */
const FRAGMENT_OCTETS = 32;

/**
 * The frames of one segment, mostly with RST: whole or in fragments, its headers as a host would
 * write them, all else random. Wireshark and the reference decoder must read it the same, so
 * lengths are right, and there is neither a tunnel nor an ICMP error (docs/formats.md).
 */
export function randomSegment(random: Random, model: Model, link: Link): readonly FuzzFrame[] {
  const packets = random.percent(50) ? ipv4(random, model) : ipv6(random, model);
  const build = link.choose(random);
  return packets.map((packet) => {
    const frame = Buffer.from(build(packet));
    const kept = random.percent(15) ? random.below(frame.length) + 1 : frame.length;
    return { octets: frame.subarray(0, kept), originalLength: frame.length };
  });
}

/** A frame whose segment is in a tunnel, or quoted by an ICMP error that may cut it. */
export function randomTunnel(random: Random, model: Model, link: Link): FuzzFrame {
  const [inner = NONE] = random.percent(50) ? ipv4(random, model) : ipv6(random, model);
  const octets = Buffer.from(link.choose(random)(encapsulate(random, inner)));
  return { octets, originalLength: octets.length };
}

const GRE = 47;

function encapsulate(random: Random, inner: Uint8Array): Uint8Array {
  const isIpv4 = (inner[0] ?? 0) >> 4 === 4;
  const ends = randomEnds(random, isIpv4 ? 4 : 6);
  const inAnother = (protocol: number, payload: Uint8Array) =>
    isIpv4
      ? buildIpv4({ ...ends, protocol, payload })
      : buildIpv6({ ...ends, nextHeader: protocol, payload });
  switch (random.below(3)) {
    case 0:
      return inAnother(isIpv4 ? 4 : 41, inner);
    case 1: {
      // Neither flags nor a version; then the EtherType (RFC 2784 section 2).
      const header = Buffer.from(isIpv4 ? "00000800" : "000086dd", "hex");
      return inAnother(GRE, Buffer.concat([header, inner]));
    }
    default: {
      const kept = random.percent(50) ? inner.length : random.below(inner.length + 1);
      return buildUnreachable({ ...ends, code: random.below(16), quoted: inner.subarray(0, kept) });
    }
  }
}

function ethernet(random: Random): (packet: Uint8Array) => Uint8Array {
  const tags = Array.from({ length: random.percent(20) ? random.below(4) : 0 }, () => ({
    protocol: random.pick([0x8100, 0x88a8]),
    id: random.below(4096),
  }));
  const trailer = random.octets(random.percent(10) ? random.below(20) : 0);
  return (payload) => Buffer.concat([buildEthernet({ payload, vlanTags: tags }), trailer]);
}

function ipv4(random: Random, model: Model): readonly Uint8Array[] {
  const ends = randomEnds(random, 4);
  const fields = {
    ...ends,
    payload: tcp(random, model, ends),
    identification: random.below(65_536),
    timeToLive: random.below(256),
    dontFragment: random.percent(50),
    options: random.percent(10) ? Buffer.alloc(random.below(11) * 4, NO_OPERATION) : NONE,
  };
  return random.percent(5) ? buildIpv4Fragments(fields, FRAGMENT_OCTETS) : [buildIpv4(fields)];
}

function ipv6(random: Random, model: Model): readonly Uint8Array[] {
  const ends = randomEnds(random, 6);
  const chains = [[], [IP_PROTOCOL.HOP_BY_HOP], [IP_PROTOCOL.DESTINATION_OPTIONS]];
  const fields = {
    ...ends,
    payload: tcp(random, model, ends),
    hopLimit: random.below(256),
    flowLabel: random.below(2 ** 20),
    extensionHeaders: random.pick(chains).map(paddingHeader),
  };
  const fragmentation = { identification: random.below(2 ** 32), sizeBytes: FRAGMENT_OCTETS };
  return random.percent(5) ? buildIpv6Fragments(fields, fragmentation) : [buildIpv6(fields)];
}

const NO_OPERATION = 1;
const NONE = Buffer.alloc(0);

type Ends = ReturnType<typeof randomEnds>;

function randomEnds(random: Random, version: 4 | 6) {
  const address = () => formatAddress(random.octets(version === 4 ? 4 : 16));
  return { source: address(), destination: address() };
}

function tcp(random: Random, model: Model, ends: Ends): Uint8Array {
  const segment = buildTcp({
    ...ends,
    sourcePort: random.below(65_536),
    destinationPort: random.below(65_536),
    sequenceNumber: random.below(2 ** 32),
    acknowledgmentNumber: random.below(2 ** 32),
    flags: (random.percent(90) ? TCP_FLAG.RST : 0) | (random.below(256) & ~TCP_FLAG.RST),
    window: random.below(65_536),
    urgentPointer: random.below(65_536),
    options: randomOptions(random),
    payload: randomPayload(random, model),
  });
  const checksumOffset = 16;
  if (random.percent(10)) segment.set(random.octets(2), checksumOffset);
  return segment;
}

const MOST_OPTION_OCTETS = 40;

/** Kind, and octets of its value, of options that have one length (RFC 9293, 7323 and 2018). */
const OPTIONS = [
  [2, 2], // Maximum Segment Size
  [3, 1], // Window Scale
  [4, 0], // SACK Permitted
  [5, 8], // SACK, one block
  [8, 8], // Timestamps
  [80, 13], // nobody's (IANA, "TCP Option Kind Numbers"), so its value may be anything
] as const;

/** TCP options as a host would write them: Wireshark reads no further than a malformed one. */
function randomOptions(random: Random): Buffer {
  const count = random.percent(40) ? random.below(6) : 0;
  const options = Array.from({ length: count }, () => {
    const [kind, length] = random.pick(OPTIONS);
    return random.percent(20)
      ? Buffer.of(NO_OPERATION)
      : Buffer.concat([Buffer.of(kind, length + 2), random.octets(length)]);
  });
  const all = Buffer.concat(options);
  return all.length > MOST_OPTION_OCTETS ? NONE : all;
}

/** Most payloads are short; some fill a segment. */
const LENGTHS = [...Array(40).keys(), 255, 256, 1000, 1460];

/** A payload of an RST segment: one that states a reason, one that nearly does, or any octets. */
function randomPayload(random: Random, model: Model): Buffer {
  const stated = statedReason(random, model, random.pick(model.diagnosticFormats));
  const length = random.pick(LENGTHS);
  const others = [
    () => NONE,
    () => random.octets(length),
    () => changeOctet(random, stated),
    () => Buffer.concat([stated, random.octets(length)]).subarray(0, length),
    () => Buffer.from("Connection refused".repeat(2).slice(0, length)),
    () => shapedLike(random, random.pick(model.formats)),
  ];
  return others[random.below(10)]?.() ?? stated;
}

/** Codes and enterprises that are known, that are not, and those at the ends of their ranges. */
function statedReason(random: Random, model: Model, format: DiagnosticFormat): Buffer {
  const vendors = model.vendors.map(({ pen }) => pen);
  const code = random.pick([random.below(30), random.below(65_536), 0, 1, 65_535, 1234]);
  const pen = random.pick([0, 0, 0, ...vendors, random.below(2 ** 32), 1, 2 ** 32 - 1]);
  return Buffer.from(encodePayload(format, codeValues(format, code, pen)));
}

function changeOctet(random: Random, octets: Buffer): Buffer {
  octets[random.below(octets.length)] = random.below(256);
  return octets;
}

/** What one of the other formats may hold: its beginning and nearly its length, else anything. */
function shapedLike(random: Random, { length, magic, text, reasonCode }: Format): Buffer {
  const most = Math.min(length.most, length.least + 60);
  const size = Math.max(0, length.least - 1 + random.below(most - length.least + 3));
  const octets = random.octets(size);
  if (text) for (const [at, octet] of octets.entries()) octets[at] = 0x20 + (octet % 0x5f);
  for (const field of [magic, reasonCode]) {
    if (!field || field.offsetBytes + field.widthBits / 8 > size) continue;
    const value = field.kind === "magic" ? field.value : random.below(30);
    octets.writeUIntBE(value, field.offsetBytes, field.widthBits / 8);
  }
  return octets;
}
