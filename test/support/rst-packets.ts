import {
  buildIpv4,
  buildIpv6,
  type Ipv4Fields,
  type Ipv6Fields,
} from "../../generator/samples/build-ip.js";
import { buildTcp, TCP_FLAG, type TcpFields } from "../../generator/samples/build-tcp.js";

/** Ends of the packets that tests build. */
export const IPV4_ENDS = { source: "192.0.2.1", destination: "198.51.100.2" } as const;
export const IPV6_ENDS = { source: "2001:db8::1", destination: "2001:db8::2" } as const;

/** A payload of 8 octets, none of which is 0. */
export const TEXT = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);

/** What a finder must say of the packets here, but for the addresses. */
export const FOUND = {
  source: { address: IPV4_ENDS.source, port: 39829 },
  destination: { address: IPV4_ENDS.destination, port: 8080 },
  payload: Buffer.from(TEXT),
  lengthBytes: 8,
};

/** The same over IPv6. */
export const FOUND_IPV6 = {
  ...FOUND,
  source: { address: IPV6_ENDS.source, port: 39829 },
  destination: { address: IPV6_ENDS.destination, port: 8080 },
};

/** An RST segment with `TEXT`, unless `fields` say otherwise; only for tests. */
export function rstSegment(
  ends: Pick<TcpFields, "source" | "destination">,
  fields: Partial<TcpFields> = {},
): Uint8Array {
  const flags = TCP_FLAG.RST | TCP_FLAG.ACK;
  return buildTcp({
    ...ends,
    sourcePort: 39829,
    destinationPort: 8080,
    flags,
    payload: TEXT,
    ...fields,
  });
}

/** An IPv4 packet with an RST segment; only for tests. */
export function rstOverIpv4(fields: Partial<Ipv4Fields> = {}): Uint8Array {
  return buildIpv4({ ...IPV4_ENDS, payload: rstSegment(IPV4_ENDS), ...fields });
}

/** An IPv6 packet with an RST segment; only for tests. */
export function rstOverIpv6(fields: Partial<Ipv6Fields> = {}): Uint8Array {
  return buildIpv6({ ...IPV6_ENDS, payload: rstSegment(IPV6_ENDS), ...fields });
}
