import type { LoadSize } from "./octet-tests.js";

/** What a segment is carried by: one of the chains of headers that a capture filter can walk. */
export type Carrier = "ipv4" | "ipv6" | "ipv6-hop-by-hop";

/** All of them, in the order in which a filter tries them. */
export const CARRIERS: readonly Carrier[] = ["ipv4", "ipv6", "ipv6-hop-by-hop"];

/** How a filter finds the parts of a segment behind one chain of headers. */
export interface CarrierText {
  /** Holds for whole RST segments that are carried so. */
  readonly isReset: string;
  /** Octets that the IP header states. */
  readonly statedOctets: string;
  /** Those of them that are ahead of TCP's header; each one a term. */
  readonly ahead: readonly string[];
  /** Length of TCP's header. */
  readonly dataOffset: string;
  /** Octets of the payload. */
  readonly load: (offsetBytes: number, sizeBytes: LoadSize) => string;
}

/** `tcp[]` copes with IP options and later fragments, but is compiled for IPv4 alone. */
const IPV4: CarrierText = {
  isReset: "tcp[13] & 4 != 0 and ip[6:2] & 0x2000 = 0",
  statedOctets: "ip[2:2]",
  ahead: ["((ip[0] & 0xf) << 2)"],
  dataOffset: "((tcp[12] & 0xf0) >> 2)",
  load: (offset, size) => `tcp[${IPV4.dataOffset}${offset === 0 ? "" : ` + ${offset}`}:${size}]`,
};

/** Without extension headers TCP's header begins at octet 40. */
const IPV6: CarrierText = {
  isReset: "ip6[6] = 6 and ip6[53] & 4 != 0",
  statedOctets: "ip6[4:2]",
  ahead: [],
  dataOffset: "((ip6[52] & 0xf0) >> 2)",
  load: (offset, size) => `ip6[${40 + offset} + ${IPV6.dataOffset}:${size}]`,
};

/** The header counts 8 octets less than it has (RFC 8200 section 4.3). */
const MORE = "(ip6[41] << 3)";

const IPV6_HOP_BY_HOP: CarrierText = {
  isReset: `ip6[6] = 0 and ip6[40] = 6 and ip6[61 + ${MORE}] & 4 != 0`,
  statedOctets: "ip6[4:2]",
  ahead: ["8", MORE],
  dataOffset: `((ip6[60 + ${MORE}] & 0xf0) >> 2)`,
  load: (offset, size) => `ip6[${48 + offset} + ${MORE} + ${IPV6_HOP_BY_HOP.dataOffset}:${size}]`,
};

/** The texts of each carrier. */
export const CARRIER_TEXT: Readonly<Record<Carrier, CarrierText>> = {
  ipv4: IPV4,
  ipv6: IPV6,
  "ipv6-hop-by-hop": IPV6_HOP_BY_HOP,
};
