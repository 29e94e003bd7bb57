import { IP_PROTOCOL, LINK_TYPE } from "../capture/protocol-numbers.js";
import type { DiagnosticFormat } from "../model/format.js";
import type { Model } from "../model/model.js";
import { codeValues, encodePayload, type FieldValues } from "../model/payload.js";
import { isUsable } from "../model/registry.js";
import {
  buildIpv4Fragments,
  buildIpv6Fragments,
  type ExtensionHeader,
  paddingHeader,
} from "./build-ip.js";
import { buildEthernet, buildLoop, buildNull, buildSll, buildSll2 } from "./build-link.js";
import { expectValues, expectWrongLength } from "./expectation.js";
import {
  endsOf,
  ethernetFrame,
  IP_VERSIONS,
  type IpVersion,
  ipPacket,
  type PacketOptions,
  type SamplePacket,
  segment,
} from "./sample-packet.js";

/** A payload to be carried in several ways, and what must be seen of it. */
interface Cargo extends Pick<Required<SamplePacket>, "facts"> {
  readonly payload: Uint8Array;
}

function load(model: Model, format: DiagnosticFormat, values: FieldValues): Cargo {
  return { payload: encodePayload(format, values), facts: expectValues(model, format, values) };
}

/** The last code that is registered, in each format. */
function cargoOf(model: Model): readonly Cargo[] {
  return model.diagnosticFormats.map((format) => {
    const row = format.registry.rows.findLast(isUsable);
    return load(model, format, codeValues(format, row?.first ?? 1, 0));
  });
}

/** Kind 1, No-Operation, is the option of TCP and of IPv4 that needs no more. */
const noOperations = (count: number) => Buffer.alloc(count, 1);
/** Two No-Operations, then Timestamps (RFC 7323 section 3.2). */
const TIMESTAMPS = Buffer.from("0101080a0000000100000002", "hex");
const HOP_BY_HOP = paddingHeader(IP_PROTOCOL.HOP_BY_HOP);
const DESTINATION_OPTIONS = paddingHeader(IP_PROTOCOL.DESTINATION_OPTIONS);
/** PadN over 16 octets, the second half of which a filter must not take for TCP's header. */
const LONG_HOP_BY_HOP: ExtensionHeader = {
  type: IP_PROTOCOL.HOP_BY_HOP,
  body: Uint8Array.of(1, 1, 12, ...new Uint8Array(12)),
};
const OUTER_TAG = { protocol: 0x88a8, id: 100 };

/** What stands ahead of a payload on Ethernet. */
type Headers = PacketOptions & { readonly name: string; readonly version: IpVersion };

const STACKS = [[{ id: 10 }], [OUTER_TAG, { id: 10 }], [OUTER_TAG, { id: 20 }, { id: 30 }]];

const CARRIERS: readonly Headers[] = [
  ...STACKS.flatMap((vlanTags) =>
    IP_VERSIONS.map((version) => {
      return { name: `${vlanTags.length} VLAN tags, IPv${version}`, version, vlanTags };
    }),
  ),
  { name: "TCP Timestamps option, IPv4", version: 4, options: TIMESTAMPS },
  { name: "TCP Timestamps option, IPv6", version: 6, options: TIMESTAMPS },
  { name: "40 octets of TCP options", version: 4, options: noOperations(40) },
  { name: "4 octets of IPv4 options", version: 4, ipOptions: noOperations(4) },
  { name: "40 octets of IPv4 options", version: 4, ipOptions: noOperations(40) },
];

const EXTENSIONS: readonly Headers[] = [
  { name: "IPv6 with Hop-by-Hop Options", version: 6, extensionHeaders: [HOP_BY_HOP] },
  { name: "IPv6 with Destination Options", version: 6, extensionHeaders: [DESTINATION_OPTIONS] },
  {
    name: "IPv6 with Hop-by-Hop and Destination Options",
    version: 6,
    extensionHeaders: [HOP_BY_HOP, DESTINATION_OPTIONS],
  },
];

/** Everything that can stand between Ethernet and the payload. */
export function ethernetCarriers(model: Model): readonly SamplePacket[] {
  return cargoOf(model).flatMap((cargo) => {
    const { payload, facts } = cargo;
    const carry = ({ name, version, ...options }: Headers) => {
      return { sentence: name, facts, octets: ethernetFrame(version, payload, options) };
    };
    const trailed = Buffer.concat([ethernetFrame(4, payload), Buffer.alloc(6)]);
    return [
      ...CARRIERS.map(carry),
      { sentence: "Ethernet trailer behind the payload", facts, octets: trailed },
      ...EXTENSIONS.map(carry),
      ...fragments(cargo),
    ];
  });
}

/** A TCP header with 4 octets of options is 24 octets: as the first fragment it is complete. */
const FRAGMENT_OCTETS = 24;

/** Only the fragment that completes the segment lets its payload be seen. */
function fragments({ payload, facts }: Cargo): readonly SamplePacket[] {
  const options = noOperations(4);
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
    packets: cargo.flatMap(({ payload, facts }) =>
      IP_VERSIONS.map((version) => {
        const sentence = `IPv${version} on link type ${name}`;
        return { sentence, facts, octets: build(ipPacket(version, payload)) };
      }),
    ),
  }));
}

/** A way to carry a segment, as one function of its payload. */
export interface Envelope {
  readonly name: string;
  readonly pack: (payload: Uint8Array) => Uint8Array;
}

const COMBINED: readonly Headers[] = [
  { name: "IPv4", version: 4 },
  { name: "IPv4, TCP Timestamps option", version: 4, options: TIMESTAMPS },
  {
    name: "IPv4 with 8 octets of options, TCP Timestamps option",
    version: 4,
    options: TIMESTAMPS,
    ipOptions: noOperations(8),
  },
  { name: "IPv6", version: 6 },
  { name: "IPv6, TCP Timestamps option", version: 6, options: TIMESTAMPS },
  { name: "IPv6 with Hop-by-Hop Options", version: 6, extensionHeaders: [HOP_BY_HOP] },
  {
    name: "IPv6 with 16 octets of Hop-by-Hop Options, TCP Timestamps option",
    version: 6,
    options: TIMESTAMPS,
    extensionHeaders: [LONG_HOP_BY_HOP],
  },
  {
    name: "IPv6 with Hop-by-Hop and Destination Options",
    version: 6,
    extensionHeaders: [HOP_BY_HOP, DESTINATION_OPTIONS],
  },
];

const TAGS = [
  { name: "", vlanTags: [] },
  { name: "1 VLAN tag, ", vlanTags: [{ id: 10 }] },
  { name: "2 VLAN tags, ", vlanTags: [OUTER_TAG, { id: 10 }] },
];

/** What can stand ahead of a payload on Ethernet, each with each. */
export const ENVELOPES: readonly Envelope[] = TAGS.flatMap(({ name: tags, vlanTags }) =>
  COMBINED.map(({ name, version, ...options }) => ({
    name: `${tags}${name}`,
    pack: (payload: Uint8Array) => ethernetFrame(version, payload, { ...options, vlanTags }),
  })),
);

/** Each kind of payload in each envelope: what finds it in one must find it in all. */
export function combinations(model: Model): readonly SamplePacket[] {
  return model.diagnosticFormats.flatMap((format) =>
    kindsOf(model, format).flatMap(({ name, payload, facts }) =>
      ENVELOPES.map((envelope) => ({
        sentence: `${format.title}: ${name}; ${envelope.name}`,
        facts,
        octets: envelope.pack(payload),
      })),
    ),
  );
}

function kindsOf(
  model: Model,
  format: DiagnosticFormat,
): readonly (Cargo & { readonly name: string })[] {
  const code = format.registry.rows.find(isUsable)?.first ?? 1;
  const vendor = model.vendors[0]?.pen ?? 1;
  const long = encodePayload(format, {}, format.length.octets + 4);
  return [
    { name: "a registered code", ...load(model, format, codeValues(format, code, 0)) },
    { name: "a vendor's code", ...load(model, format, codeValues(format, code, vendor)) },
    { name: "the reserved code", ...load(model, format, codeValues(format, 0, 0)) },
    { name: "4 octets too many", payload: long, facts: expectWrongLength(format, false) },
  ];
}
