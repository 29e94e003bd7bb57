import type { Decoded } from "../decode/decode-capture.js";
import type { HostCount, PayloadCount, PayloadCounts } from "../model/finding.js";
import { TRUNCATED } from "../model/format.js";
import type { Model } from "../model/model.js";
import type { Status } from "../model/record.js";
import { BoundedGroups, byCount, compareNames, countUp, valueAt } from "./groups.js";

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };
type HostCounter = Exclude<keyof HostCount, "address">;

/** So many are told apart, so that no flood of addresses hides who sends much. */
const HOST_LIMIT = 65_536;
/** So many of them are printed in the summary of a capture. */
const PRINTED_HOSTS = 4096;

/** The counters of section 6.3 of the draft, from RST segments that were captured. */
export class PayloadCounters {
  /** RST segments of any kind. */
  resets = 0;
  /** The most RSTs with a diagnostic payload within one second of the clock, in one capture. */
  busiestSecond = 0;
  /** What each address sent and received, as far as the captures show. */
  readonly #hosts = new BoundedGroups<Mutable<HostCount>>(HOST_LIMIT, foldHost);
  /** How often an address was counted that is not among those. */
  #hostsLeftOut = 0;
  /** By format and status, of which the Model has few. */
  readonly #payloads = new Map<string, Mutable<PayloadCount>>();
  #second = "";
  #inSecond = 0;
  readonly #diagnosticFormats: ReadonlySet<string>;
  readonly #titles: ReadonlyMap<string, string>;

  constructor({ diagnosticFormats, formats }: Model) {
    this.#diagnosticFormats = new Set(diagnosticFormats.map(({ id }) => id));
    this.#titles = new Map(formats.map(({ id, title }) => [id, title]));
  }

  /** Counts a payload; those of one capture in their order. */
  add({ record }: Pick<Decoded, "record">): void {
    const { format, status, time, source, destination } = record;
    this.#addPayloads({ format, status, count: 1 });
    if (!this.#diagnosticFormats.has(format)) return;
    this.#addTime(time);
    // What the snapshot length cut may have been valid or not.
    if (status === TRUNCATED) return;
    const isInvalid = status === "malformed";
    this.#addHost(source.address, isInvalid ? "sentInvalid" : "sent");
    this.#addHost(destination.address, isInvalid ? "receivedInvalid" : "received");
  }

  /** Adds what was counted elsewhere, of another capture. */
  merge({ rstSegments, payloads, hosts, hostsLeftOut, busiestSecond }: PayloadCounts): void {
    this.resets += rstSegments;
    for (const payload of payloads) this.#addPayloads(payload);
    for (const host of hosts) this.#hosts.add(host.address, { ...host });
    this.#hostsLeftOut += hostsLeftOut;
    this.busiestSecond = Math.max(this.busiestSecond, busiestSecond);
  }

  /** All that was counted, to be printed and merged. */
  counts(): PayloadCounts {
    const hosts = this.hosts();
    const hidden = hosts.slice(PRINTED_HOSTS).reduce((sum, host) => sum + sumOf(host), 0);
    return {
      rstSegments: this.resets,
      payloads: [...this.#payloads.values()].toSorted((a, b) =>
        compareNames(`${a.format} ${a.status}`, `${b.format} ${b.status}`),
      ),
      hosts: hosts.slice(0, PRINTED_HOSTS),
      hostsLeftOut: this.hostsLeftOut + hidden,
      busiestSecond: this.busiestSecond,
    };
  }

  /** What each address sent and received, as far as the captures show; the busiest first. */
  hosts(): readonly HostCount[] {
    return this.#hosts.values().toSorted(byCount(sumOf, ({ address }) => address));
  }

  /** How often an address was counted that is not among the hosts. */
  get hostsLeftOut(): number {
    const { others } = this.#hosts;
    return this.#hostsLeftOut + (others ? sumOf(others) : 0);
  }

  /** RSTs with a diagnostic payload, by what receivers make of it. */
  get diagnostic(): Readonly<Record<Status, number>> {
    const counts = { valid: 0, malformed: 0, truncated: 0 };
    for (const { format, status, count } of this.#payloads.values()) {
      if (this.#diagnosticFormats.has(format)) counts[status] += count;
    }
    return counts;
  }

  /** RSTs with another payload, by the title of its format. */
  get others(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    const sorted = [...this.#payloads.values()].toSorted((a, b) =>
      compareNames(a.format, b.format),
    );
    for (const { format, count } of sorted) {
      if (this.#diagnosticFormats.has(format)) continue;
      countUp(counts, this.#titles.get(format) ?? format, count);
    }
    return counts;
  }

  #addPayloads({ format, status, count }: PayloadCount): void {
    const make = () => ({ format, status, count: 0 });
    valueAt(this.#payloads, `${format} ${status}`, make).count += count;
  }

  #addHost(address: string, counter: HostCounter): void {
    const host = this.#hosts.get(address);
    if (host !== undefined) {
      host[counter] += 1;
      return;
    }
    const none = { sent: 0, received: 0, sentInvalid: 0, receivedInvalid: 0 };
    this.#hosts.add(address, { address, ...none, [counter]: 1 });
  }

  #addTime(time: string | undefined): void {
    if (time === undefined) return;
    const second = time.slice(0, "2026-05-05T12:00:00".length);
    this.#inSecond = second === this.#second ? this.#inSecond + 1 : 1;
    this.#second = second;
    this.busiestSecond = Math.max(this.busiestSecond, this.#inSecond);
  }
}

function foldHost(into: Mutable<HostCount>, from: HostCount): void {
  into.sent += from.sent;
  into.received += from.received;
  into.sentInvalid += from.sentInvalid;
  into.receivedInvalid += from.receivedInvalid;
}

/** All that is counted of an address. */
export function sumOf({ sent, received, sentInvalid, receivedInvalid }: HostCount): number {
  return sent + received + sentInvalid + receivedInvalid;
}
