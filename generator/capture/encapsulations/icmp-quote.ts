import {
  behind,
  type Encapsulation,
  etherType,
  ipProtocol,
  NOTHING_INSIDE,
  octetOf,
} from "../encapsulation.js";
import { ETHER_TYPE, IP_PROTOCOL } from "../protocol-numbers.js";

const HEADER_LENGTH = 8;
/** Unreachable, source quench, redirect, time exceeded, parameter problem (RFC 792). */
const QUOTING_ICMP: ReadonlySet<number> = new Set([3, 4, 5, 11, 12]);
/** Unreachable, too big, time exceeded, parameter problem (RFC 4443 section 3). */
const QUOTING_ICMPV6: ReadonlySet<number> = new Set([1, 2, 3, 4]);

/** The packet that an ICMP error is about: its IP header, and 8 octets of what follows at least. */
export const icmpQuotes: readonly Encapsulation[] = [
  {
    protocol: IP_PROTOCOL.ICMP,
    types: QUOTING_ICMP,
    quoted: ETHER_TYPE.IPV4,
  },
  {
    protocol: IP_PROTOCOL.ICMPV6,
    types: QUOTING_ICMPV6,
    quoted: ETHER_TYPE.IPV6,
  },
].map(({ protocol, types, quoted }) => ({
  name: "ICMP error",
  announcedBy: [ipProtocol(protocol)],
  read: (layer) =>
    types.has(octetOf(layer, 0))
      ? behind({ ...layer, isQuoted: true }, HEADER_LENGTH, etherType(quoted))
      : NOTHING_INSIDE,
}));
