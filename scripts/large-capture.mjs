// Large captures for the measurements: many connections at the same time, most of which end well.
import { closeSync, openSync, writeSync } from "node:fs";
import { TCP_FLAG } from "../build/model/tcp-flag.js";
import { buildIpv4 } from "../build/samples/build-ip.js";
import { buildEthernet } from "../build/samples/build-link.js";
import { buildTcp } from "../build/samples/build-tcp.js";
import { writePcap } from "../build/samples/write-pcap.js";

const SEGMENTS = 24;
const RECORD_HEADER_LENGTH = 16;
const SERVER = "198.51.100.7";
/** In the last 24 bits connections differ. */
const CLIENT = "10.0.0.0";
/** Places in an Ethernet frame. */
const PLACE = { ipChecksum: 24, source: 26, destination: 30, tcpChecksum: 50 };

/**
 * @typedef {object} Shape
 * @property {number} octets of the whole file, at least
 * @property {number} payload octets of text in a segment that has any
 * @property {number} connections that are open at the same time
 * @property {number} resetEvery one connection of so many ends with an RST, the others with FINs
 */

/** The shape of ordinary traffic: 2,000 connections at a time, of which one in twenty is reset. */
export const ORDINARY = { payload: 700, connections: 2000, resetEvery: 20 };

/**
 * One connection: a handshake, data both ways, then FINs or RSTs.
 *
 * @param {Shape} shape
 * @param {boolean} isReset
 */
function segmentsOf({ payload }, isReset) {
  const end = (isReset ? TCP_FLAG.RST : TCP_FLAG.FIN) | TCP_FLAG.ACK;
  const data = Buffer.alloc(payload, ".");
  const nothing = new Uint8Array();
  const ordinary = Array.from({ length: SEGMENTS - 5 }, (_, at) => {
    const sent = 1001 + Math.floor((at + 1) / 2) * payload;
    return { flags: TCP_FLAG.ACK, numbers: [sent, sent], payload: data };
  });
  const last = 1001 + Math.floor((SEGMENTS - 4) / 2) * payload;
  const steps = [
    { flags: TCP_FLAG.SYN, numbers: [1000, 0], payload: nothing },
    { flags: TCP_FLAG.SYN | TCP_FLAG.ACK, numbers: [1000, 1001], payload: nothing },
    { flags: TCP_FLAG.ACK, numbers: [1001, 1001], payload: nothing },
    ...ordinary,
    { flags: end, numbers: [last, last], payload: nothing },
    { flags: end, numbers: [last, last], payload: nothing },
  ];
  return steps.map((step, at) => segmentOf(step, at));
}

/**
 * Client and server take turns.
 *
 * @param {{ flags: number, numbers: readonly number[], payload: Uint8Array }} what
 * @param {number} step
 */
function segmentOf({ flags, numbers, payload }, step) {
  const isClient = step % 2 === 0;
  const ends = isClient
    ? { source: CLIENT, destination: SERVER, sourcePort: 40000, destinationPort: 443 }
    : { source: SERVER, destination: CLIENT, sourcePort: 443, destinationPort: 40000 };
  const [sequenceNumber = 0, acknowledgmentNumber = 0] = numbers;
  const segment = buildTcp({
    ...ends,
    sequenceNumber,
    acknowledgmentNumber,
    flags,
    window: 500,
    payload,
  });
  const timeToLive = isClient ? 64 : 57;
  const packet = buildIpv4({ ...ends, payload: segment, identification: step, timeToLive });
  return recordOf(buildEthernet({ payload: packet }));
}

/** @param {Buffer} frame */
function recordOf(frame) {
  const header = Buffer.alloc(RECORD_HEADER_LENGTH);
  header.writeUInt32LE(frame.length, 8);
  header.writeUInt32LE(frame.length, 12);
  return Buffer.concat([header, frame]);
}

/**
 * What a checksum becomes where 16 bits that it covers grow by `difference` (RFC 1624 equation 3).
 *
 * @param {Buffer} frame
 * @param {number} checksumAt
 * @param {number} difference
 */
function updateChecksum(frame, checksumAt, difference) {
  const sum = (~frame.readUInt16BE(checksumAt) & 0xffff) + difference;
  frame.writeUInt16BE(~((sum & 0xffff) + (sum >>> 16)) & 0xffff, checksumAt);
}

/**
 * Writes a record of the connection `number` at `at`, and returns where the next one begins.
 *
 * @param {Buffer} chunk
 * @param {number} at
 * @param {{ record: Buffer, number: number, microseconds: number, isClient: boolean }} what
 */
function writeRecord(chunk, at, { record, number, microseconds, isClient }) {
  record.copy(chunk, at);
  chunk.writeUInt32LE(1_700_000_000 + Math.floor(microseconds / 1e6), at);
  chunk.writeUInt32LE(microseconds % 1e6, at + 4);
  const frame = chunk.subarray(at + RECORD_HEADER_LENGTH, at + record.length);
  const high = (number >>> 16) & 0xff;
  const low = number & 0xffff;
  frame.writeUIntBE(number & 0xffffff, (isClient ? PLACE.source : PLACE.destination) + 1, 3);
  updateChecksum(frame, PLACE.ipChecksum, high + low);
  updateChecksum(frame, PLACE.tcpChecksum, high + low);
  return at + record.length;
}

/**
 * Writes a pcap file in rounds: in each of them so many connections begin, talk and end.
 *
 * @param {string} path
 * @param {Shape} shape
 * @returns {{ frames: number, octets: number }}
 */
export function writeLargeCapture(path, shape) {
  const { octets, connections, resetEvery } = shape;
  const closed = segmentsOf(shape, false);
  const reset = segmentsOf(shape, true);
  const longest = Math.max(...closed.map(({ length }) => length));
  const chunk = Buffer.alloc(connections * longest);
  const file = openSync(path, "w");
  let written = writeSync(file, emptyCapture());
  let frames = 0;
  for (let round = 0; written < octets; round += 1) {
    for (let step = 0; step < SEGMENTS; step += 1) {
      let at = 0;
      for (let index = 0; index < connections; index += 1) {
        const number = round * connections + index;
        const record = (number % resetEvery === 0 ? reset : closed)[step] ?? Buffer.alloc(0);
        const microseconds = round * 10e6 + (step * connections + index) * 10;
        at = writeRecord(chunk, at, { record, number, microseconds, isClient: step % 2 === 0 });
      }
      written += writeSync(file, chunk, 0, at);
      frames += connections;
    }
  }
  closeSync(file);
  return { frames, octets: written };
}

function emptyCapture() {
  return writePcap({
    byteOrder: "little",
    resolution: "microseconds",
    linkType: 1,
    snapLength: 262_144,
    packets: [],
  });
}
