import { IP_PROTOCOL, LINK_TYPE } from "../capture/protocol-numbers.js";
import type { Model } from "../model/model.js";
import { isUsable } from "../model/registry.js";
import {
  buildIpv4,
  buildIpv4Fragments,
  buildIpv6,
  buildIpv6Fragments,
  paddingHeader,
} from "./build-ip.js";
import { buildEthernet, buildLoop, buildNull, buildSll, buildSll2 } from "./build-link.js";
import { endsOf, ethernetFrame, ipPacket, type SamplePacket, segment } from "./sample-packet.js";
import { encodePayload, expectValues } from "./sample-payload.js";

/** Kind 1, No-Operation, is the option of TCP and of IPv4 that needs no more. */
const NO_OPERATION = 1;
/** A TCP header with 4 octets of options is 24 octets: as the first fragment it is complete. */
const FRAGMENT_OCTETS = 24;

/** A payload to be carried in every way, and what must be seen of it. */
interface Cargo extends Pick<Required<SamplePacket>, "facts"> {
  readonly payload: Uint8Array;
}

function cargoOf(model: Model): readonly Cargo[] {
  return model.diagnosticFormats.map((format) => {
    const row = format.registry.rows.findLast(isUsable);
    const values = { [format.reasonCode.name]: row?.first ?? 1, [format.pen.name]: 0 };
    return {
      payload: encodePayload(format, values),
      facts: expectValues(model, format, values),
    };
  });
}

/** Everything that can stand between Ethernet and the payload. */
export function ethernetCarriers(model: Model): readonly SamplePacket[] {
  return cargoOf(model).flatMap((cargo) => [
    ...vlan(cargo),
    ...headerOptions(cargo),
    ...extensionHeaders(cargo),
    ...fragments(cargo),
  ]);
}

function vlan({ payload, facts }: Cargo): readonly SamplePacket[] {
  const outer = { protocol: 0x88a8, id: 100 };
  const stacks = [[{ id: 10 }], [outer, { id: 10 }], [outer, { id: 20 }, { id: 30 }]];
  return stacks.flatMap((vlanTags) => [
    {
      sentence: `${vlanTags.length} VLAN tags, IPv4`,
      facts,
      octets: buildEthernet({ payload: ipPacket(4, payload), vlanTags }),
    },
    {
      sentence: `${vlanTags.length} VLAN tags, IPv6`,
      facts,
      octets: buildEthernet({ payload: ipPacket(6, payload), vlanTags }),
    },
  ]);
}

function headerOptions({ payload, facts }: Cargo): readonly SamplePacket[] {
  const timestamps = Buffer.from("0101080a0000000100000002", "hex");
  const most = Buffer.alloc(40, NO_OPERATION);
  const withIpOptions = (options: Uint8Array) =>
    buildEthernet({ payload: buildIpv4({ ...endsOf(4), payload: segment(4, payload), options }) });
  return [
    {
      sentence: "TCP Timestamps option, IPv4",
      facts,
      octets: ethernetFrame(4, payload, { options: timestamps }),
    },
    {
      sentence: "TCP Timestamps option, IPv6",
      facts,
      octets: ethernetFrame(6, payload, { options: timestamps }),
    },
    {
      sentence: "40 octets of TCP options",
      facts,
      octets: ethernetFrame(4, payload, { options: most }),
    },
    { sentence: "4 octets of IPv4 options", facts, octets: withIpOptions(most.subarray(0, 4)) },
    { sentence: "40 octets of IPv4 options", facts, octets: withIpOptions(most) },
    {
      sentence: "Ethernet trailer behind the payload",
      facts,
      octets: buildEthernet({ payload: Buffer.concat([ipPacket(4, payload), Buffer.alloc(6)]) }),
    },
  ];
}

function extensionHeaders({ payload, facts }: Cargo): readonly SamplePacket[] {
  const hopByHop = paddingHeader(IP_PROTOCOL.HOP_BY_HOP);
  const destination = paddingHeader(IP_PROTOCOL.DESTINATION_OPTIONS);
  const chains = [
    { name: "Hop-by-Hop Options", headers: [hopByHop] },
    { name: "Destination Options", headers: [destination] },
    { name: "Hop-by-Hop and Destination Options", headers: [hopByHop, destination] },
  ];
  return chains.map(({ name, headers }) => ({
    sentence: `IPv6 with ${name}`,
    facts,
    octets: buildEthernet({
      payload: buildIpv6({
        ...endsOf(6),
        payload: segment(6, payload),
        extensionHeaders: headers,
      }),
    }),
  }));
}

/** Only the fragment that completes the segment lets its payload be seen. */
function fragments({ payload, facts }: Cargo): readonly SamplePacket[] {
  const options = Buffer.alloc(4, NO_OPERATION);
  const four = { ...endsOf(4), payload: segment(4, payload, { options }), identification: 21 };
  const six = { ...endsOf(6), payload: segment(6, payload, { options }) };
  const blind = { tool: "tcpdump", why: "it does not reassemble fragments" };
  const packets = [
    ...buildIpv4Fragments(four, FRAGMENT_OCTETS),
    ...buildIpv6Fragments(six, { identification: 22, sizeBytes: FRAGMENT_OCTETS }),
  ];
  const each = packets.length / 2;
  return packets.map((packet, at) => {
    const last = (at + 1) % each === 0;
    return {
      sentence: `Fragment ${(at % each) + 1} of ${each}, IPv${at < each ? 4 : 6}`,
      ...(last && { facts, blind }),
      octets: buildEthernet({ payload: packet }),
    };
  });
}

/** A sample of one other link layer. */
export interface LinkSample {
  readonly name: string;
  readonly linkType: number;
  readonly packets: readonly SamplePacket[];
}

const LINKS = [
  { name: "raw", linkType: LINK_TYPE.RAW, build: (packet: Uint8Array) => packet },
  {
    name: "null",
    linkType: LINK_TYPE.NULL,
    build: (packet: Uint8Array) => buildNull(packet, "little"),
  },
  { name: "loop", linkType: LINK_TYPE.LOOP, build: buildLoop },
  { name: "linux-sll", linkType: LINK_TYPE.LINUX_SLL, build: buildSll },
  { name: "linux-sll2", linkType: LINK_TYPE.LINUX_SLL2, build: buildSll2 },
] as const;

/** The link layers other than Ethernet; tcpdump reads a file of one link type only. */
export function linkCarriers(model: Model): readonly LinkSample[] {
  const cargo = cargoOf(model);
  return LINKS.map(({ name, linkType, build }) => ({
    name,
    linkType,
    packets: cargo.flatMap(({ payload, facts }) => [
      { sentence: `IPv4 on link type ${name}`, facts, octets: build(ipPacket(4, payload)) },
      { sentence: `IPv6 on link type ${name}`, facts, octets: build(ipPacket(6, payload)) },
    ]),
  }));
}
