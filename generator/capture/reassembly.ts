import { BoundedMap } from "../model/bounded-map.js";
import { capturedEnd, type FragmentPlace, type IpPayload } from "./ip-packet.js";
import { areSameOctets } from "./octets.js";

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
export class Reassembly {
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
