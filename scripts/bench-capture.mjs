// Captures for the benchmarks: data and resets in given shares.
import { buildIpv4 } from "../build/capture/build-ipv4.js";
import { buildEthernet } from "../build/capture/build-link.js";
import { buildTcp, TCP_FLAG } from "../build/capture/build-tcp.js";
import { writePcap } from "../build/capture/write-pcap.js";

const ENDS = { source: "192.0.2.1", destination: "198.51.100.7" };
const PORTS = { sourcePort: 40000, destinationPort: 49152 };

/**
 * @param {number} flags
 * @param {Uint8Array} payload
 */
function frame(flags, payload) {
  const segment = buildTcp({ ...ENDS, ...PORTS, flags, payload });
  return buildEthernet({ payload: buildIpv4({ ...ENDS, payload: segment }) });
}

const DATA = frame(TCP_FLAG.ACK, Buffer.alloc(64, 0x2e));
const RESET = frame(TCP_FLAG.RST | TCP_FLAG.ACK, Buffer.from("33aa000e00000000", "hex"));

/**
 * Frames of 118 octets with data, and those with a diagnostic payload.
 *
 * @param {number} packets
 * @param {number} resetsOfHundred how many of a hundred are resets
 * @returns {Uint8Array} a pcap file
 */
export function makeCapture(packets, resetsOfHundred) {
  return writePcap({
    byteOrder: "little",
    resolution: "microseconds",
    linkType: 1,
    snapLength: 262_144,
    packets: Array.from({ length: packets }, (_, index) => ({
      timeNanoseconds: BigInt(index) * 1_000_000n,
      octets: index % 100 < 100 - resetsOfHundred ? DATA : RESET,
    })),
  });
}
