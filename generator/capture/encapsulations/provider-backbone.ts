import { behind, type Encapsulation, enterTunnel, etherType, uint32Of } from "../encapsulation.js";

const TAG_LENGTH = 4;

/** Provider Backbone Bridges (IEEE 802.1ah): flags(1) service(3), then the customer's frame. */
export const providerBackbone: Encapsulation = {
  name: "802.1ah",
  announcedBy: [etherType(0x88e7)],
  read: (layer) => {
    const service = uint32Of(layer, 0) & 0xffffff;
    const tunnel = enterTunnel(layer.tunnel, 0x88e7, service);
    return behind(layer, TAG_LENGTH, etherType(0x6558), tunnel);
  },
};
