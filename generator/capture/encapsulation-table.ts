import type { Announced, Encapsulation } from "./encapsulation.js";
import { ethernet, ethernetTags, providerBackbone } from "./encapsulations/ethernet.js";
import { erf, ipInPpp, linuxCooked, nflog, plainLinks } from "./encapsulations/links.js";
import { arcnet, arcnetLinux, fddi, llc, tokenRing } from "./encapsulations/llc.js";
import { mpls } from "./encapsulations/mpls.js";
import { otherTunnels } from "./encapsulations/other-tunnels.js";
import { erspan, gre, icmpQuotes, ipInIp } from "./encapsulations/over-ip.js";
import { geneve, gtpU, nsh, sflow, vxlan, vxlanGpe } from "./encapsulations/over-udp.js";
import { bridgedPpp, ciscoHdlc, ppp, pppoe, pppWithDirection } from "./encapsulations/ppp.js";
import { ieee80211, olderRadioHeaders, radiotap } from "./encapsulations/wireless.js";

/** All ways to carry packets that are read: links, tags, tunnels, and what reports on packets. */
const ENCAPSULATIONS: readonly Encapsulation[] = [
  ethernet,
  ...linuxCooked,
  ...plainLinks,
  ...ethernetTags,
  llc,
  providerBackbone,
  mpls,
  ppp,
  pppWithDirection,
  bridgedPpp,
  ...ipInPpp,
  pppoe,
  ciscoHdlc,
  fddi,
  tokenRing,
  arcnet,
  arcnetLinux,
  nflog,
  erf,
  ieee80211,
  radiotap,
  ...olderRadioHeaders,
  ...ipInIp,
  gre,
  erspan,
  vxlan,
  vxlanGpe,
  nsh,
  geneve,
  gtpU,
  ...otherTunnels,
  sflow,
  ...icmpQuotes,
];

const BY_ANNOUNCED: ReadonlyMap<Announced, Encapsulation> = new Map(
  ENCAPSULATIONS.flatMap((one) => one.announcedBy.map((announced) => [announced, one] as const)),
);

/** What reads a header that is announced by this number; undefined where nothing here can. */
export function findEncapsulation(announced: Announced): Encapsulation | undefined {
  return BY_ANNOUNCED.get(announced);
}
