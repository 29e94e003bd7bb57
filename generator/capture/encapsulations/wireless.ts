import {
  type Announced,
  behind,
  type Encapsulation,
  has,
  type Layer,
  linkType,
  NOTHING_INSIDE,
  octetOf,
  uint16Of,
  uint32Of,
} from "../encapsulation.js";
import { LLC } from "./llc.js";

const IEEE_80211 = linkType(105);
/** 802.11 data that only the key opens; no number of a space announces it. */
export const ENCRYPTED_80211: Announced = linkType(0xfff1);

const FRAME_TYPE = { MASK: 0x0c, DATA: 0x08 } as const;
const SUBTYPE = { NULL: 0x40, QOS: 0x80 } as const;
const CONTROL = { TO_AND_FROM: 0x03, MORE_FRAGMENTS: 0x04, PROTECTED: 0x40, ORDER: 0x80 } as const;
const HEADER_LENGTH = 24;
const SUBFRAME_LIMIT = 64;

/** Data frames of 802.11 (IEEE 802.11 section 9.2); their multi-octet numbers are little-endian. */
export const ieee80211: Encapsulation = {
  name: "802.11",
  announcedBy: [IEEE_80211],
  read: (layer) => readData(layer, false),
};

/** Some drivers pad the header to 4 octets; it is radiotap that tells. */
function readData(layer: Layer, isPadded: boolean): readonly Layer[] {
  const [type, control] = [octetOf(layer, 0), octetOf(layer, 1)];
  if ((type & FRAME_TYPE.MASK) !== FRAME_TYPE.DATA || (type & SUBTYPE.NULL) !== 0) {
    return NOTHING_INSIDE;
  }
  const isQos = (type & SUBTYPE.QOS) !== 0;
  const addresses =
    HEADER_LENGTH + ((control & CONTROL.TO_AND_FROM) === CONTROL.TO_AND_FROM ? 6 : 0);
  const header = addresses + (isQos ? 2 : 0) + (isQos && (control & CONTROL.ORDER) !== 0 ? 4 : 0);
  const payload = isPadded ? (header + 3) & ~3 : header;
  if (!has(layer, payload)) return NOTHING_INSIDE;
  if ((control & CONTROL.PROTECTED) !== 0) return behind(layer, payload, ENCRYPTED_80211);
  // The fragments of 802.11 are not put together; the first one may have all that is asked for.
  if ((octetOf(layer, 22) & 0x0f) !== 0) return NOTHING_INSIDE;
  const isAggregate = isQos && (octetOf(layer, addresses) & 0x80) !== 0;
  return isAggregate ? readSubframes(layer, payload) : behind(layer, payload, LLC);
}

/** An A-MSDU: destination(6) source(6) length(2) LLC, each padded to 4 octets. */
function readSubframes(layer: Layer, offset: number): readonly Layer[] {
  const found: Layer[] = [];
  let at = offset;
  while (found.length < SUBFRAME_LIMIT && has(layer, at + 14)) {
    const length = uint16Of(layer, at + 12);
    const end = layer.start + at + 14 + length;
    if (length === 0) break;
    const octets = layer.octets.subarray(0, Math.min(end, layer.octets.length));
    found.push(...behind({ ...layer, octets, end }, at + 14, LLC));
    at += (14 + length + 3) & ~3;
  }
  return found;
}

const PRESENT = { TSFT: 0x01, FLAGS: 0x02, MORE: 0x80000000 } as const;
const IS_PADDED = 0x20;
const PRESENT_LIMIT = 32;

/** version(1) pad(1) length(2) fields present(4 each) fields (radiotap.org), then 802.11. */
export const radiotap: Encapsulation = {
  name: "802.11 with radiotap",
  announcedBy: [linkType(127)],
  read: (layer) => {
    const length = littleUint16(layer, 2);
    if (length < 8 || !has(layer, length)) return NOTHING_INSIDE;
    return readData({ ...layer, start: layer.start + length }, isRadiotapPadded(layer));
  },
};

function isRadiotapPadded(layer: Layer): boolean {
  const first = littleUint32(layer, 4);
  if ((first & PRESENT.FLAGS) === 0) return false;
  let at = 8;
  let present = first;
  for (let count = 0; (present & PRESENT.MORE) !== 0 && count < PRESENT_LIMIT; count += 1) {
    present = littleUint32(layer, at);
    at += 4;
  }
  // The timestamp is 8 octets, at a multiple of 8.
  const flags = (first & PRESENT.TSFT) === 0 ? at : ((at + 7) & ~7) + 8;
  return (octetOf(layer, flags) & IS_PADDED) !== 0;
}

const AVS_MAGIC = 0x80211000;

/** Headers of drivers before radiotap: each says its own length. */
export const olderRadioHeaders: readonly Encapsulation[] = [
  {
    name: "802.11 with Prism header",
    announcedBy: [linkType(119)],
    read: (layer) => {
      if ((uint32Of(layer, 0) & 0xfffff000) >>> 0 === AVS_MAGIC >>> 0) return readAvs(layer);
      const [big, little] = [uint32Of(layer, 4), littleUint32(layer, 4)];
      return behind(layer, Math.min(big, little), IEEE_80211);
    },
  },
  { name: "802.11 with AVS header", announcedBy: [linkType(163)], read: readAvs },
  {
    // version(1) flags(1) length(2) link type(4) fields
    name: "Per-Packet Information",
    announcedBy: [linkType(192)],
    read: (layer) => behind(layer, littleUint16(layer, 2), linkType(littleUint16(layer, 4))),
  },
];

function readAvs(layer: Layer): readonly Layer[] {
  return behind(layer, uint32Of(layer, 4), IEEE_80211);
}

function littleUint16(layer: Layer, offset: number): number {
  return octetOf(layer, offset) | (octetOf(layer, offset + 1) << 8);
}

function littleUint32(layer: Layer, offset: number): number {
  return (littleUint16(layer, offset) | (littleUint16(layer, offset + 2) << 16)) >>> 0;
}
