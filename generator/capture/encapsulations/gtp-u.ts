import {
  announcedByVersion,
  behind,
  type Encapsulation,
  enterTunnel,
  has,
  type Layer,
  NOTHING_INSIDE,
  octetOf,
  udpPort,
  uint32Of,
} from "../encapsulation.js";
import { PPP } from "./ppp.js";

const HEADER_LENGTH = 8;
/** sequence(2) N-PDU(1) next extension header(1): all are there where one is used. */
const OPTIONAL_LENGTH = 4;
const FLAG = { VERSION: 0xe0, PROTOCOL_TYPE: 0x10, OPTIONAL: 0x07, EXTENSION: 0x04 } as const;
const VERSION_1 = 0x20;
const G_PDU = 0xff;
const EXTENSION_LIMIT = 16;

/**
 * The user plane of mobile networks (3GPP TS 29.281 section 5.1):
 *
 *     flags(1) message type(1) length(2) tunnel endpoint(4) sequence(2) N-PDU(1) next extension(1)
 */
export const gtpU: Encapsulation = {
  name: "GTP-U",
  announcedBy: [udpPort(2152)],
  read: (layer) => {
    const flags = octetOf(layer, 0);
    const isUserData = (flags & FLAG.VERSION) === VERSION_1 && octetOf(layer, 1) === G_PDU;
    if (!isUserData || (flags & FLAG.PROTOCOL_TYPE) === 0) return NOTHING_INSIDE;
    const header = measure(layer, flags);
    if (header === undefined || !has(layer, header + 1)) return NOTHING_INSIDE;
    const tunnel = enterTunnel(layer.tunnel, 2152, uint32Of(layer, 4));
    return behind(layer, header, announcedByVersion(layer, header) ?? PPP, tunnel);
  },
};

/** Octets with all extension headers, each of which ends with the type of the next one. */
function measure(layer: Layer, flags: number): number | undefined {
  if ((flags & FLAG.OPTIONAL) === 0) return HEADER_LENGTH;
  let header = HEADER_LENGTH + OPTIONAL_LENGTH;
  if ((flags & FLAG.EXTENSION) === 0) return header;
  for (let count = 0; octetOf(layer, header - 1) !== 0; count += 1) {
    const length = octetOf(layer, header) * 4;
    if (length === 0 || count === EXTENSION_LIMIT || !has(layer, header + length)) return undefined;
    header += length;
  }
  return header;
}
