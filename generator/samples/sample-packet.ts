import type { Model } from "../model/model.js";
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
