import { buildIpv4 } from "./build-ipv4.js";
import { buildIpv6 } from "./build-ipv6.js";
import { computeChecksum, computeTransportChecksum } from "./internet-checksum.js";
import { parseAddress } from "./ip-address.js";
import { IP_PROTOCOL } from "./ip-protocol.js";

/** A "destination unreachable" message to build. */
export interface UnreachableFields {
  /** Both addresses of one IP version, which chooses ICMPv4 or ICMPv6. */
  readonly source: string;
  readonly destination: string;
  readonly code: number;
  /** The packet that could not be delivered, from its IP header on. */
  readonly quoted: Uint8Array;
}

const ICMPV4_TYPE = 3;
const ICMPV6_TYPE = 1;

/**
 * Builds the IP packet of an ICMPv4 (RFC 792, type 3) or ICMPv6 (RFC 4443 section 3.1, type 1)
 * message, with its checksum. Throws `Error` for a text that is no address.
 */
export function buildUnreachable({ code, quoted, ...ends }: UnreachableFields): Uint8Array {
  const source = parseAddress(ends.source);
  const destination = parseAddress(ends.destination);
  const isIpv4 = source.length === 4;
  const header = Uint8Array.of(isIpv4 ? ICMPV4_TYPE : ICMPV6_TYPE, code, 0, 0, 0, 0, 0, 0);
  const payload = Buffer.concat([header, quoted]);
  if (isIpv4) {
    payload.writeUInt16BE(computeChecksum(payload), 2);
    return buildIpv4({ ...ends, payload, protocol: IP_PROTOCOL.ICMP });
  }
  const pseudo = { source, destination, protocol: IP_PROTOCOL.ICMPV6 };
  payload.writeUInt16BE(computeTransportChecksum(pseudo, payload), 2);
  return buildIpv6({ ...ends, payload, nextHeader: IP_PROTOCOL.ICMPV6 });
}
