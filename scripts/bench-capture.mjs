// Captures for the benchmarks: data and resets in given shares.

import { TCP_FLAG } from "../build/model/tcp-flag.js";
import { buildIpv4 } from "../build/samples/build-ip.js";
import { buildEthernet } from "../build/samples/build-link.js";
import { buildTcp } from "../build/samples/build-tcp.js";
import { writePcap } from "../build/samples/write-pcap.js";

const CLIENT = { address: "192.0.2.1", port: 49152 };
const SERVER = { address: "198.51.100.7", port: 40000 };
const TEXT = Buffer.alloc(64, 0x2e);
const REASON = Buffer.from("33aa000e00000000", "hex");

/**
 * A segment of a conversation in which both ends send by turns, each acknowledging the other's text:
 * what is never acknowledged would cost tshark's own analysis more than anything else.
 *
 * @param {number} number of the frame, from 0
 * @param {boolean} isReset
 */
function frame(number, isReset) {
  const [from, to] = number % 2 === 0 ? [CLIENT, SERVER] : [SERVER, CLIENT];
  const ends = { source: from.address, destination: to.address };
  const segment = buildTcp({
    ...ends,
    sourcePort: from.port,
    destinationPort: to.port,
    sequenceNumber: Math.floor(number / 2) * TEXT.length,
    acknowledgmentNumber: Math.ceil(number / 2) * TEXT.length,
    window: 1000,
    flags: TCP_FLAG.ACK | (isReset ? TCP_FLAG.RST : 0),
    payload: isReset ? REASON : TEXT,
  });
  return buildEthernet({ payload: buildIpv4({ ...ends, payload: segment }) });
}

/**
 * Frames of 118 octets with data, and those with a diagnostic payload.
 *
 * @param {number} packets
 * @param {number} resetsOfHundred how many of a hundred are resets
 * @param {number} [first] where the conversation goes on
 * @returns {Uint8Array} a pcap file
 */
export function makeCapture(packets, resetsOfHundred, first = 0) {
  return writePcap({
    byteOrder: "little",
    resolution: "microseconds",
    linkType: 1,
    snapLength: 262_144,
    packets: Array.from({ length: packets }, (_, index) => ({
      timeNanoseconds: BigInt(first + index) * 1_000_000n,
      octets: frame(first + index, index % 100 >= 100 - resetsOfHundred),
    })),
  });
}
