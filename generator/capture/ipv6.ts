import { capturedEnd, type IpPacket, type IpPayload } from "./ip-packet.js";
import { IP_PROTOCOL } from "./ip-protocol.js";
import { skipExtensionHeaders } from "./ipv6-extension.js";

const HEADER_LENGTH = 40;
const FRAGMENT_HEADER_LENGTH = 8;

/**
 * Parses the IPv6 header at `start` and the extension headers before the transport or before a
 * fragment (RFC 8200 section 3 and 4). Undefined where a header is not whole.
 */
export function parseIpv6(octets: Buffer, start: number): IpPacket | undefined {
  if (octets.length < start + HEADER_LENGTH) return undefined;
  const payloadStart = start + HEADER_LENGTH;
  const payload = skipExtensionHeaders({
    octets,
    protocol: octets.readUInt8(start + 6),
    start: payloadStart,
    end: payloadStart + octets.readUInt16BE(start + 4),
  });
  if (payload === undefined) return undefined;
  if (payload.protocol !== IP_PROTOCOL.FRAGMENT) {
    return packetAt(octets, start, { payload, fragment: undefined });
  }
  const parsed = parseFragmentHeader(payload, octets.toString("latin1", start + 8, payloadStart));
  return parsed === undefined ? undefined : packetAt(octets, start, parsed);
}

function packetAt(
  octets: Buffer,
  start: number,
  { payload, fragment }: Pick<IpPacket, "payload" | "fragment">,
): IpPacket {
  return {
    octets,
    addressesStart: start + 8,
    addressLength: 16,
    timeToLive: octets.readUInt8(start + 7),
    identification: undefined,
    payload,
    fragment,
  };
}

/** next header(1) reserved(1) offset(13 bits) reserved(2) M(1) identification(4), section 4.5. */
function parseFragmentHeader(
  header: IpPayload,
  addresses: string,
): Pick<IpPacket, "payload" | "fragment"> | undefined {
  const { octets, start, end } = header;
  const fragmentStart = start + FRAGMENT_HEADER_LENGTH;
  if (fragmentStart > capturedEnd(header)) return undefined;
  const payload = { octets, protocol: octets.readUInt8(start), start: fragmentStart, end };
  const field = octets.readUInt16BE(start + 2);
  const offsetBytes = field & 0xfff8;
  const moreFragments = (field & 1) !== 0;
  if (offsetBytes === 0 && !moreFragments) {
    // An "atomic" fragment is a whole datagram, whatever other fragments say (RFC 6946 section 4).
    return { payload, fragment: undefined };
  }
  // Without the next header: only that of the first fragment counts (RFC 8200 section 4.5).
  const key = `6${addresses}${octets.toString("latin1", start + 4, fragmentStart)}`;
  return { payload, fragment: { key, offsetBytes, moreFragments } };
}
