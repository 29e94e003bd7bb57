import { TCP_FLAG } from "../../generator/model/tcp-flag.js";

const { SYN, ACK, PSH, RST } = TCP_FLAG;
const FILE_OCTETS = 24;
const RECORD_OCTETS = 16;
const IP_OCTETS = 20;
const TCP_OCTETS = 20;
const ICMP_OCTETS = 8;
/** Raw IP. */
const LINK_TYPE = 101;
const SERVER = 0xc6336407;
const PORT = 443;
const FIRST_SECOND = 1_700_000_000;

/** A segment without checksums: nothing that reads floods checks them. */
export interface FloodSegment {
  readonly source: number;
  readonly destination: number;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly sequence: number;
  readonly acknowledgment?: number;
  readonly flags: number;
  readonly options?: Uint8Array;
  readonly payload?: Uint8Array;
}

/** Makes captures of a million packets in a second, which objects for each would not. */
export class FloodCapture {
  #octets = Buffer.alloc(1 << 16);
  #length = FILE_OCTETS;
  #micros = 0;
  readonly #step: number;

  /** The microseconds between two packets may be 0. */
  constructor(step = 10) {
    this.#step = step;
    this.#octets.writeUInt32LE(0xa1b2c3d4, 0);
    this.#octets.writeUInt16LE(2, 4);
    this.#octets.writeUInt16LE(4, 6);
    this.#octets.writeUInt32LE(262_144, 16);
    this.#octets.writeUInt32LE(LINK_TYPE, 20);
  }

  get octets(): Uint8Array {
    return this.#octets.subarray(0, this.#length);
  }

  wait(seconds: number): void {
    this.#micros += seconds * 1_000_000;
  }

  add(segment: FloodSegment): void {
    const { options = EMPTY, payload = EMPTY } = segment;
    const length = IP_OCTETS + TCP_OCTETS + options.length + payload.length;
    const at = this.#begin(length);
    this.#writeIp(at, length, 6, segment);
    this.#writeTcp(at + IP_OCTETS, segment);
    this.#octets.set(options, at + IP_OCTETS + TCP_OCTETS);
    this.#octets.set(payload, at + IP_OCTETS + TCP_OCTETS + options.length);
  }

  /** An ICMP error, port unreachable, about a segment. */
  addUnreachable(segment: FloodSegment): void {
    const length = 2 * IP_OCTETS + ICMP_OCTETS + TCP_OCTETS;
    const at = this.#begin(length);
    const { source, destination } = segment;
    this.#writeIp(at, length, 1, { source: destination, destination: source });
    this.#octets.fill(0, at + IP_OCTETS, at + IP_OCTETS + ICMP_OCTETS);
    this.#octets.writeUInt16BE(0x0303, at + IP_OCTETS);
    const quote = at + IP_OCTETS + ICMP_OCTETS;
    this.#writeIp(quote, IP_OCTETS + TCP_OCTETS, 6, segment);
    this.#writeTcp(quote + IP_OCTETS, segment);
  }

  #begin(length: number): number {
    const needed = this.#length + RECORD_OCTETS + length;
    if (needed > this.#octets.length) {
      this.#octets = Buffer.concat([this.#octets], Math.max(needed, this.#octets.length * 2));
    }
    const at = this.#length;
    this.#octets.writeUInt32LE(FIRST_SECOND + Math.floor(this.#micros / 1e6), at);
    this.#octets.writeUInt32LE(this.#micros % 1e6, at + 4);
    this.#octets.writeUInt32LE(length, at + 8);
    this.#octets.writeUInt32LE(length, at + 12);
    this.#micros += this.#step;
    this.#length = needed;
    return at + RECORD_OCTETS;
  }

  #writeIp(
    at: number,
    length: number,
    protocol: number,
    { source, destination }: Pick<FloodSegment, "source" | "destination">,
  ): void {
    this.#octets.writeUInt32BE(0x45000000 + length, at);
    this.#octets.writeUInt32BE(0x00004000, at + 4);
    this.#octets.writeUInt32BE(0x40000000 + protocol * 0x10000, at + 8);
    this.#octets.writeUInt32BE(source, at + 12);
    this.#octets.writeUInt32BE(destination, at + 16);
  }

  #writeTcp(at: number, segment: FloodSegment): void {
    const words = 5 + (segment.options?.length ?? 0) / 4;
    this.#octets.writeUInt16BE(segment.sourcePort, at);
    this.#octets.writeUInt16BE(segment.destinationPort, at + 2);
    this.#octets.writeUInt32BE(segment.sequence >>> 0, at + 4);
    this.#octets.writeUInt32BE((segment.acknowledgment ?? 0) >>> 0, at + 8);
    this.#octets.writeUInt16BE(words * 0x1000 + segment.flags, at + 12);
    this.#octets.writeUInt16BE(64_240, at + 14);
    this.#octets.writeUInt32BE(0, at + 16);
  }
}

const EMPTY = new Uint8Array();
const REQUEST = Buffer.from("GET / HTTP/1.0\r\n\r\n");

/** Ends of a connection by its number: 50,000 of each client. */
export function endsOf(index: number, isClient: boolean) {
  const address = 0x0a000001 + Math.floor(index / 50_000);
  const port = 1024 + (index % 50_000);
  const client = { source: address, destination: SERVER, sourcePort: port, destinationPort: PORT };
  const server = { source: SERVER, destination: address, sourcePort: PORT, destinationPort: port };
  return isClient ? client : server;
}

/** Opens a connection, and sends a request that is acknowledged. */
export function addOpening(capture: FloodCapture, index: number): void {
  const [client, server] = [endsOf(index, true), endsOf(index, false)];
  capture.add({ ...client, sequence: 1000, flags: SYN });
  capture.add({ ...server, sequence: 5000, acknowledgment: 1001, flags: SYN | ACK });
  const own = { sequence: 1001, acknowledgment: 5001 };
  capture.add({ ...client, ...own, flags: ACK });
  capture.add({ ...client, ...own, flags: PSH | ACK, payload: REQUEST });
  capture.add({ ...server, sequence: 5001, acknowledgment: 1001 + REQUEST.length, flags: ACK });
}

/** Ends a connection with an RST. */
export function addReset(capture: FloodCapture, index: number): void {
  const numbers = { sequence: 1001 + REQUEST.length, acknowledgment: 5001 };
  capture.add({ ...endsOf(index, true), ...numbers, flags: RST | ACK });
}

/** So many connections that are all open at once, and then reset in their order. */
export function openAtOnce(count: number): Uint8Array {
  const capture = new FloodCapture();
  for (let index = 0; index < count; index += 1) addOpening(capture, index);
  for (let index = 0; index < count; index += 1) addReset(capture, index);
  return capture.octets;
}

/** SYNs from addresses and ports that are made up, as any flood has. */
export function addSyns(capture: FloodCapture, count: number, first = 0): void {
  for (let index = first; index < first + count; index += 1) {
    const source = 0x20000000 + (Math.imul(index, 0x9e3779b1) % 0x20000000);
    const [sourcePort, sequence] = [1024 + (index % 60_000), Math.imul(index, 0x85ebca6b)];
    const destination = SERVER + (index & 0xff);
    capture.add({ source, destination, sourcePort, destinationPort: PORT, sequence, flags: SYN });
  }
}

/**
 * SYNs to the server of connection 0 that a hash without a secret, of multiplications by 2^32 divided
 * by the golden ratio, puts where that connection is: the ports make up for what the address changes.
 * The server's address comes first in the key, for it is the lower one by its sign.
 */
export function addCollisions(capture: FloodCapture, count: number): void {
  const known = endsOf(0, true);
  const target = hashOf(known.source, known.destination);
  const ports = known.destinationPort * 0x10000 + known.sourcePort;
  for (let index = 1; index <= count; index += 1) {
    const source = known.source + index * 0x100;
    const other = (hashOf(source, known.destination) ^ target ^ ports) >>> 0;
    capture.add({
      ...known,
      source,
      sourcePort: other & 0xffff,
      destinationPort: other >>> 16,
      sequence: index,
      flags: SYN,
    });
  }
}

/** Of the words of a key up to its ports; the lower one comes first by its sign. */
function hashOf(source: number, destination: number): number {
  const [first, second] = [source | 0, destination | 0].sort((a, b) => a - b);
  let hash = 0;
  for (const word of [first ?? 0, 0, 0, 0, second ?? 0, 0, 0, 0]) {
    hash = Math.imul(hash ^ word, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash;
}

/** RSTs of as many connections, each with a text of its own, as BIG-IP sends them. */
export function addTexts(capture: FloodCapture, count: number, octets: number): void {
  for (let index = 0; index < count; index += 1) {
    const text = `BIG-IP: [0x${index.toString(16)}:1] cause number ${index} `.padEnd(
      octets,
      "and so on ",
    );
    const flags = RST | ACK;
    capture.add({ ...endsOf(index, false), sequence: 1, flags, payload: Buffer.from(text) });
  }
}

/** RSTs with the MPTCP option MP_TCPRST. */
export function addMultipath(capture: FloodCapture, count: number): void {
  for (let index = 0; index < count; index += 1) {
    const options = Uint8Array.of(30, 4, 0x80, index & 0xff);
    capture.add({ ...endsOf(index, false), sequence: 1, flags: RST | ACK, options });
  }
}

/** ICMP errors about SYNs that were never captured. */
export function addUnreachables(capture: FloodCapture, count: number): void {
  for (let index = 0; index < count; index += 1) {
    capture.addUnreachable({ ...endsOf(index, true), sequence: index, flags: SYN });
  }
}

/** Connections that are refused. */
export function addRefusals(capture: FloodCapture, count: number): void {
  for (let index = 0; index < count; index += 1) {
    capture.add({ ...endsOf(index, true), sequence: index, flags: SYN });
    const acknowledgment = index + 1;
    capture.add({ ...endsOf(index, false), sequence: 0, acknowledgment, flags: RST | ACK });
  }
}
