import type { Decoded } from "../decode/decode-capture.js";
import type { HostCount, PayloadCount, PayloadCounts } from "../model/finding.js";
import { TRUNCATED } from "../model/format.js";
import type { Model } from "../model/model.js";
import type { Status } from "../model/record.js";
import { BoundedGroups, countUp, valueAt } from "./groups.js";
import { drawTable, type Markup, markup } from "./markup.js";

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };
type HostCounter = Exclude<keyof HostCount, "address">;

const HOST_LIMIT = 4096;

/** The counters of section 6.3 of the draft, from RST segments that were captured. */
export class PayloadCounters {
  /** RST segments of any kind. */
  resets = 0;
  /** The most RSTs with a diagnostic payload within one second of the clock, in one capture. */
  busiestSecond = 0;
  /** What each address sent and received, as far as the captures show. */
  readonly hosts = new BoundedGroups<Mutable<HostCount>>(HOST_LIMIT);
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
    this.#addHost(source.address, { [isInvalid ? "sentInvalid" : "sent"]: 1 });
    this.#addHost(destination.address, { [isInvalid ? "receivedInvalid" : "received"]: 1 });
  }

  /** Adds what was counted elsewhere, of another capture. */
  merge({ rstSegments, payloads, hosts, hostsLeftOut, busiestSecond }: PayloadCounts): void {
    this.resets += rstSegments;
    for (const payload of payloads) this.#addPayloads(payload);
    for (const { address, ...counts } of hosts) this.#addHost(address, counts);
    this.hosts.refused += hostsLeftOut;
    this.busiestSecond = Math.max(this.busiestSecond, busiestSecond);
  }

  /** All that was counted, to be printed and merged. */
  counts(): PayloadCounts {
    return {
      rstSegments: this.resets,
      payloads: [...this.#payloads.values()],
      hosts: this.hosts.values(),
      hostsLeftOut: this.hosts.refused,
      busiestSecond: this.busiestSecond,
    };
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
    for (const { format, count } of this.#payloads.values()) {
      if (this.#diagnosticFormats.has(format)) continue;
      countUp(counts, this.#titles.get(format) ?? format, count);
    }
    return counts;
  }

  #addPayloads({ format, status, count }: PayloadCount): void {
    const make = () => ({ format, status, count: 0 });
    valueAt(this.#payloads, `${format} ${status}`, make).count += count;
  }

  #addHost(address: string, more: Partial<Record<HostCounter, number>>): void {
    const host = this.hosts.at(address, () => {
      return { address, sent: 0, received: 0, sentInvalid: 0, receivedInvalid: 0 };
    });
    if (host === undefined) return;
    host.sent += more.sent ?? 0;
    host.received += more.received ?? 0;
    host.sentInvalid += more.sentInvalid ?? 0;
    host.receivedInvalid += more.receivedInvalid ?? 0;
  }

  #addTime(time: string | undefined): void {
    if (time === undefined) return;
    const second = time.slice(0, "2026-05-05T12:00:00".length);
    this.#inSecond = second === this.#second ? this.#inSecond + 1 : 1;
    this.#second = second;
    this.busiestSecond = Math.max(this.busiestSecond, this.#inSecond);
  }
}

const MOST_HOSTS = 20;

/** The counters that section 6.3 of the draft asks hosts for, as captures show them. */
export function drawCounters(payloads: PayloadCounters): Markup {
  const { diagnostic, others, resets, busiestSecond } = payloads;
  const rows: readonly (readonly [what: string, segments: number])[] = [
    ["RST segments", resets],
    ["with a diagnostic payload, valid", diagnostic.valid],
    ["with a diagnostic payload, invalid: receivers ignore it", diagnostic.malformed],
    ["with a diagnostic payload that the snapshot length cut", diagnostic.truncated],
    ...[...others].map(([title, count]) => [`with another payload: ${title}`, count] as const),
    ["most with a diagnostic payload in one second, for a rate limit", busiestSecond],
  ];
  return markup`<p>Section 6.3 of the draft asks for counters of sent, received and received invalid RSTs with
diagnostic payload. The addresses decide what was sent and received: what was captured on its way to a
receiver may still have been lost, and an RST that was captured twice counts twice.</p>
${drawTable("RST segments", rows, { What: ([what]) => what, Segments: ([, segments]) => segments })}
${drawHosts(payloads)}`;
}

function drawHosts({ hosts }: PayloadCounters): Markup {
  const sorted = hosts.values().toSorted((a, b) => sumOf(b) - sumOf(a));
  if (sorted.length === 0) return markup``;
  const isCut = sorted.length > MOST_HOSTS || hosts.refused > 0;
  const rows = sorted.slice(0, MOST_HOSTS);
  return markup`${drawTable("RSTs with diagnostic payload, by address", rows, {
    Address: ({ address }) => address,
    Sent: ({ sent }) => sent,
    Received: ({ received }) => received,
    "Sent invalid": ({ sentInvalid }) => sentInvalid,
    "Received invalid": ({ receivedInvalid }) => receivedInvalid,
  })}${isCut && markup`<p class="note">Further addresses are left out.</p>`}`;
}

function sumOf({ sent, received, sentInvalid, receivedInvalid }: HostCount): number {
  return sent + received + sentInvalid + receivedInvalid;
}
