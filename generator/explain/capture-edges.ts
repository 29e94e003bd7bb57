import { type ConnectionKey, nameOf } from "./connection-key.js";

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

/** A connection that is open when a capture ends. */
export interface OpenConnection {
  readonly name: string;
  readonly lastFrame: number;
}

/** Enough to recognise connections; captures may have millions of them. */
const LIMIT = 256;

/** Notes the connections at both ends of a capture. */
export class EdgeNotes {
  readonly #begunBefore: string[] = [];
  #firstSeconds = Number.NaN;
  #lastSeconds = Number.NEGATIVE_INFINITY;

  /** The time of any segment. */
  pass(seconds: number): void {
    if (seconds > this.#lastSeconds) this.#lastSeconds = seconds;
  }

  /** A connection that is there for the first time, and whether the capture has its beginning. */
  begin(key: ConnectionKey, seconds: number, hasBeginning: boolean): void {
    if (Number.isNaN(this.#firstSeconds)) this.#firstSeconds = seconds;
    if (hasBeginning || this.#begunBefore.length === LIMIT) return;
    this.#begunBefore.push(nameOf(key));
  }

  /** With the connections that are open at the end. */
  read(open: readonly OpenConnection[]): CaptureEdges {
    const latest = [...open].sort((a, b) => b.lastFrame - a.lastFrame).slice(0, LIMIT);
    return {
      firstSeconds: this.#firstSeconds,
      lastSeconds: this.#lastSeconds,
      begunBefore: this.#begunBefore,
      openAtEnd: new Set(latest.map(({ name }) => name)),
    };
  }
}
