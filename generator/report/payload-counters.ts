import type { Decoded } from "../capture/decode-capture.js";
import { type Model, TRUNCATED } from "../model/model.js";
import type { Status } from "../model/record.js";
import { BoundedGroups } from "./bounded-groups.js";

/** What one address sent and received, as far as the captures show. */
export interface HostCounters {
  sent: number;
  received: number;
  sentInvalid: number;
  receivedInvalid: number;
}

const HOST_LIMIT = 4096;

/** The counters of section 6.3 of the draft, from RST segments that were captured. */
export class PayloadCounters {
  /** RST segments of any kind. */
  resets = 0;
  /** RSTs with a diagnostic payload, by what receivers make of it. */
  readonly diagnostic: Record<Status, number> = { valid: 0, malformed: 0, truncated: 0 };
  /** RSTs with another payload, by the title of its format. */
  readonly others = new Map<string, number>();
  readonly hosts = new BoundedGroups<HostCounters>(HOST_LIMIT, () => ({
    sent: 0,
    received: 0,
    sentInvalid: 0,
    receivedInvalid: 0,
  }));
  /** The most RSTs with a diagnostic payload within one second of the clock. */
  busiestSecond = 0;
  #second = "";
  #inSecond = 0;
  readonly #diagnosticFormats: ReadonlySet<string>;
  readonly #titles: ReadonlyMap<string, string>;

  constructor({ diagnosticFormats, formats }: Model) {
    this.#diagnosticFormats = new Set(diagnosticFormats.map(({ id }) => id));
    this.#titles = new Map(formats.map(({ id, title }) => [id, title]));
  }

  add({ record }: Decoded): void {
    const { format, status } = record;
    if (!this.#diagnosticFormats.has(format)) {
      const title = this.#titles.get(format) ?? format;
      this.others.set(title, (this.others.get(title) ?? 0) + 1);
      return;
    }
    this.diagnostic[status] += 1;
    this.#addTime(record.time);
    // What the snapshot length cut may have been valid or not.
    if (status === TRUNCATED) return;
    const isInvalid = status === "malformed";
    const sender = this.hosts.at(record.source.address);
    if (sender) sender[isInvalid ? "sentInvalid" : "sent"] += 1;
    const receiver = this.hosts.at(record.destination.address);
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
