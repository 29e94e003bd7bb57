import { int32At } from "../capture/byte-order.js";
import { formatAddress } from "../capture/ip-address.js";
import type { TcpSegment } from "../capture/tcp-segment.js";
import type { Endpoint } from "../model/record.js";
import type { End } from "./core/history.js";

const ADDRESS_WORDS = 4;
/** Two addresses of four words each, both ports in one word, the length of an address in another. */
const KEY_WORDS = 10;
const PORTS = 8;
/** The words of an address: 1 or 4. */
const VERSION = 9;

/**
 * Both ends of a connection in an order of their own, so that both directions have one key: words of
 * 32 bits with a sign. A plain array takes half the memory of a typed one as short as this.
 */
export type ConnectionKey = number[];

export function createKey(): ConnectionKey {
  return new Array<number>(KEY_WORDS).fill(0);
}

/** What of a segment tells its connection. */
export type Addressed = Pick<TcpSegment, "packet" | "sourcePort" | "destinationPort">;

/** Fills `key`, and returns which of its ends sent the segment. Allocates nothing. */
export function readKey(segment: Addressed, key: ConnectionKey): End {
  const { packet, sourcePort, destinationPort } = segment;
  const { octets, addressesStart, addressLength } = packet;
  const words = addressLength >> 2;
  if (key[VERSION] !== words) key.fill(0);
  else if (words === 1) return readShortKey(segment, key);
  const sender = isSourceFirst(segment) ? 0 : 1;
  for (let word = 0; word < words; word += 1) {
    key[sender * 4 + word] = int32At(octets, addressesStart + word * 4);
    key[(1 - sender) * 4 + word] = int32At(octets, addressesStart + addressLength + word * 4);
  }
  key[PORTS] =
    sender === 0 ? (sourcePort << 16) | destinationPort : (destinationPort << 16) | sourcePort;
  key[VERSION] = words;
  return sender;
}

/** The same of IPv4 where the key has been of IPv4 before, as with nearly all: it needs no loop. */
function readShortKey({ packet, sourcePort, destinationPort }: Addressed, key: ConnectionKey): End {
  const { octets, addressesStart } = packet;
  const source = int32At(octets, addressesStart);
  const destination = int32At(octets, addressesStart + 4);
  const isFirst = source < destination || (source === destination && sourcePort <= destinationPort);
  key[0] = isFirst ? source : destination;
  key[4] = isFirst ? destination : source;
  key[PORTS] = isFirst
    ? (sourcePort << 16) | destinationPort
    : (destinationPort << 16) | sourcePort;
  return isFirst ? 0 : 1;
}

function isSourceFirst({ packet, sourcePort, destinationPort }: Addressed): boolean {
  const { octets, addressesStart, addressLength } = packet;
  for (let at = addressesStart; at < addressesStart + addressLength; at += 4) {
    const source = int32At(octets, at);
    const destination = int32At(octets, at + addressLength);
    if (source !== destination) return source < destination;
  }
  return sourcePort <= destinationPort;
}

/** Equal for equal keys. */
export type KeyHash = number;

/**
 * Random words for each value of each octet of a key: which keys have one hash is another matter in
 * each run, so that nobody can make a capture whose connections all have the same.
 */
const [SECRETS, SECOND_SECRETS] = [newSecrets(), newSecrets()];

function newSecrets(): Int32Array {
  return crypto.getRandomValues(new Int32Array((KEY_WORDS - 1) * 4 * 256));
}

/** Of 30 bits; differs from run to run, so that nothing that is printed may depend on it. */
export function hashKey(key: ConnectionKey): KeyHash {
  return hashWith(SECRETS, key) & 0x3fffffff;
}

/** 32 more bits of the same kind. */
export function secondHashOf(key: ConnectionKey): number {
  return hashWith(SECOND_SECRETS, key);
}

function hashWith(secrets: Int32Array, key: ConnectionKey): number {
  const words = key[VERSION] ?? 0;
  let hash = secretOf(secrets, key, PORTS);
  for (let word = 0; word < words; word += 1) {
    hash ^= secretOf(secrets, key, word) ^ secretOf(secrets, key, word + 4);
  }
  return hash;
}

function secretOf(secrets: Int32Array, key: ConnectionKey, place: number): number {
  const word = key[place] ?? 0;
  const first = place << 10;
  return (
    (secrets[first + (word & 0xff)] ?? 0) ^
    (secrets[first + 0x100 + ((word >>> 8) & 0xff)] ?? 0) ^
    (secrets[first + 0x200 + ((word >>> 16) & 0xff)] ?? 0) ^
    (secrets[first + 0x300 + (word >>> 24)] ?? 0)
  );
}

export function copyKey(key: ConnectionKey): ConnectionKey {
  return key.slice();
}

/** 62 secret bits tell keys apart. */
export function hashesOf(key: ConnectionKey): readonly [first: number, second: number] {
  return [hashKey(key), secondHashOf(key)];
}

/** Equal for the same ends, in one run. */
export function nameOf(key: ConnectionKey): string {
  return nameOfHashes(...hashesOf(key));
}

export function nameOfHashes(first: number, second: number): string {
  return `${first} ${second}`;
}

export function isSameKey(left: ConnectionKey, right: ConnectionKey): boolean {
  for (let at = 0; at < KEY_WORDS; at += 1) if (left[at] !== right[at]) return false;
  return true;
}

interface KnownText {
  readonly words: readonly number[];
  readonly text: string;
}

/** Texts of the addresses that were asked for last: a server is asked for at each connection. */
const TEXTS = new Array<KnownText | undefined>(256).fill(undefined);

/** The address of one end, as people write it. */
export function addressOf(key: ConnectionKey, end: End): string {
  const place = (hashAddress(key, end) >>> 24) & (TEXTS.length - 1);
  const known = TEXTS[place];
  if (known !== undefined && hasWords(known.words, key, end)) return known.text;
  const words = key.slice(end * 4, end * 4 + (key[VERSION] ?? 0));
  const text = formatAddress(Uint8Array.from(words.flatMap(octetsOf)));
  TEXTS[place] = { words, text };
  return text;
}

function hasWords(words: readonly number[], key: ConnectionKey, end: End): boolean {
  return words.length === key[VERSION] && words.every((word, at) => word === wordOf(key, end, at));
}

function octetsOf(word: number): readonly number[] {
  return [word >>> 24, (word >>> 16) & 0xff, (word >>> 8) & 0xff, word & 0xff];
}

/** One of the four words of an address; those of IPv4 have one. */
function wordOf(key: ConnectionKey, end: End, word: number): number {
  return key[end * 4 + word] ?? 0;
}

export function portOf(key: ConnectionKey, end: End): number {
  const ports = key[PORTS] ?? 0;
  return end === 0 ? ports >>> 16 : ports & 0xffff;
}

export function endpointOf(key: ConnectionKey, end: End): Endpoint {
  return { address: addressOf(key, end), port: portOf(key, end) };
}

export function isSameAddress(
  left: ConnectionKey,
  leftEnd: End,
  right: ConnectionKey,
  rightEnd: End,
): boolean {
  for (let word = 0; word < ADDRESS_WORDS; word += 1) {
    if (wordOf(left, leftEnd, word) !== wordOf(right, rightEnd, word)) return false;
  }
  return true;
}

/** 32 bits of the address and the port of one end. */
export function hashEnd(key: ConnectionKey, end: End): number {
  return hashAddress(key, end, portOf(key, end));
}

function hashAddress(key: ConnectionKey, end: End, port = 0): number {
  let hash = port;
  for (let word = 0; word < ADDRESS_WORDS; word += 1) {
    hash = Math.imul(hash ^ wordOf(key, end, word), 0x9e3779b1);
  }
  return hash;
}

/** 32 bits of both addresses, the one of `first` before the other. */
export function hashAddresses(key: ConnectionKey, first: End): number {
  const second = first === 0 ? 1 : 0;
  let hash = 0;
  for (let word = 0; word < ADDRESS_WORDS; word += 1) {
    hash = Math.imul(hash ^ wordOf(key, first, word), 0x9e3779b1);
    hash = Math.imul(hash ^ wordOf(key, second, word), 0x85ebca6b);
  }
  return hash ^ (hash >>> 15);
}
