/** Link types whose frames can be dissected (https://www.tcpdump.org/linktypes.html). */
export const LINK_TYPE = {
  NULL: 0,
  ETHERNET: 1,
  /** DLT_RAW of most systems, and of OpenBSD: not legal in a file, but files have them. */
  DLT_RAW: 12,
  DLT_RAW_OPENBSD: 14,
  RAW: 101,
  LOOP: 108,
  LINUX_SLL: 113,
  IPV4: 228,
  IPV6: 229,
  LINUX_SLL2: 276,
} as const;

/** EtherTypes (IANA, "IEEE 802 Numbers"). */
export const ETHER_TYPE = {
  IPV4: 0x0800,
  IPV6: 0x86dd,
  /** 802.1Q customer tag. */
  VLAN: 0x8100,
  /** 802.1ad service tag. */
  SERVICE_VLAN: 0x88a8,
  /** Service tag of equipment older than 802.1ad. */
  OLD_SERVICE_VLAN: 0x9100,
} as const;

/** Protocol and next header numbers (IANA, "Assigned Internet Protocol Numbers"). */
export const IP_PROTOCOL = {
  HOP_BY_HOP: 0,
  ICMP: 1,
  TCP: 6,
  UDP: 17,
  ROUTING: 43,
  FRAGMENT: 44,
  AUTHENTICATION: 51,
  ICMPV6: 58,
  DESTINATION_OPTIONS: 60,
} as const;
