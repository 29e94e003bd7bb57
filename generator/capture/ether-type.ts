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
