import { parseAddress } from "../capture/ip-address.js";
import { IP_PROTOCOL } from "../capture/protocol-numbers.js";
import { buildIpv4, buildIpv6, computeChecksum, computeTransportChecksum } from "./build-ip.js";

/** An ICMP error to build. */
export interface IcmpErrorFields {
  /** Both of one version of IP. */
  readonly source: string;
  readonly destination: string;
  readonly type: number;
  readonly code: number;
  /** The four octets behind the checksum, such as an MTU; 0 where absent. */
  readonly rest?: number;
  /** The beginning of the packet that it is about. */
  readonly quoted: Uint8Array;
}

/**
 * Builds an IP packet with an ICMP error (RFC 792), or one of ICMPv6 (RFC 4443), and its checksum.
 * Throws `Error` for an address that is none.
 */
export function buildIcmpError(fields: IcmpErrorFields): Uint8Array {
  const { source, destination, type, code, rest = 0, quoted } = fields;
  const head = Buffer.alloc(8);
  head.writeUInt8(type, 0);
  head.writeUInt8(code, 1);
  head.writeUInt32BE(rest, 4);
  const payload = Buffer.concat([head, quoted]);
  const isIpv4 = parseAddress(source).length === 4;
  const checksum = isIpv4
    ? computeChecksum(payload)
    : computeTransportChecksum(
        {
          source: parseAddress(source),
          destination: parseAddress(destination),
          protocol: IP_PROTOCOL.ICMPV6,
        },
        payload,
      );
  payload.writeUInt16BE(checksum, 2);
  return isIpv4
    ? buildIpv4({ source, destination, payload, protocol: IP_PROTOCOL.ICMP })
    : buildIpv6({ source, destination, payload, nextHeader: IP_PROTOCOL.ICMPV6 });
}
