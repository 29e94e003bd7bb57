import type { Announced, Encapsulation } from "./encapsulation.js";
import { ciscoHdlc } from "./encapsulations/cisco-hdlc.js";
import { erf } from "./encapsulations/erf.js";
import { ethernet } from "./encapsulations/ethernet.js";
import { ethernetTags } from "./encapsulations/ethernet-tags.js";
import { erspan, gre } from "./encapsulations/gre.js";
import { gtpU } from "./encapsulations/gtp-u.js";
import { icmpQuotes } from "./encapsulations/icmp-quote.js";
import { ipInIp } from "./encapsulations/ip-in-ip.js";
import { linuxCooked, nflog } from "./encapsulations/linux-links.js";
import { llc } from "./encapsulations/llc.js";
import { arcnet, arcnetLinux, fddi, tokenRing } from "./encapsulations/local-networks.js";
import { mpls } from "./encapsulations/mpls.js";
import { otherTunnels } from "./encapsulations/other-tunnels.js";
import { ipInPpp, plainLinks } from "./encapsulations/plain-links.js";
import { bridgedPpp, ppp, pppoe, pppWithDirection } from "./encapsulations/ppp.js";
import { providerBackbone } from "./encapsulations/provider-backbone.js";
import { sflow } from "./encapsulations/sflow.js";
import { geneve, nsh, vxlan, vxlanGpe } from "./encapsulations/vxlan.js";
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
