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

const DISSECTED: ReadonlySet<number> = new Set(Object.values(LINK_TYPE));

/** Tells whether frames of `linkType` can be dissected; in all others nothing is found. */
export function isDissectedLinkType(linkType: number): boolean {
  return DISSECTED.has(linkType);
}
