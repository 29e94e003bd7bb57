// Captures for the benchmarks.
import { closeSync, openSync, writeSync } from "node:fs";
import { TCP_FLAG } from "../../generator/model/tcp-flag.js";
import { buildIpv4 } from "../../generator/samples/build-ip.js";
import { buildEthernet } from "../../generator/samples/build-link.js";
import { buildTcp } from "../../generator/samples/build-tcp.js";
import { writePcap } from "../../generator/samples/write-pcap.js";

const CLIENT = { address: "10.0.0.0", port: 49152 };
/** At this port tshark looks for no protocol; at HTTPS's, as in ordinary traffic, it does. */
const PORT = 40000;
const HTTPS = 443;
const SERVER = "198.51.100.7";
const TEXT = Buffer.alloc(64, 0x2e);

/** @param {readonly { timeNanoseconds: bigint, octets: Uint8Array }[]} packets */
function write(packets) {
  const file = /** @type {const} */ ({ byteOrder: "little", resolution: "microseconds" });
  return writePcap({ ...file, linkType: 1, snapLength: 262_144, packets });
}

/**
 * @param {boolean} isClient whether the client sends it
 * @param {object} what of `buildTcp`'s fields
 */
function frameOf(isClient, what, port = PORT, client = CLIENT) {
  const server = { address: SERVER, port };
  const [from, to] = isClient ? [client, server] : [server, client];
  const ends = { source: from.address, destination: to.address };
  const ports = { sourcePort: from.port, destinationPort: to.port };
  const payload = buildTcp({ ...ends, ...ports, window: 1000, ...what });
  return buildEthernet({
    payload: buildIpv4({ ...ends, payload, timeToLive: isClient ? 64 : 57 }),
  });
}

/** @param {number} code @returns {Buffer} a diagnostic payload */
export function diagnostic(code) {
  const octets = Buffer.from("33aa000000000000", "hex");
  octets.writeUInt16BE(code, 2);
  return octets;
}

const PORTS = 50_000;

/** @param {number} number of the packet with which a connection begins: no other one has its client */
function clientOf(number) {
  const host = Math.floor(number / PORTS);
  return { address: `10.0.${host >> 8}.${host & 255}`, port: 1024 + (number % PORTS) };
}

/**
 * Frames of 118 octets of conversations in which both ends send by turns, each acknowledging the
 * other's data: what is never acknowledged would cost tshark's own analysis more than anything else.
 * Each one ends with its reset: one that lives on costs tshark 4.4 time in proportion to its resets.
 *
 * @param {number} packets
 * @param {(index: number) => Uint8Array | undefined} resetOf the payload of a packet that is a reset
 * @param {number} [first] how many packets came before, of connections that are over
 * @returns {Uint8Array} a pcap file
 */
export function makeCapture(packets, resetOf, first = 0) {
  let client = clientOf(first);
  return write(
    Array.from({ length: packets }, (_, index) => {
      const [number, reset] = [first + index, resetOf(index)];
      const what = {
        sequenceNumber: Math.floor(number / 2) * TEXT.length,
        acknowledgmentNumber: Math.ceil(number / 2) * TEXT.length,
        flags: TCP_FLAG.ACK | (reset ? TCP_FLAG.RST : 0),
        payload: reset ?? TEXT,
      };
      const octets = frameOf(number % 2 === 0, what, PORT, client);
      if (reset) client = clientOf(number + 1);
      return { timeNanoseconds: BigInt(number) * 1_000_000n, octets };
    }),
  );
}

/** @param {number} count of a hundred packets the last ones @param {number} [code] */
export const resetsOfHundred = (count, code = 14) => {
  const payload = diagnostic(code);
  return (/** @type {number} */ index) => (index % 100 >= 100 - count ? payload : undefined);
};

const SEGMENTS = 24;
const RECORD_HEADER_LENGTH = 16;
/** Places in a frame of addresses whose last 24 bits tell connections apart. */
const PLACE = { source: 27, destination: 31 };

/**
 * Of the whole file the octets at least, of a segment's data the octets, the connections that are open
 * at the same time, and how many of them go to one that ends with an RST; the others end with FINs.
 *
 * @typedef {{ octets: number, payload: number, connections: number, resetEvery: number }} Shape
 */

/** The shape of ordinary traffic: 2,000 connections at a time, of which one in twenty is reset. */
export const ORDINARY = { payload: 700, connections: 2000, resetEvery: 20 };

/**
 * The records of one connection, client and server by turns: a handshake, data, then FINs or RSTs.
 *
 * @param {number} length of the payload
 * @param {boolean} isReset
 */
function recordsOf(length, isReset) {
  const end = (isReset ? TCP_FLAG.RST : TCP_FLAG.FIN) | TCP_FLAG.ACK;
  return Array.from({ length: SEGMENTS }, (_, step) => {
    const isData = step >= 3 && step < SEGMENTS - 2;
    const sent = 1001 + Math.max(0, (Math.min(step, SEGMENTS - 2) - 2) >> 1) * length;
    const [flags = TCP_FLAG.ACK, sequence = sent, acknowledgment = sent] = [
      [TCP_FLAG.SYN, 1000, 0],
      [TCP_FLAG.SYN | TCP_FLAG.ACK, 1000, 1001],
    ][step] ?? [step < SEGMENTS - 2 ? TCP_FLAG.ACK : end];
    const payload = isData ? Buffer.alloc(length, ".") : new Uint8Array();
    const numbers = { sequenceNumber: sequence, acknowledgmentNumber: acknowledgment };
    const frame = frameOf(step % 2 === 0, { flags, ...numbers, payload }, HTTPS);
    const header = Buffer.alloc(RECORD_HEADER_LENGTH);
    header.writeUInt32LE(frame.length, 8);
    header.writeUInt32LE(frame.length, 12);
    return Buffer.concat([header, frame]);
  });
}

/**
 * Writes a pcap file in rounds: in each of them so many connections begin, talk and end. Their
 * checksums are those of the first one, since nothing that is measured checks them.
 *
 * @param {string} path
 * @param {Shape} shape
 * @returns {{ frames: number, octets: number }}
 */
export function writeLargeCapture(path, { octets, payload, connections, resetEvery }) {
  const [closed, reset] = [false, true].map((isReset) => recordsOf(payload, isReset));
  const chunk = Buffer.alloc(connections * (RECORD_HEADER_LENGTH + 54 + payload));
  const file = openSync(path, "w");
  let written = writeSync(file, write([]));
  let frames = 0;
  for (let round = 0; written < octets; round += 1) {
    for (let step = 0; step < SEGMENTS; step += 1) {
      let at = 0;
      for (let index = 0; index < connections; index += 1) {
        const number = round * connections + index;
        const record = (number % resetEvery === 0 ? reset : closed)?.[step] ?? Buffer.alloc(0);
        const microseconds = round * 10e6 + (step * connections + index) * 10;
        record.copy(chunk, at);
        chunk.writeUInt32LE(1_700_000_000 + Math.floor(microseconds / 1e6), at);
        chunk.writeUInt32LE(microseconds % 1e6, at + 4);
        const place = step % 2 === 0 ? PLACE.source : PLACE.destination;
        chunk.writeUIntBE(number & 0xffffff, at + RECORD_HEADER_LENGTH + place, 3);
        at += record.length;
      }
      written += writeSync(file, chunk, 0, at);
      frames += connections;
    }
  }
  closeSync(file);
  return { frames, octets: written };
}
