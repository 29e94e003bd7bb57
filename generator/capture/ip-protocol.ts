/** Protocol and next header numbers (IANA, "Assigned Internet Protocol Numbers"). */
export const IP_PROTOCOL = {
  HOP_BY_HOP: 0,
  ICMP: 1,
  TCP: 6,
  ROUTING: 43,
  FRAGMENT: 44,
  AUTHENTICATION: 51,
  ICMPV6: 58,
  NO_NEXT_HEADER: 59,
  DESTINATION_OPTIONS: 60,
} as const;
