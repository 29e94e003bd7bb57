import type { TcpSegment } from "../capture/tcp-segment.js";
import { TCP_FLAG } from "../model/tcp-flag.js";
import type { End } from "./core/history.js";
import type { SideState } from "./core/side.js";

const { ACK, SYN } = TCP_FLAG;

/** A tunnel of which no segment was seen. */
export const UNSEEN = -1;

/** What of a connection decides on its number. */
interface Numbered {
  stream(): number;
  readonly sides: readonly [SideState, SideState];
  readonly rstBases: readonly [number | undefined, number | undefined] | undefined;
}

/** One less than the number of the first octet by the first segment of an end, which may be an RST. */
export function firstNumberOf({ sides, rstBases }: Numbered, end: End): number | undefined {
  return rstBases?.[end] ?? (sides[end].segments === 0 ? undefined : sides[end].base);
}

/**
 * The number that connections share whose ends are alike in several tunnels. Wireshark 4.0 knows no
 * tunnels: it begins a new stream at a SYN whose number is not the first of that end, and counts all
 * that follows to that.
 */
export class SharedStream {
  stream: number;
  readonly #bases: [number | undefined, number | undefined];

  constructor(connection: Numbered) {
    this.stream = connection.stream();
    this.#bases = [firstNumberOf(connection, 0), firstNumberOf(connection, 1)];
  }

  /** What follows is in another stream. */
  begin(stream: number): void {
    this.stream = stream;
    this.#bases.fill(undefined);
  }

  /** Takes a segment of any of the connections; `next` gives a new number. */
  add({ flags, sequenceNumber }: TcpSegment, from: End, next: () => number): void {
    const isSyn = (flags & SYN) !== 0;
    const known = this.#bases[from];
    if (isSyn && (flags & ACK) === 0 && known !== undefined && known !== sequenceNumber) {
      this.begin(next());
    }
    this.#bases[from] ??= isSyn ? sequenceNumber : (sequenceNumber - 1) | 0;
  }
}
