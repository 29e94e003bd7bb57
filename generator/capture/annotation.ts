/** Comments by the number of their frame, from 1; a `Map` is one. */
export interface CommentsByFrame {
  /** How many frames have some. */
  readonly size: number;
  readonly get: (frame: number) => readonly string[] | undefined;
}

/** Counts up while a copy is made, so that it is right also where the reading fails. */
export interface AnnotationCounts {
  frames: number;
  comments: number;
  /** Frames that got comments. */
  commented: number;
  /** Frames that have comments and no room for them. */
  withoutRoom: number;
}

/** A copy in the making: what is added to the capture, and the octets so far. */
export class Annotation {
  readonly output = new OctetRuns();
  readonly comments: CommentsByFrame;
  readonly #counts: AnnotationCounts;

  constructor(comments: CommentsByFrame, counts: AnnotationCounts) {
    this.comments = comments;
    this.#counts = counts;
  }

  /** Counts a frame that has these comments, and whether it could take them. */
  count(frame: number, comments: readonly string[], hasRoom = true): void {
    const counts = this.#counts;
    counts.frames = frame;
    if (comments.length === 0) return;
    if (!hasRoom) {
      counts.withoutRoom += 1;
      return;
    }
    counts.comments += comments.length;
    counts.commented += 1;
  }
}

const NOTHING = Buffer.alloc(0);

/** Collects octets for an output: what lies side by side in a buffer is one piece, and is not copied. */
class OctetRuns {
  #pieces: Uint8Array[] = [];
  #octets: Uint8Array = NOTHING;
  #start = 0;
  #end = 0;

  /** Adds a range of a buffer that stays as it is until the next `take`. */
  addRange(octets: Uint8Array, start: number, end: number): void {
    if (octets !== this.#octets || start !== this.#end) {
      this.#flush();
      this.#octets = octets;
      this.#start = start;
    }
    this.#end = end;
  }

  add(octets: Uint8Array): void {
    this.#flush();
    this.#pieces.push(octets);
  }

  /** All since the last call, as octets of their own. */
  take(): Buffer {
    this.#flush();
    const all = Buffer.concat(this.#pieces);
    this.#pieces = [];
    this.#octets = NOTHING;
    return all;
  }

  #flush(): void {
    if (this.#end > this.#start) this.#pieces.push(this.#octets.subarray(this.#start, this.#end));
    // What follows begins a new run, also in the same buffer.
    this.#start = this.#end;
  }
}
