import { LINK_TYPE } from "../capture/protocol-numbers.js";
import type { Model } from "../model/model.js";
import { buildIpv4Fragments } from "./build-ip.js";
import {
  bridged,
  build80211,
  buildSflow,
  hex,
  join,
  outerIp,
  outerUdp,
  snap,
  typed,
  typeOf,
} from "./build-link.js";
import { type Sent, talk, talkTwice } from "./sample-packet.js";
import { type Sample, writeFrames } from "./write-pcapng.js";

/** A way to carry packets: what makes a frame of one, and what is true of the whole sample. */
export interface EncapsulationSample {
  /** Of the file. */
  readonly name: string;
  /** As people name the encapsulation. */
  readonly title: string;
  readonly linkType: number;
  /** Those of the ordinary conversation where absent. */
  readonly packets?: readonly Sent[];
  readonly wrap: (sent: Sent, at: number) => readonly Uint8Array[];
}

type Wrap = (packet: Uint8Array, isFromClient: boolean) => Uint8Array;

/** A sample on Ethernet of the ordinary conversation. */
function onEthernet(name: string, title: string, wrap: Wrap): EncapsulationSample {
  return {
    name,
    title,
    linkType: LINK_TYPE.ETHERNET,
    wrap: ({ packet, isFromClient }) => [wrap(packet, isFromClient)],
  };
}

function onLink(name: string, title: string, linkType: number, wrap: Wrap): EncapsulationSample {
  return { ...onEthernet(name, title, wrap), linkType };
}

/** Ethernet and IP around what an IP protocol announces. */
function overIp(
  protocol: number,
  inner: (packet: Uint8Array) => Uint8Array,
  version: 4 | 6 = 4,
): Wrap {
  return (packet, isFromClient) => bridged(outerIp(protocol, inner(packet), isFromClient, version));
}

function overUdp(
  port: number,
  inner: (packet: Uint8Array, isFromClient: boolean) => Uint8Array,
): Wrap {
  return (packet, isFromClient) =>
    bridged(outerUdp(port, inner(packet, isFromClient), isFromClient));
}

const PPP_PROTOCOL = { "0800": "0021", "86dd": "0057" } as const;
const ppp = (packet: Uint8Array) =>
  join(PPP_PROTOCOL[typeOf(packet) === "0800" ? "0800" : "86dd"], packet);
/** Two labels, the second one at the bottom of the stack. */
const LABELS = "00012040 00064140";
const vxlan = (vni: number, frame: Uint8Array) => join("08000000", hex(vni, 3), "00", frame);
const gtp = (endpoint: number, packet: Uint8Array) =>
  join("30ff", hex(packet.length, 2), hex(endpoint, 4), packet);
/** With a sequence number and the container of a 5G session (3GPP TS 38.415). */
const gtpExtended = (endpoint: number, packet: Uint8Array) =>
  join("34ff", hex(packet.length + 8, 2), hex(endpoint, 4), "0007 00 85 01 0009 00", packet);
const ppoe = (packet: Uint8Array) => {
  const inner = ppp(packet);
  return join("1100 002a", hex(inner.length, 2), inner);
};
const erspan2 = (packet: Uint8Array) =>
  join("100088be 00000007", "1001 0064 00000003", bridged(packet));
const erspan3 = (packet: Uint8Array) =>
  join("100022eb 00000007", "2001 0064 00000000 0000 0000", bridged(packet));

const TUNNELS: readonly EncapsulationSample[] = [
  onEthernet(
    "gtp-u",
    "GTP-U",
    overUdp(2152, (packet, up) => gtp(up ? 1001 : 2002, packet)),
  ),
  onEthernet(
    "gtp-u-extended",
    "GTP-U with extension headers",
    overUdp(2152, (packet, up) => gtpExtended(up ? 1001 : 2002, packet)),
  ),
  onEthernet(
    "geneve",
    "GENEVE",
    overUdp(6081, (packet) => join("0200 6558 00000a 00 0102 80 01 00000007", bridged(packet))),
  ),
  onEthernet(
    "vxlan",
    "VXLAN",
    overUdp(4789, (packet) => vxlan(42, bridged(packet))),
  ),
  onEthernet(
    "vxlan-gpe",
    "VXLAN-GPE",
    overUdp(4790, (packet) =>
      join("0c0000", typeOf(packet) === "0800" ? "01" : "02", "00002a00", packet),
    ),
  ),
  onEthernet(
    "gre-ip",
    "GRE, IP",
    overIp(47, (packet) => join("0000", typeOf(packet), packet)),
  ),
  onEthernet(
    "gre-key",
    "GRE with checksum, key and sequence, over IPv6",
    overIp(47, (packet) => join("b000", typeOf(packet), "00000000 0000002a 00000007", packet), 6),
  ),
  onEthernet(
    "gre-ethernet",
    "GRE, Ethernet",
    overIp(47, (packet) => join("20006558 00002a00", bridged(packet))),
  ),
  onEthernet(
    "gre-80211",
    "GRE, 802.11",
    overIp(47, (packet) => join("00008200", build80211(packet))),
  ),
  onEthernet(
    "gre-pptp",
    "GRE of PPTP",
    overIp(47, (packet) => {
      const inner = join("ff03", ppp(packet));
      return join("3001880b", hex(inner.length, 2), "0001 00000007", inner);
    }),
  ),
  onEthernet(
    "erspan-1",
    "ERSPAN type I",
    overIp(47, (packet) => join("000088be", bridged(packet))),
  ),
  onEthernet("erspan-2", "ERSPAN type II", overIp(47, erspan2)),
  onEthernet("erspan-3", "ERSPAN type III", overIp(47, erspan3)),
  onEthernet("mpls", "MPLS", (packet) => typed(0x8847, join(LABELS, packet))),
  onEthernet("mpls-ethernet", "MPLS, Ethernet with a control word", (packet) =>
    typed(0x8847, join(LABELS, "00000000 00005e005301 00005e005302", typeOf(packet), packet)),
  ),
  onEthernet(
    "mpls-udp",
    "MPLS in UDP",
    overUdp(6635, (packet) => join(LABELS, packet)),
  ),
  onEthernet("ip-in-ip", "IP in IPv4 (6in4)", (packet, isFromClient) =>
    bridged(outerIp(typeOf(packet) === "0800" ? 4 : 41, packet, isFromClient)),
  ),
  onEthernet("ip-in-ipv6", "IP in IPv6", (packet, isFromClient) =>
    bridged(outerIp(typeOf(packet) === "0800" ? 4 : 41, packet, isFromClient, 6)),
  ),
  onEthernet("pppoe", "PPPoE", (packet) => typed(0x8864, ppoe(packet))),
  onEthernet(
    "l2tp",
    "L2TP",
    overUdp(1701, (packet) => join("0002 0007 0009 ff03", ppp(packet))),
  ),
  onEthernet("ah-tunnel", "AH, tunnel mode", (packet, isFromClient) => {
    const next = typeOf(packet) === "0800" ? "04" : "29";
    const header = join(next, "04 0000 00000100 00000001", new Uint8Array(12));
    return bridged(outerIp(51, join(header, packet), isFromClient));
  }),
  onEthernet(
    "etherip",
    "EtherIP",
    overIp(97, (packet) => join("3000", bridged(packet))),
  ),
  onEthernet(
    "lisp",
    "LISP",
    overUdp(4341, (packet) => join("88000000 00002a00", packet)),
  ),
  onEthernet(
    "tzsp",
    "TZSP",
    overUdp(37008, (packet) => join("01000001 01", bridged(packet))),
  ),
  onEthernet("cisco-sgt", "Cisco SGT", (packet) =>
    typed(0x8909, join("0101 0001 0007", typeOf(packet), packet)),
  ),
  onEthernet("802-1ah", "802.1ah", (packet) => typed(0x88e7, join("0000002a", bridged(packet)))),
  onEthernet("trill", "TRILL", (packet) => typed(0x22f3, join("0005 0001 0002", bridged(packet)))),
  onEthernet("hsr", "HSR", (packet) => typed(0x892f, join("0040 0007", typeOf(packet), packet))),
  onEthernet("nsh", "NSH", (packet) =>
    typed(0x894f, join("0fc6 02 03 000001ff", new Uint8Array(16), bridged(packet))),
  ),
  onEthernet("llc-snap", "LLC/SNAP", (packet) => {
    const inner = snap(packet);
    return typed(inner.length, inner);
  }),
  onEthernet(
    "nested",
    "GTP-U in MPLS in VXLAN in IP in GRE",
    overIp(47, (packet) => {
      const labelled = typed(0x8847, join(LABELS, outerUdp(2152, gtp(7, packet), true)));
      return join("00000800", outerIp(4, outerUdp(4789, vxlan(42, labelled), true), true));
    }),
  ),
];

const LINKS: readonly EncapsulationSample[] = [
  onLink("link-ppp", "PPP", 9, (packet) => join("ff03", ppp(packet))),
  onLink("link-ppp-compressed", "PPP, compressed headers", 9, (packet) => ppp(packet).subarray(1)),
  onLink("link-cisco-hdlc", "Cisco HDLC", 104, (packet) => join("0f00", typeOf(packet), packet)),
  onLink("link-80211", "802.11", 105, (packet) => build80211(packet)),
  onLink("link-radiotap", "802.11 with radiotap", 127, (packet) =>
    join(
      "0000 1900 6f080000",
      new Uint8Array(8),
      "00 02 6c09 a000 d1 a1 00",
      build80211(packet, { isQos: true }),
    ),
  ),
  onLink("link-fddi", "FDDI", 10, (packet) => join("50 020000000001 020000000002", snap(packet))),
  onLink("link-token-ring", "Token Ring", 6, (packet) =>
    join("1040 020000000001 020000000002", snap(packet)),
  ),
  onLink("link-arcnet", "ARCNET", 7, (packet) =>
    join("0102", typeOf(packet) === "0800" ? "d4" : "c4", "00 0001", packet),
  ),
  onLink("link-arcnet-linux", "ARCNET of Linux", 129, (packet) =>
    join("0102 0000", typeOf(packet) === "0800" ? "d4" : "c4", "00 0001", packet),
  ),
  onLink("link-nflog", "NFLOG", 239, (packet) => {
    const length = Buffer.alloc(2);
    length.writeUInt16LE(packet.length + 4);
    const family = typeOf(packet) === "0800" ? "02" : "0a";
    const padding = new Uint8Array((4 - (packet.length % 4)) % 4);
    return join(family, "000001 05000a0000000000", length, "0900", packet, padding);
  }),
  onLink("link-erf", "ERF", 197, (packet) => {
    const frame = bridged(packet);
    const length = frame.length + 18;
    return join(
      "0000000067000000 82 04",
      hex(length + 8, 2),
      "0000",
      hex(frame.length, 2),
      "0400000000000000 0000",
      frame,
    );
  }),
  onLink("link-sll-llc", "Linux cooked capture, LLC", LINK_TYPE.LINUX_SLL, (packet) =>
    join("0000 0001 0006 0200000000010000 0004", snap(packet)),
  ),
];

/** Where numbers and packets come in more ways than one after the other. */
function special(): readonly EncapsulationSample[] {
  return [
    {
      name: "vxlan-tenants",
      title: "VXLAN, the same addresses in two networks",
      linkType: LINK_TYPE.ETHERNET,
      packets: talkTwice(),
      wrap: ({ packet, isFromClient, network }) => [
        bridged(outerUdp(4789, vxlan(network, bridged(packet)), isFromClient)),
      ],
    },
    {
      name: "vxlan-fragments",
      title: "VXLAN, fragments of the outer packet",
      linkType: LINK_TYPE.ETHERNET,
      wrap: ({ packet, isFromClient }, at) => {
        const inner = outerUdp(4789, vxlan(42, bridged(packet)), isFromClient).subarray(20);
        const [source, destination] = isFromClient
          ? ["203.0.113.1", "203.0.113.2"]
          : ["203.0.113.2", "203.0.113.1"];
        const fields = {
          source,
          destination,
          payload: inner,
          protocol: 17,
          identification: at + 1,
        };
        return buildIpv4Fragments(fields, 48).map((fragment) => bridged(fragment));
      },
    },
    {
      name: "sflow",
      title: "sFlow",
      linkType: LINK_TYPE.ETHERNET,
      wrap: ({ packet, isFromClient }, at) =>
        at % 2 === 1
          ? [bridged(outerUdp(6343, buildSflow([bridged(packet)]), isFromClient))]
          : [bridged(outerUdp(6343, buildSflow([bridged(packet), bridged(packet)]), isFromClient))],
    },
    {
      name: "icmp-quotes",
      title: "TCP quoted by ICMP",
      linkType: LINK_TYPE.ETHERNET,
      wrap: ({ packet, isFromClient }, at) => {
        const quote = join("0301 0000 00000000", packet.subarray(0, 28));
        const isQuoted = typeOf(packet) === "0800" && at % 3 === 0;
        return [bridged(packet), ...(isQuoted ? [bridged(outerIp(1, quote, !isFromClient))] : [])];
      },
    },
    {
      name: "icmp-quotes-first",
      title: "TCP quoted by ICMP before it is seen",
      linkType: LINK_TYPE.ETHERNET,
      wrap: ({ packet, isFromClient }, at) => {
        const other = Buffer.from(packet);
        other.writeUInt16BE(50_000 + at, 20);
        const quoted = other.subarray(0, at % 2 === 0 ? 40 : 28);
        const quote = join("0303 0000 00000000", quoted);
        const isQuoted = typeOf(packet) === "0800";
        return [...(isQuoted ? [bridged(outerIp(1, quote, !isFromClient))] : []), bridged(packet)];
      },
    },
  ];
}

/** All encapsulations that are read, each with a conversation inside of it. */
export function listEncapsulations(): readonly EncapsulationSample[] {
  return [...TUNNELS, ...LINKS, ...special()];
}

/** The samples of all encapsulations, in a folder of their own. */
export function encapsulationSamples(model: Model): readonly Sample[] {
  const usual = talk(model);
  return listEncapsulations().map(({ name, linkType, packets = usual, wrap }) => ({
    name: `encapsulations/${name}.pcapng`,
    content: writeFrames(model, linkType, packets.flatMap(wrap)),
  }));
}
