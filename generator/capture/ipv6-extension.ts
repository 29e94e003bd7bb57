import { capturedEnd, type IpPayload } from "./ip-packet.js";
import { IP_PROTOCOL } from "./ip-protocol.js";

/**
 * Skips extension headers up to the first header that is none, or a Fragment header (RFC 8200
 * section 4). Serves IPv4 too, where only the Authentication Header is one of them.
 * Undefined where a header is not whole. Each has 8 octets at least, so the walk ends.
 */
export function skipExtensionHeaders(payload: IpPayload): IpPayload | undefined {
  if (!isSkipped(payload.protocol)) return payload;
  const { octets, end } = payload;
  const limit = capturedEnd(payload);
  let { protocol, start } = payload;
  while (isSkipped(protocol)) {
    if (start + 8 > limit) return undefined;
    const next = start + measure(protocol, octets.readUInt8(start + 1));
    if (next > limit) return undefined;
    protocol = octets.readUInt8(start);
    start = next;
  }
  return { octets, protocol, start, end };
}

/** An extension header that another header follows (RFC 8200 section 4, RFC 4302 section 2). */
export function isSkipped(protocol: number): boolean {
  switch (protocol) {
    case IP_PROTOCOL.HOP_BY_HOP:
    case IP_PROTOCOL.ROUTING:
    case IP_PROTOCOL.AUTHENTICATION:
    case IP_PROTOCOL.DESTINATION_OPTIONS:
      return true;
    default:
      return false;
  }
}

/** In octets: the field counts 8 less the first 8, but in the Authentication Header 4 less 8. */
function measure(protocol: number, lengthField: number): number {
  return protocol === IP_PROTOCOL.AUTHENTICATION
    ? Math.max(8, (lengthField + 2) * 4)
    : (lengthField + 1) * 8;
}
