import { int32At } from "../byte-order.js";
import {
  behind,
  type Encapsulation,
  enterTunnel,
  etherType,
  ipProtocol,
  type Layer,
} from "../encapsulation.js";
import { ETHER_TYPE } from "../protocol-numbers.js";

/** IP directly in IP: RFC 2003 and 6in4 (RFC 4213), over IPv4 or IPv6 (RFC 2473). */
export const ipInIp: readonly Encapsulation[] = [
  { name: "IPv4 in IP", protocol: 4, type: ETHER_TYPE.IPV4 },
  // Of KA9Q; it has been superseded by 4.
  { name: "IPv4 in IP", protocol: 94, type: ETHER_TYPE.IPV4 },
  { name: "IPv6 in IP", protocol: 41, type: ETHER_TYPE.IPV6 },
].map(({ name, protocol, type }) => ({
  name,
  announcedBy: [ipProtocol(protocol)],
  read: (layer) => behind(layer, 0, etherType(type), tunnelOf(layer)),
}));

/** Nothing but the outer addresses tells these tunnels; the sum is equal in both directions. */
function tunnelOf({ tunnel, packet }: Layer): number {
  if (packet === undefined) return tunnel;
  const { octets, addressesStart, addressLength } = packet;
  let sum = 0;
  for (let at = 0; at < addressLength * 2; at += 4) sum += int32At(octets, addressesStart + at);
  return enterTunnel(tunnel, 4, sum | 0);
}
