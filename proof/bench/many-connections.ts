import { LINK_TYPE } from "../../generator/capture/protocol-numbers.js";
import { TCP_FLAG } from "../../generator/model/tcp-flag.js";
import { buildIpv4 } from "../../generator/samples/build-ip.js";
import { buildTcp } from "../../generator/samples/build-tcp.js";
import { type PcapPacket, writePcap } from "../../generator/samples/write-pcap.js";

const { SYN, ACK, PSH, RST } = TCP_FLAG;
const SERVER = "198.51.100.7";
const PORTS = 50_000;
const REQUEST = new Uint8Array(100).fill(0x2e);
/** Of these RSTs each one ends one of the connections that were opened last. */
const RESETS = 100;

/** A capture of so many connections that are all open at its end, but for the last that are reset. */
export function manyConnections(count: number): Uint8Array {
  const packets: PcapPacket[] = [];
  const add = (index: number, isClient: boolean, flags: number, payload = new Uint8Array()) => {
    const client = `192.0.2.${1 + Math.floor(index / PORTS)}`;
    const port = 1024 + (index % PORTS);
    const isSyn = (flags & SYN) !== 0;
    const [source, destination] = isClient ? [client, SERVER] : [SERVER, client];
    const segment = buildTcp({
      source,
      destination,
      sourcePort: isClient ? port : 443,
      destinationPort: isClient ? 443 : port,
      sequenceNumber: 1000 + (isSyn ? 0 : 1),
      acknowledgmentNumber: (flags & ACK) === 0 ? 0 : 1001,
      flags,
      window: 64_240,
      payload,
    });
    const octets = buildIpv4({ source, destination, payload: segment, timeToLive: 64 });
    packets.push({
      timeNanoseconds: 1_700_000_000_000_000_000n + BigInt(packets.length) * 1000n,
      octets,
    });
  };
  for (let index = 0; index < count; index += 1) {
    add(index, true, SYN);
    add(index, false, SYN | ACK);
    add(index, true, ACK);
    add(index, true, PSH | ACK, REQUEST);
  }
  for (let index = Math.max(0, count - RESETS); index < count; index += 1) {
    add(index, false, RST | ACK);
  }
  const file = { byteOrder: "little", resolution: "microseconds", snapLength: 65_535 } as const;
  return writePcap({ ...file, linkType: LINK_TYPE.RAW, packets });
}
