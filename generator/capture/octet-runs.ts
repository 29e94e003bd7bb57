const NOTHING = Buffer.alloc(0);

/** Collects octets for an output: what lies side by side in a buffer is one piece, and is not copied. */
export class OctetRuns {
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
