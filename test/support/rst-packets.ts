import {
  capturedPayload,
  endpointsOf,
  SegmentReader,
} from "../../generator/capture/tcp-segment.js";
import type { Endpoint } from "../../generator/model/record.js";
import { TCP_FLAG } from "../../generator/model/tcp-flag.js";
import {
  buildIpv4,
  buildIpv6,
  type Ipv4Fields,
  type Ipv6Fields,
} from "../../generator/samples/build-ip.js";
import { buildTcp, type TcpFields } from "../../generator/samples/build-tcp.js";

/** Ends of the packets that tests build. */
export const IPV4_ENDS = { source: "192.0.2.1", destination: "198.51.100.2" } as const;
export const IPV6_ENDS = { source: "2001:db8::1", destination: "2001:db8::2" } as const;

/** A payload of 8 octets, none of which is 0. */
export const PAYLOAD = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);

/** What a test compares of an RST segment. */
export interface FoundRst {
  readonly source: Endpoint;
  readonly destination: Endpoint;
  readonly payload: Buffer;
  readonly lengthBytes: number;
}

/** A frame alone, and the length that it had on the wire where that is another. */
export interface WholeFrame {
  readonly linkType: number;
  readonly octets: Uint8Array;
  readonly originalLength?: number;
}

/** A reader that copies the RST segments of the frames that it is given. */
export function openRstFinder(): (frame: WholeFrame) => FoundRst | undefined {
  const resets = new SegmentReader(TCP_FLAG.RST);
  return ({ linkType, octets, originalLength = octets.length }) => {
    const window = Buffer.from(octets);
    const end = octets.length;
    const segment = resets.read({ linkType, window, start: 0, end, originalLength });
    if (!segment) return undefined;
    const { lengthBytes } = segment;
    const payload = Buffer.from(capturedPayload(segment));
    return { ...endpointsOf(segment), payload, lengthBytes };
  };
}

/** What must be found in the packets here, but for the addresses. */
export const FOUND: FoundRst = {
  source: { address: IPV4_ENDS.source, port: 39829 },
  destination: { address: IPV4_ENDS.destination, port: 8080 },
  payload: Buffer.from(PAYLOAD),
  lengthBytes: 8,
};

/** The same over IPv6. */
export const FOUND_IPV6: FoundRst = {
  ...FOUND,
  source: { address: IPV6_ENDS.source, port: 39829 },
  destination: { address: IPV6_ENDS.destination, port: 8080 },
};

/** An RST segment with `PAYLOAD`, unless `fields` say otherwise; only for tests. */
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
    payload: PAYLOAD,
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
