import { behind, type Encapsulation, etherType, linkType, uint16Of } from "../encapsulation.js";

/** address(1) control(1) EtherType(2): serial lines of Cisco's routers (RFC 1547 section 4.3.1). */
export const ciscoHdlc: Encapsulation = {
  name: "Cisco HDLC",
  announcedBy: [linkType(104)],
  read: (layer) => behind(layer, 4, etherType(uint16Of(layer, 2))),
};
