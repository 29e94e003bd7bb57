import {
  type Announced,
  behind,
  type Encapsulation,
  etherType,
  has,
  type Layer,
  linkType,
  NOTHING_INSIDE,
  udpPort,
  uint32Of,
} from "../encapsulation.js";
import { PPP } from "./ppp.js";

const VERSION = 5;
const SAMPLE = { FLOW: 1, EXPANDED_FLOW: 3 } as const;
const RAW_PACKET_HEADER = 1;
/** Samples and records in one datagram: more do not fit. */
const LIMIT = 512;

/** The kinds of headers that are sampled (sflow_version_5.txt section 5.3, "header_protocol"). */
const HEADER_PROTOCOLS: ReadonlyMap<number, Announced> = new Map([
  [1, linkType(1)],
  [7, PPP],
  [11, etherType(0x0800)],
  [12, etherType(0x86dd)],
  [13, etherType(0x8847)],
  [14, PPP],
  [15, linkType(105)],
]);

/**
 * Datagrams of sFlow version 5, in which a switch or a host tells of the packets that it samples:
 *
 *     version(4) address type(4) address(4 or 16) sub-agent(4) sequence(4) uptime(4) samples(4)
 *
 * Each sample, and each record in it, has a format(4) and a length(4).
 */
export const sflow: Encapsulation = {
  name: "sFlow",
  announcedBy: [udpPort(6343)],
  read: (layer) => {
    if (uint32Of(layer, 0) !== VERSION) return NOTHING_INSIDE;
    const addressBytes = uint32Of(layer, 4) === 2 ? 16 : 4;
    const count = 8 + addressBytes + 12;
    return walkEntries(layer, count, (format, at) => readSample(layer, format, at));
  },
};

/** Calls `read` for each entry behind a count(4) of them: its format, and where its body begins. */
function walkEntries(
  layer: Layer,
  countOffset: number,
  read: (format: number, at: number) => readonly Layer[],
): readonly Layer[] {
  const found: Layer[] = [];
  let at = countOffset + 4;
  for (let left = Math.min(uint32Of(layer, countOffset), LIMIT); left > 0; left -= 1) {
    if (!has(layer, at + 8)) break;
    found.push(...read(uint32Of(layer, at), at + 8));
    at += 8 + uint32Of(layer, at + 4);
    if (found.length > LIMIT) break;
  }
  return found;
}

/** A flow sample has 7 words ahead of the number of its records, an expanded one 10. */
function readSample(layer: Layer, format: number, at: number): readonly Layer[] {
  if (format !== SAMPLE.FLOW && format !== SAMPLE.EXPANDED_FLOW) return NOTHING_INSIDE;
  const words = format === SAMPLE.FLOW ? 7 : 10;
  return walkEntries(layer, at + words * 4, (kind, body) =>
    kind === RAW_PACKET_HEADER ? readHeader(layer, body) : NOTHING_INSIDE,
  );
}

/** protocol(4) frame length(4) stripped(4) header length(4) header */
function readHeader(layer: Layer, at: number): readonly Layer[] {
  const announced = HEADER_PROTOCOLS.get(uint32Of(layer, at));
  if (announced === undefined || !has(layer, at + 16)) return NOTHING_INSIDE;
  const start = layer.start + at + 16;
  const limit = start + uint32Of(layer, at + 12);
  const wire = uint32Of(layer, at + 4) - uint32Of(layer, at + 8);
  const octets = layer.octets.subarray(0, Math.min(limit, layer.octets.length));
  return behind({ ...layer, octets, end: start + Math.max(0, wire) }, at + 16, announced);
}
