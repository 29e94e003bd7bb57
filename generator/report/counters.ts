import type { Decoded } from "../decode/decode-capture.js";
import type { HostCount, PayloadCount, PayloadCounts } from "../model/finding.js";
import { type Model, TRUNCATED } from "../model/model.js";
import type { RstRecord, Status } from "../model/record.js";
import { BoundedGroups } from "./kind.js";
import { drawTable, type Markup, markup } from "./markup.js";

/** What one address sent and received, as far as the captures show. */
type HostCounters = { -readonly [Name in Exclude<keyof HostCount, "address">]: number };

const HOST_LIMIT = 4096;

/** The counters of section 6.3 of the draft, from RST segments that were captured. */
export class PayloadCounters {
  /** RST segments of any kind. */
  resets = 0;
  /** The most RSTs with a diagnostic payload within one second of the clock, in one capture. */
  busiestSecond = 0;
  readonly hosts = new BoundedGroups<HostCounters>(HOST_LIMIT, () => ({
    sent: 0,
    received: 0,
    sentInvalid: 0,
    receivedInvalid: 0,
  }));
  /** By format and status, of which the Model has few. */
  readonly #payloads = new Map<
    string,
    { -readonly [Name in keyof PayloadCount]: PayloadCount[Name] }
  >();
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
    const { format, status, time } = record;
    this.#addPayloads({ format, status, count: 1 });
    if (!this.#diagnosticFormats.has(format)) return;
    this.#addTime(time);
    // What the snapshot length cut may have been valid or not.
    if (status !== TRUNCATED) this.#addHosts(record);
  }

  /** Adds what was counted elsewhere, of another capture. */
  merge({ rstSegments, payloads, hosts, hostsLeftOut, busiestSecond }: PayloadCounts): void {
    this.resets += rstSegments;
    for (const payload of payloads) this.#addPayloads(payload);
    for (const { address, ...counts } of hosts) {
      const host = this.hosts.at(address);
      if (host === undefined) continue;
      host.sent += counts.sent;
      host.received += counts.received;
      host.sentInvalid += counts.sentInvalid;
      host.receivedInvalid += counts.receivedInvalid;
    }
    this.hosts.refused += hostsLeftOut;
    this.busiestSecond = Math.max(this.busiestSecond, busiestSecond);
  }

  /** All that was counted, to be printed and merged. */
  counts(): PayloadCounts {
    return {
      rstSegments: this.resets,
      payloads: [...this.#payloads.values()],
      hosts: this.hosts.entries().map(([address, counts]) => ({ address, ...counts })),
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
      const title = this.#titles.get(format) ?? format;
      counts.set(title, (counts.get(title) ?? 0) + count);
    }
    return counts;
  }

  #addPayloads({ format, status, count }: PayloadCount): void {
    const key = `${format} ${status}`;
    const found = this.#payloads.get(key);
    if (found) found.count += count;
    else this.#payloads.set(key, { format, status, count });
  }

  #addHosts({ status, source, destination }: RstRecord): void {
    const isInvalid = status === "malformed";
    const sender = this.hosts.at(source.address);
    if (sender) sender[isInvalid ? "sentInvalid" : "sent"] += 1;
    const receiver = this.hosts.at(destination.address);
    if (receiver) receiver[isInvalid ? "receivedInvalid" : "received"] += 1;
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
  const rows = [
    ["RST segments", resets],
    ["with a diagnostic payload, valid", diagnostic.valid],
    ["with a diagnostic payload, invalid: receivers ignore it", diagnostic.malformed],
    ["with a diagnostic payload that the snapshot length cut", diagnostic.truncated],
    ...[...others].map(([title, count]) => [`with another payload: ${title}`, count]),
    ["most with a diagnostic payload in one second, for a rate limit", busiestSecond],
  ];
  return markup`<p>Section 6.3 of the draft asks for counters of sent, received and received invalid RSTs with
diagnostic payload. The addresses decide what was sent and received: what was captured on its way to a
receiver may still have been lost, and an RST that was captured twice counts twice.</p>
${drawTable({ caption: "RST segments", head: ["What", "Segments"], rows })}
${drawHosts(payloads)}`;
}

function drawHosts({ hosts }: PayloadCounters): Markup {
  const sorted = hosts
    .entries()
    .map(([address, counters]) => ({ address, ...counters }))
    .sort((a, b) => sumOf(b) - sumOf(a));
  if (sorted.length === 0) return markup``;
  const rest = sorted.length - MOST_HOSTS;
  const more =
    rest > 0 || hosts.refused > 0
      ? markup`<p class="note">Further addresses are left out.</p>`
      : markup``;
  const rows = sorted
    .slice(0, MOST_HOSTS)
    .map((host) => [
      host.address,
      host.sent,
      host.received,
      host.sentInvalid,
      host.receivedInvalid,
    ]);
  const head = ["Address", "Sent", "Received", "Sent invalid", "Received invalid"];
  return markup`${drawTable({ caption: "RSTs with diagnostic payload, by address", head, rows })}${more}`;
}

function sumOf({
  sent,
  received,
  sentInvalid,
  receivedInvalid,
}: Readonly<Record<"sent" | "received" | "sentInvalid" | "receivedInvalid", number>>): number {
  return sent + received + sentInvalid + receivedInvalid;
}
