import type { TcpSegment } from "../capture/tcp-segment.js";
import type { Connection } from "./connection.js";
import { type ConnectionKey, type End, otherEnd } from "./connection-key.js";
import type { ConnectionTable } from "./connection-table.js";
import { ACK, RST, SYN } from "./control-bits.js";
import { distance } from "./sequence.js";

/** Octets around the expected one in which a segment belongs to a connection before. */
const OLD_WINDOW = 65_536;

/** What becomes of a connection that another one takes the place of. */
export interface Farewell {
  /** Nothing more will come: it is told, and its events are given back. */
  readonly dismiss: (connection: Connection) => void;
  /** It never was one: its events are given back. */
  readonly release: (connection: Connection) => void;
}

/** Finds the connection that a segment is of, or opens one. */
export class ConnectionChoice {
  readonly #table: ConnectionTable;
  readonly #farewell: Farewell;

  constructor(table: ConnectionTable, farewell: Farewell) {
    this.#table = table;
    this.#farewell = farewell;
  }

  /** A SYN with another number begins another connection, as Wireshark counts them. */
  choose(key: ConnectionKey, segment: TcpSegment, from: End, seconds: number): Connection {
    const known = this.#table.find(key);
    if (known === undefined) return this.#open(key, segment, from, seconds);
    if ((segment.flags & (SYN | ACK)) === SYN && isOther(known, segment, from)) {
      this.#table.remove(known);
      this.forgetPrevious(known);
      const connection = this.#open(key, segment, from, seconds);
      if (known.phase === "open" && known.slot >= 0) connection.previous = known;
      else this.#farewell.dismiss(known);
      return connection;
    }
    return known.previous === undefined ? known : this.#resume(known, segment, from);
  }

  /** What was before the connection is over. */
  forgetPrevious(connection: Connection): void {
    if (connection.previous !== undefined) this.#farewell.dismiss(connection.previous);
    connection.previous = undefined;
  }

  #open(key: ConnectionKey, segment: TcpSegment, from: End, seconds: number): Connection {
    const connection = this.#table.open(key);
    connection.began = seconds;
    const isSyn = (segment.flags & SYN) !== 0;
    if (isSyn) connection.client = (segment.flags & ACK) === 0 ? from : otherEnd(from);
    return connection;
  }

  /** Goes back to the connection before, where a SYN in between was none of its ends'. */
  #resume(known: Connection, segment: TcpSegment, from: End): Connection {
    const { previous } = known;
    if (previous === undefined || (segment.flags & (SYN | RST)) !== 0) return known;
    const hasAnswer = known.sides[0].hasSyn && known.sides[1].hasSyn;
    const expected = previous.sides[from].next;
    const isOld = Math.abs(distance(segment.sequenceNumber, expected)) < OLD_WINDOW;
    // The challenge ACK itself belongs to both: only what has text or comes from the SYN's side.
    const shows = segment.lengthBytes > 0 || from === known.client;
    if (hasAnswer || !isOld || !shows || known.phase !== "open") return known;
    this.#table.remove(known);
    this.#farewell.release(known);
    this.#table.restore(previous);
    return previous;
  }
}

function isOther(known: Connection, segment: TcpSegment, from: End): boolean {
  const side = known.sides[from];
  return side.segments > 0 ? segment.sequenceNumber !== side.base : known.phase !== "open";
}
