import type { Model } from "../model/model.js";
import { codeValues, encodePayload } from "../model/payload.js";
import { isUsable } from "../model/registry.js";
import { TCP_FLAG } from "../model/tcp-flag.js";
import { buildIpv4, buildIpv6, computeChecksum, type ExtensionHeader } from "./build-ip.js";
import { buildEthernet, type VlanTag } from "./build-link.js";
import { buildTcp, type TcpFields } from "./build-tcp.js";
import type { Expectation } from "./expectation.js";

/** A packet of a sample, and what must be seen of it. */
export interface SamplePacket extends Expectation {
  /** From the link layer on. */
  readonly octets: Uint8Array;
  /** Octets that the snapshot length cut from the end; none where absent. */
  readonly cutOctets?: number;
}

export type IpVersion = 4 | 6;
export const IP_VERSIONS: readonly IpVersion[] = [4, 6];

/** Addresses of RFC 5737 and RFC 3849, so that no sample points at anybody. */
const ENDS = {
  4: { source: "192.0.2.1", destination: "198.51.100.7" },
  6: { source: "2001:db8::1", destination: "2001:db8:2::7" },
} as const;

/** What a packet has that is not usual. */
export interface PacketOptions
  extends Partial<Pick<TcpFields, "flags" | "options" | "sourcePort">> {
  /** Of IPv4. */
  readonly ipOptions?: Uint8Array;
  /** Of IPv6. */
  readonly extensionHeaders?: readonly ExtensionHeader[];
  /** Of Ethernet. */
  readonly vlanTags?: readonly VlanTag[];
}

/** The addresses of a sample's packets. */
export function endsOf(version: IpVersion) {
  return ENDS[version];
}

/** A TCP segment of an established connection, RST and ACK where nothing else is said. */
export function segment(
  version: IpVersion,
  payload: Uint8Array,
  options: PacketOptions = {},
): Uint8Array {
  return buildTcp({
    ...ENDS[version],
    sourcePort: 443,
    // Each payload on a connection of its own, or tools would speak of retransmissions.
    destinationPort: 49152 + (computeChecksum(payload) % 16384),
    sequenceNumber: 1000,
    acknowledgmentNumber: 2000,
    flags: TCP_FLAG.RST | TCP_FLAG.ACK,
    payload,
    ...options,
  });
}

/** An IP packet with one segment. */
export function ipPacket(
  version: IpVersion,
  payload: Uint8Array,
  options: PacketOptions = {},
): Uint8Array {
  const { ipOptions = new Uint8Array(), extensionHeaders = [] } = options;
  const content = { ...ENDS[version], payload: segment(version, payload, options) };
  return version === 4
    ? buildIpv4({ ...content, options: ipOptions })
    : buildIpv6({ ...content, extensionHeaders });
}

/** An Ethernet frame with one segment. */
export function ethernetFrame(
  version: IpVersion,
  payload: Uint8Array,
  options: PacketOptions = {},
): Uint8Array {
  const { vlanTags = [] } = options;
  return buildEthernet({ payload: ipPacket(version, payload, options), vlanTags });
}

type Expected = Pick<Expectation, "facts">;

/** A packet over IPv4, of whose payload the snapshot length leaves so many octets. */
export function overIpv4(
  sentence: string,
  payload: Uint8Array,
  expected: Expected = {},
  captured = payload.length,
): SamplePacket {
  const cutOctets = payload.length - captured;
  return { sentence, ...expected, octets: ethernetFrame(4, payload), cutOctets };
}

/** A packet over each version of IP, which stands in the sentence between `what` and `end`. */
export function overBoth(
  what: string,
  payload: Uint8Array,
  expected: Expected = {},
  end = "",
): readonly SamplePacket[] {
  return IP_VERSIONS.map((version) => ({
    sentence: `${what} over IPv${version}${end}`,
    ...expected,
    octets: ethernetFrame(version, payload),
  }));
}

/** Whether a payload begins with the magic number of a diagnostic format, whatever else it looks like. */
export function beginsWithMagic({ diagnosticFormats }: Model, payload: Uint8Array): boolean {
  const first = Buffer.from(payload).toString("hex");
  return diagnosticFormats.some(({ magic }) =>
    first.startsWith(magic.value.toString(16).padStart(magic.widthBits / 4, "0")),
  );
}

/** One packet of a conversation, from its IP header on. */
export interface Sent {
  readonly packet: Uint8Array;
  readonly isFromClient: boolean;
  /** Of several networks that use the same addresses, in which it is. */
  readonly network: number;
}

interface Side {
  readonly isFromClient: boolean;
  readonly flags: number;
  readonly sequenceNumber: number;
  readonly acknowledgmentNumber?: number;
  readonly payload?: Uint8Array;
}

const { ACK, PSH, RST, SYN } = TCP_FLAG;
const REQUEST = Buffer.from("GET / HTTP/1.1\r\n\r\n");
const SERVER_PORT = 8080;

interface Talk {
  readonly version: IpVersion;
  readonly clientPort: number;
  /** The client's initial sequence number; the server's is 5,000 above it. */
  readonly first: number;
  /** Of the RST. */
  readonly payload: Uint8Array;
  readonly network?: number;
}

/** A request that the server answers by a reset. */
function reset({ first, payload, ...talk }: Talk): readonly Sent[] {
  const server = first + 5000;
  const after = first + 1 + REQUEST.length;
  return send(talk, [
    { isFromClient: true, flags: SYN, sequenceNumber: first },
    {
      isFromClient: false,
      flags: SYN | ACK,
      sequenceNumber: server,
      acknowledgmentNumber: first + 1,
    },
    { isFromClient: true, flags: ACK, sequenceNumber: first + 1, acknowledgmentNumber: server + 1 },
    {
      isFromClient: true,
      flags: PSH | ACK,
      sequenceNumber: first + 1,
      acknowledgmentNumber: server + 1,
      payload: REQUEST,
    },
    { isFromClient: false, flags: ACK, sequenceNumber: server + 1, acknowledgmentNumber: after },
    {
      isFromClient: false,
      flags: RST | ACK,
      sequenceNumber: server + 1,
      acknowledgmentNumber: after,
      payload,
    },
  ]);
}

function refuse({ first, ...talk }: Talk): readonly Sent[] {
  return send(talk, [
    { isFromClient: true, flags: SYN, sequenceNumber: first },
    { isFromClient: false, flags: RST | ACK, sequenceNumber: 0, acknowledgmentNumber: first + 1 },
  ]);
}

function send(
  { version, clientPort, network = 1 }: Pick<Talk, "version" | "clientPort" | "network">,
  sides: readonly Side[],
): readonly Sent[] {
  const { source: client, destination: server } = endsOf(version);
  return sides.map(({ isFromClient, ...fields }) => {
    const ends = isFromClient
      ? { source: client, destination: server }
      : { source: server, destination: client };
    const ports = isFromClient
      ? { sourcePort: clientPort, destinationPort: SERVER_PORT }
      : { sourcePort: SERVER_PORT, destinationPort: clientPort };
    const payload = buildTcp({
      ...ends,
      ...ports,
      window: (fields.flags & RST) === 0 ? 64_240 : 0,
      ...fields,
    });
    const packet =
      version === 4 ? buildIpv4({ ...ends, payload }) : buildIpv6({ ...ends, payload });
    return { packet, isFromClient, network };
  });
}

/** A stated reset and a refusal, over IPv4 and IPv6: what each encapsulation has inside. */
export function talk(model: Model): readonly Sent[] {
  const [format] = model.diagnosticFormats;
  const row = format?.registry.rows.findLast(isUsable);
  const payload = format
    ? encodePayload(format, codeValues(format, row?.first ?? 1, 0))
    : Buffer.of();
  return IP_VERSIONS.flatMap((version) => [
    ...reset({ version, clientPort: 40_000 + version, first: 1000, payload }),
    ...refuse({ version, clientPort: 41_000 + version, first: 9000, payload }),
  ]);
}

/** The same ends in two networks at the same time: one connection is reset, the other one later. */
export function talkTwice(): readonly Sent[] {
  const payload = Buffer.of();
  const one = { version: 4, clientPort: 40_000, payload } as const;
  const first = reset({ ...one, first: 1000, network: 1 });
  const second = reset({ ...one, first: 500_000_000, network: 2 });
  return first.flatMap((sent, at) => [sent, ...second.slice(at, at + 1)]);
}
