import { BoundedMap } from "../model/bounded-map.js";
import { uint16At } from "./byte-order.js";
import {
  type Announced,
  behind,
  etherType,
  ipProtocol,
  type Layer,
  NOTHING_INSIDE,
  udpPort,
} from "./encapsulation.js";
import { findEncapsulation } from "./encapsulation-table.js";
import {
  CurrentPacket,
  capturedEnd,
  type FragmentPlace,
  type IpPayload,
  skipExtensionHeaders,
} from "./ip-packet.js";
import { versionAt } from "./link-layer.js";
import { areSameOctets } from "./octets.js";
import { ETHER_TYPE, IP_PROTOCOL } from "./protocol-numbers.js";
import { isNotable, TOO_DEEP } from "./unread-frames.js";

/** Headers in one another; real ones are 12 at most. */
const DEPTH_LIMIT = 24;
/** Layers in a frame: reports of packets hold many of them side by side. */
const LAYER_LIMIT = 4096;

const IPV4 = etherType(ETHER_TYPE.IPV4);
const IPV6 = etherType(ETHER_TYPE.IPV6);
const TCP = ipProtocol(IP_PROTOCOL.TCP);
const UDP = ipProtocol(IP_PROTOCOL.UDP);

/** Ports below this are of services that carry no packets, whatever the other port is. */
const LEAST_TUNNEL_PORT = 1024;

/** The encapsulation that a UDP datagram is of by one of its ports, the lower one first. */
function announcedByPorts(octets: Uint8Array, start: number): Announced | undefined {
  const source = uint16At(octets, start);
  const destination = uint16At(octets, start + 2);
  const low = Math.min(source, destination);
  if (low < LEAST_TUNNEL_PORT) return undefined;
  const lower = udpPort(low);
  if (isTunnelPort(lower)) return lower;
  const higher = udpPort(Math.max(source, destination));
  return isTunnelPort(higher) ? higher : undefined;
}

function isTunnelPort(port: Announced): boolean {
  return findEncapsulation(port) !== undefined || isNotable(port);
}

/** Whether such an IP packet can have something inside that is read, or else is to be counted. */
export function mayCarry(packet: CurrentPacket): boolean {
  if (packet.protocol !== IP_PROTOCOL.UDP || packet.isIpv4Fragment) {
    return CARRYING[packet.protocol] === 1;
  }
  return announcedByPorts(packet.octets, packet.payloadStart) !== undefined;
}

/** Headers that another one follows, a fragment's included. */
const HEADERS_AHEAD: ReadonlySet<number> = new Set([
  IP_PROTOCOL.HOP_BY_HOP,
  IP_PROTOCOL.ROUTING,
  IP_PROTOCOL.FRAGMENT,
  IP_PROTOCOL.AUTHENTICATION,
  IP_PROTOCOL.DESTINATION_OPTIONS,
]);

/** IP protocols by their number: 1 where they can carry TCP, at least in something else. */
const CARRYING = Uint8Array.from({ length: 256 }, (_, protocol) => {
  const announced = ipProtocol(protocol);
  const isOwn = announced === TCP || announced === UDP || HEADERS_AHEAD.has(protocol);
  return isOwn || findEncapsulation(announced) !== undefined || isNotable(announced) ? 1 : 0;
});

/**
 * Walks through the headers of a frame, whatever carries whatever: tunnels in tunnels, fragments,
 * several packets side by side. It remembers fragments, and never throws on any octets.
 */
export class FrameWalk {
  /** The TCP headers of the frame that was walked last. */
  found: Layer[] = [];
  /** The first thing in it that is not read. */
  unread: Announced | typeof TOO_DEEP | undefined;
  readonly #reassembly = new Reassembly();
  #layers = 0;

  /** Walks from what is announced at the start of a frame. */
  walk(layer: Layer): void {
    this.#begin();
    this.#visit(layer, 0);
  }

  /** The same from an IP header that has been read. */
  walkPacket(packet: CurrentPacket, layer: Layer): void {
    this.#begin();
    for (const inner of this.#readPacket(packet, layer)) this.#visit(inner, 1);
  }

  #begin(): void {
    if (this.found.length > 0) this.found = [];
    this.unread = undefined;
    this.#layers = 0;
  }

  #visit(layer: Layer, depth: number): void {
    if (layer.announced === TCP) {
      this.found.push(layer);
      return;
    }
    this.#layers += 1;
    if (depth === DEPTH_LIMIT || this.#layers > LAYER_LIMIT) {
      this.unread ??= TOO_DEEP;
      return;
    }
    for (const inner of this.#read(layer)) this.#visit(inner, depth + 1);
  }

  #read(layer: Layer): readonly Layer[] {
    const { announced } = layer;
    if (announced === IPV4 || announced === IPV6) return this.#readIp(layer);
    if (announced === UDP) return readUdp(layer);
    const encapsulation = findEncapsulation(announced);
    if (encapsulation !== undefined) return encapsulation.read(layer);
    this.unread ??= announced;
    return NOTHING_INSIDE;
  }

  #readIp(layer: Layer): readonly Layer[] {
    const { octets, start, end } = layer;
    const packet = new CurrentPacket();
    const version = layer.announced === IPV4 ? 4 : 6;
    if (versionAt(octets, start) !== version) return NOTHING_INSIDE;
    return packet.read(octets, start, octets.length, end)
      ? this.#readPacket(packet, layer)
      : NOTHING_INSIDE;
  }

  /** What an IP packet carries, behind its extension headers or in its fragments. */
  #readPacket(packet: CurrentPacket, layer: Layer): readonly Layer[] {
    const datagram = packet.findDatagram();
    if (datagram === undefined) return NOTHING_INSIDE;
    const { payload, fragment } = datagram;
    // A quoted fragment is not one that arrives.
    if (layer.isQuoted && fragment !== undefined && fragment.offsetBytes > 0) return NOTHING_INSIDE;
    const isWhole = fragment === undefined || layer.isQuoted;
    const key = fragment && `${layer.tunnel} ${fragment.key}`;
    const whole =
      isWhole || key === undefined ? payload : this.#reassembly.add(payload, { ...fragment, key });
    // After a fragment header or an IPv4 header there may be more of them.
    const transport = whole && skipExtensionHeaders(whole);
    if (transport === undefined) return NOTHING_INSIDE;
    const { start, end, protocol } = transport;
    const octets = transport.octets.subarray(0, capturedEnd(transport));
    const { tunnel, isQuoted } = layer;
    return [{ octets, start, end, announced: ipProtocol(protocol), tunnel, packet, isQuoted }];
  }
}

const UDP_HEADER_LENGTH = 8;

function readUdp(layer: Layer): readonly Layer[] {
  const { octets, start } = layer;
  if (start + UDP_HEADER_LENGTH > octets.length) return NOTHING_INSIDE;
  const announced = announcedByPorts(octets, start);
  return announced === undefined ? NOTHING_INSIDE : behind(layer, UDP_HEADER_LENGTH, announced);
}

/** IPv4 and IPv6 without jumbograms: no datagram is longer. */
const LIMIT = 65_535;
const UNIT = 8;

/** The fragments of one datagram so far: at most 64 KiB of octets and 8 KiB of marks. */
class PendingDatagram {
  #octets = new Uint8Array();
  /** One mark for each 8 octets that are there: fragments begin at multiples of 8. */
  readonly #marks = new Uint8Array(Math.ceil(LIMIT / UNIT));
  #markCount = 0;
  /** Where the fragment ends that ends last. */
  #reached = 0;
  /** Known from the last fragment. */
  #length: number | undefined;
  #protocol = 0;
  #isSpoiled = false;

  /**
   * Adds a fragment, and returns the whole datagram's payload once it is complete. After a
   * fragment that was cut or overlaps others there is never one: "the entire datagram MUST be
   * silently discarded", with fragments still to come (RFC 5722 section 4).
   */
  add(payload: IpPayload, place: FragmentPlace): IpPayload | undefined {
    if (this.#isSpoiled) return undefined;
    if (!this.#accept(payload, place)) {
      this.#spoil();
      return undefined;
    }
    const length = this.#length;
    if (length === undefined || this.#markCount < Math.ceil(length / UNIT)) return undefined;
    const octets = this.#octets.subarray(0, length);
    return { octets, protocol: this.#protocol, start: 0, end: length };
  }

  #accept(payload: IpPayload, { offsetBytes, moreFragments }: FragmentPlace): boolean {
    if (capturedEnd(payload) < payload.end) return false;
    const fragment = payload.octets.subarray(payload.start, payload.end);
    if (!this.#fits(fragment.length, offsetBytes, moreFragments)) return false;
    if (offsetBytes === 0) this.#protocol = payload.protocol;
    const first = offsetBytes / UNIT;
    const last = Math.ceil((offsetBytes + fragment.length) / UNIT);
    const present = this.#marks.subarray(first, last).reduce((sum, mark) => sum + mark, 0);
    // An exact duplicate may be ignored (RFC 8200 section 4.5): captures often have all twice.
    if (present > 0) return present === last - first && this.#repeats(fragment, offsetBytes);
    this.#marks.fill(1, first, last);
    this.#markCount += last - first;
    this.#store(fragment, offsetBytes);
    return true;
  }

  #fits(length: number, offsetBytes: number, moreFragments: boolean): boolean {
    const end = offsetBytes + length;
    if (length === 0 || end > LIMIT) return false;
    if (moreFragments) {
      return length % UNIT === 0 && (this.#length === undefined || end < this.#length);
    }
    if (this.#reached > end || (this.#length !== undefined && this.#length !== end)) return false;
    this.#length = end;
    return true;
  }

  #repeats(fragment: Uint8Array, offsetBytes: number): boolean {
    const known = this.#octets.subarray(offsetBytes, offsetBytes + fragment.length);
    return areSameOctets(known, fragment);
  }

  #store(fragment: Uint8Array, offsetBytes: number): void {
    const end = offsetBytes + fragment.length;
    if (end > this.#octets.length) {
      const larger = new Uint8Array(Math.min(LIMIT, Math.max(end, this.#octets.length * 2)));
      larger.set(this.#octets);
      this.#octets = larger;
    }
    this.#octets.set(fragment, offsetBytes);
    this.#reached = Math.max(this.#reached, end);
  }

  #spoil(): void {
    this.#isSpoiled = true;
    this.#octets = new Uint8Array();
  }
}

const PENDING_LIMIT = 256;

/**
 * Fragments of IPv4 and IPv6 that wait for others: of at most 256 datagrams, of which the oldest is
 * forgotten for a new one, so that no capture can take more than 18 MiB. Frames may have no time,
 * so nothing is forgotten by its age.
 */
class Reassembly {
  readonly #pending = new BoundedMap<PendingDatagram>(PENDING_LIMIT);

  /** Copies the fragment; returns the payload of its datagram where that is now complete. */
  add(payload: IpPayload, place: FragmentPlace): IpPayload | undefined {
    const whole = this.#find(place.key).add(payload, place);
    if (whole !== undefined) this.#pending.delete(place.key);
    return whole;
  }

  #find(key: string): PendingDatagram {
    const known = this.#pending.get(key);
    if (known !== undefined) return known;
    const datagram = new PendingDatagram();
    this.#pending.set(key, datagram);
    return datagram;
  }
}
