import {
  formatAddress,
  isIpv4Address,
  isIpv6Address,
  parseAddress,
} from "../../capture/ip-address.js";
import { BoundedMap } from "../../model/bounded-map.js";
import { readTable } from "../read-table.js";

/** Names of hosts as tcpdump prints them; never an address, which has its own form. */
const HOST_NAME = /^(?=.*[A-Za-z])[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,252}[A-Za-z0-9_])?$/;
const PORT = /^\d{1,5}$/;
const SERVICE = /^[A-Za-z0-9][A-Za-z0-9_+*/-]{0,39}$/;

/** Ports that no service has: they stand for services whose port is not known. */
const NO_PORTS: readonly number[] = [4, 6, 8, 10, 12, 14, 16];
/** Hosts that a text may name; each has a place in 0.0.0.0/8 or 100::/64, which no host has. */
const MOST_HOSTS = 65_536;
const KNOWN_ADDRESSES = 10_000;

/** One end of a segment in numbers. */
export interface NumberedEnd {
  readonly address: Uint8Array;
  readonly port: number;
}

let services: ReadonlyMap<string, number> | undefined;

function readServices(): ReadonlyMap<string, number> {
  return new Map(readTable("tcp-services.tsv").map(([name = "", port]) => [name, Number(port)]));
}

/**
 * The hosts and services that one text has by name. A host gets an address that no host can have, by
 * which it is followed, and has its name again in what is printed.
 */
export class Names {
  /** The names, by the addresses in their place. */
  readonly hosts = new Map<string, string>();
  /** Services whose port is not known, by the port in their place. */
  readonly services = new Map<number, string>();
  readonly #addresses = new Map<string, Uint8Array>();
  /** Of IPv4, those that were read last: the next line mostly has the same. */
  readonly #known = new BoundedMap<Uint8Array>(KNOWN_ADDRESSES);

  /** Undefined where the text is neither an address nor can be a name. */
  addressOf(host: string, isIpv6: boolean): Uint8Array | undefined {
    const known = isIpv6 ? undefined : this.#known.get(host);
    if (known !== undefined) return known;
    if (isIpv4Address(host)) return isIpv6 ? undefined : this.#readIpv4(host);
    if (isIpv6Address(host)) return parseAddress(host);
    return HOST_NAME.test(host) ? this.#place(host, isIpv6) : undefined;
  }

  #readIpv4(host: string): Uint8Array {
    const address = parseAddress(host);
    this.#known.set(host, address);
    return address;
  }

  /** Undefined where the text is neither a port nor can be a service. */
  portOf(text: string): number | undefined {
    if (PORT.test(text)) return Number(text) <= 0xffff ? Number(text) : undefined;
    if (!SERVICE.test(text)) return undefined;
    services ??= readServices();
    return services.get(text) ?? this.#placePort(text);
  }

  #place(host: string, isIpv6: boolean): Uint8Array | undefined {
    const key = `${isIpv6 ? 6 : 4} ${host}`;
    const known = this.#addresses.get(key);
    if (known !== undefined) return known;
    const count = this.#addresses.size + 1;
    if (count > MOST_HOSTS) return undefined;
    const address = isIpv6
      ? parseAddress(`100::${count.toString(16)}`)
      : Uint8Array.of(0, (count >> 16) & 0xff, (count >> 8) & 0xff, count & 0xff);
    this.#addresses.set(key, address);
    this.hosts.set(formatAddress(address), host);
    return address;
  }

  #placePort(service: string): number | undefined {
    for (const [port, name] of this.services) if (name === service) return port;
    const port = NO_PORTS[this.services.size];
    if (port !== undefined) this.services.set(port, service);
    return port;
  }
}
