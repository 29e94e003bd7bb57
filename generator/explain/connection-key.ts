import { int32At } from "../capture/byte-order.js";
import { formatAddress } from "../capture/ip-address.js";
import type { TcpSegment } from "../capture/tcp-segment.js";

/** Two addresses of four words each, both ports in one word, the length of an address in another. */
const KEY_WORDS = 10;
const PORTS = 8;
/** The words of an address: 1 or 4. */
const VERSION = 9;
const IPV6_WORDS = 4;

/**
 * Both ends of a connection in an order of their own, so that both directions have one key: words of
 * 32 bits with a sign. A plain array takes half the memory of a typed one as short as this.
 */
export type ConnectionKey = number[];

/** Says which end of the key sent a segment. */
export type End = 0 | 1;

/** Makes a key to be filled by `readKey`. */
export function createKey(): ConnectionKey {
  return new Array<number>(KEY_WORDS).fill(0);
}

/** Fills `key`, and returns which of its ends sent the segment. Allocates nothing. */
export function readKey(segment: TcpSegment, key: ConnectionKey): End {
  const { packet, sourcePort, destinationPort } = segment;
  const { octets, addressesStart, addressLength } = packet;
  const words = addressLength >> 2;
  const sender = isSourceFirst(segment) ? 0 : 1;
  if (key[VERSION] !== words) key.fill(0);
  for (let word = 0; word < words; word += 1) {
    key[sender * 4 + word] = int32At(octets, addressesStart + word * 4);
    key[(1 - sender) * 4 + word] = int32At(octets, addressesStart + addressLength + word * 4);
  }
  key[PORTS] =
    sender === 0 ? (sourcePort << 16) | destinationPort : (destinationPort << 16) | sourcePort;
  key[VERSION] = words;
  return sender;
}

function isSourceFirst({ packet, sourcePort, destinationPort }: TcpSegment): boolean {
  const { octets, addressesStart, addressLength } = packet;
  for (let at = addressesStart; at < addressesStart + addressLength; at += 4) {
    const source = int32At(octets, at);
    const destination = int32At(octets, at + addressLength);
    if (source !== destination) return source < destination;
  }
  return sourcePort <= destinationPort;
}

/** A number of 30 bits for a hash table. */
export function hashKey(key: ConnectionKey): number {
  let hash = mix(mix(mix(0, key[0]), key[4]), key[PORTS]);
  if (key[VERSION] === IPV6_WORDS) {
    for (let word = 1; word < 4; word += 1) hash = mix(mix(hash, key[word]), key[4 + word]);
  }
  return hash & 0x3fffffff;
}

function mix(hash: number, word = 0): number {
  const mixed = Math.imul(hash ^ word, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}

/** Whether two keys are of the same two ends. */
export function isSameKey(left: ConnectionKey, right: ConnectionKey): boolean {
  if (left[0] !== right[0] || left[4] !== right[4] || left[PORTS] !== right[PORTS]) return false;
  if (left[VERSION] !== right[VERSION]) return false;
  if (left[VERSION] !== IPV6_WORDS) return true;
  for (let word = 1; word < 4; word += 1) {
    if (left[word] !== right[word] || left[4 + word] !== right[4 + word]) return false;
  }
  return true;
}

/** The address of one end, as people write it. */
export function addressOf(key: ConnectionKey, end: End): string {
  if (key[VERSION] !== IPV6_WORDS) return octetsOf(key[end * 4] ?? 0).join(".");
  const words = key.slice(end * 4, end * 4 + IPV6_WORDS);
  return formatAddress(Uint8Array.from(words.flatMap(octetsOf)));
}

function octetsOf(word: number): readonly number[] {
  return [word >>> 24, (word >>> 16) & 0xff, (word >>> 8) & 0xff, word & 0xff];
}

/** The port of one end. */
export function portOf(key: ConnectionKey, end: End): number {
  const ports = key[PORTS] ?? 0;
  return end === 0 ? ports >>> 16 : ports & 0xffff;
}

/** The end that `end` talks to. */
export function otherEnd(end: End): End {
  return end === 0 ? 1 : 0;
}
