import { Datagram } from "./datagram.js";
import type { FragmentPlace, IpPayload } from "./ip-packet.js";

const PENDING_LIMIT = 256;

/**
 * Fragments of IPv4 and IPv6 that wait for others: of at most 256 datagrams, of which the oldest is
 * forgotten for a new one, so that no capture can take more than 18 MiB. Frames may have no time,
 * so nothing is forgotten by its age.
 */
export class Reassembly {
  readonly #pending = new Map<string, Datagram>();

  /** Copies the fragment; returns the payload of its datagram where that is now complete. */
  add(payload: IpPayload, place: FragmentPlace): IpPayload | undefined {
    const whole = this.#find(place.key).add(payload, place);
    if (whole !== undefined) this.#pending.delete(place.key);
    return whole;
  }

  #find(key: string): Datagram {
    const known = this.#pending.get(key);
    if (known !== undefined) return known;
    const [oldest] = this.#pending.keys();
    if (oldest !== undefined && this.#pending.size >= PENDING_LIMIT) this.#pending.delete(oldest);
    const datagram = new Datagram();
    this.#pending.set(key, datagram);
    return datagram;
  }
}
