import { IP_PROTOCOL } from "../capture/protocol-numbers.js";
import type { DiagnosticFormat } from "../model/format.js";
import type { Model } from "../model/model.js";
import { isUsable } from "../model/registry.js";
import { buildIpv4, buildIpv6, type ExtensionHeader, paddingHeader } from "./build-ip.js";
import { buildEthernet } from "./build-link.js";
import { endsOf, type SamplePacket, segment } from "./sample-packet.js";
import { encodePayload, expectValues, expectWrongLength } from "./sample-payload.js";

/** A way to carry a segment, as one function of its payload. */
export interface Envelope {
  readonly name: string;
  readonly pack: (payload: Uint8Array) => Uint8Array;
}

const NO_OPERATION = 1;
/** Two No-Operations, then Timestamps (RFC 7323 section 3.2). */
const TIMESTAMPS = Buffer.from("0101080a0000000100000002", "hex");
/** PadN over 16 octets, the second half of which a filter must not take for TCP's header. */
const LONG_PADDING: ExtensionHeader = {
  type: IP_PROTOCOL.HOP_BY_HOP,
  body: Uint8Array.of(1, 1, 12, ...new Uint8Array(12)),
};
const PADDING = paddingHeader(IP_PROTOCOL.HOP_BY_HOP);

interface Headers {
  readonly name: string;
  readonly version: 4 | 6;
  readonly tcpOptions?: Uint8Array;
  readonly ipOptions?: Uint8Array;
  readonly extensionHeaders?: readonly ExtensionHeader[];
}

const HEADERS: readonly Headers[] = [
  { name: "IPv4", version: 4 },
  { name: "IPv4, TCP Timestamps option", version: 4, tcpOptions: TIMESTAMPS },
  {
    name: "IPv4 with 8 octets of options, TCP Timestamps option",
    version: 4,
    tcpOptions: TIMESTAMPS,
    ipOptions: Buffer.alloc(8, NO_OPERATION),
  },
  { name: "IPv6", version: 6 },
  { name: "IPv6, TCP Timestamps option", version: 6, tcpOptions: TIMESTAMPS },
  { name: "IPv6 with Hop-by-Hop Options", version: 6, extensionHeaders: [PADDING] },
  {
    name: "IPv6 with 16 octets of Hop-by-Hop Options, TCP Timestamps option",
    version: 6,
    tcpOptions: TIMESTAMPS,
    extensionHeaders: [LONG_PADDING],
  },
  {
    name: "IPv6 with Hop-by-Hop and Destination Options",
    version: 6,
    extensionHeaders: [PADDING, paddingHeader(IP_PROTOCOL.DESTINATION_OPTIONS)],
  },
];

const TAGS = [
  { name: "", vlanTags: [] },
  { name: "1 VLAN tag, ", vlanTags: [{ id: 10 }] },
  { name: "2 VLAN tags, ", vlanTags: [{ protocol: 0x88a8, id: 100 }, { id: 10 }] },
];

/** What can stand ahead of a payload on Ethernet, each with each. */
export const ENVELOPES: readonly Envelope[] = TAGS.flatMap(({ name: tags, vlanTags }) =>
  HEADERS.map((headers) => ({
    name: `${tags}${headers.name}`,
    pack: (payload: Uint8Array) => buildEthernet({ payload: packet(headers, payload), vlanTags }),
  })),
);

function packet({ version, tcpOptions, ipOptions, extensionHeaders }: Headers, text: Uint8Array) {
  const payload = segment(version, text, { ...(tcpOptions && { options: tcpOptions }) });
  return version === 4
    ? buildIpv4({ ...endsOf(4), payload, ...(ipOptions && { options: ipOptions }) })
    : buildIpv6({ ...endsOf(6), payload, ...(extensionHeaders && { extensionHeaders }) });
}

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

interface Kind extends Pick<Required<SamplePacket>, "facts"> {
  readonly name: string;
  readonly payload: Uint8Array;
}

function kindsOf(model: Model, format: DiagnosticFormat): readonly Kind[] {
  const row = format.registry.rows.find(isUsable);
  const vendor = model.vendors[0]?.pen ?? 1;
  const stated = [
    { name: "a registered code", code: row?.first ?? 1, pen: 0 },
    { name: "a vendor's code", code: row?.first ?? 1, pen: vendor },
    { name: "the reserved code", code: 0, pen: 0 },
  ];
  const long = Buffer.alloc(format.length.octets + 4);
  long.set(encodePayload(format, {}));
  return [
    ...stated.map(({ name, code, pen }) => {
      const values = { [format.reasonCode.name]: code, [format.pen.name]: pen };
      const facts = expectValues(model, format, values);
      return { name, payload: encodePayload(format, values), facts };
    }),
    { name: "4 octets too many", payload: long, facts: expectWrongLength(format, false) },
  ];
}
