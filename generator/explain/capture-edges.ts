import type { Connection } from "./connection.js";
import { nameOf } from "./connection-key.js";

/** What tells whether a capture goes on with another one's connections. */
export interface CaptureEdges {
  /** Since 1970; no number that is finite where no TCP segment has a time. */
  readonly firstSeconds: number;
  readonly lastSeconds: number;
  /** Connections whose first segment here was no SYN, by their ends. */
  readonly begunBefore: readonly string[];
  /** Connections that were open when the capture ended. */
  readonly openAtEnd: ReadonlySet<string>;
}

/** Enough to recognise connections; captures may have millions of them. */
const LIMIT = 256;

/** Notes the connections at both ends of a capture. */
export class EdgeNotes {
  readonly #begunBefore: string[] = [];
  #firstSeconds = Number.NaN;

  /** A connection that is there for the first time, and whether it begins here. */
  begin(connection: Connection): void {
    if (Number.isNaN(this.#firstSeconds)) this.#firstSeconds = connection.began;
    if (connection.client !== undefined || connection.isForgotten) return;
    if (this.#begunBefore.length === LIMIT) return;
    this.#begunBefore.push(nameOf(connection.key));
  }

  /** With the connections that are known at the end. */
  read(connections: readonly Connection[]): CaptureEdges {
    const times = connections.map(({ lastSeconds }) => lastSeconds);
    const known = times.filter((time) => !Number.isNaN(time));
    const open = connections.filter((one) => one.phase === "open" && !one.isClosed());
    const latest = [...open].sort((a, b) => b.lastFrame - a.lastFrame).slice(0, LIMIT);
    return {
      firstSeconds: this.#firstSeconds,
      lastSeconds: known.reduce((last, one) => Math.max(last, one), Number.NEGATIVE_INFINITY),
      begunBefore: this.#begunBefore,
      openAtEnd: new Set(latest.map(({ key }) => nameOf(key))),
    };
  }
}
