/** The places of a table that begins small and grows. */
const FIRST_PLACES = 1024;
/** A power of two, of which 64 KB stay in the processor's cache. */
const MOST_LATEST = 16_384;
const NONE = -1;

/**
 * A table that grows as it is filled, at most half full. Its rows stand in the order in which they
 * came, for those that came together are mostly asked for together.
 */
class Rows {
  size = 0;
  numbers: Int32Array;
  readonly columns: number;
  /** Of each place the number of its row, from 1. */
  #places = new Int32Array(FIRST_PLACES);
  /** The same of rows that were asked for last, which are mostly asked for again. */
  #latest = new Int32Array(FIRST_PLACES);

  constructor(columns: number) {
    this.columns = columns;
    this.numbers = new Int32Array((FIRST_PLACES / 2) * columns);
  }

  /** Where the row of that key begins, or -1. */
  find(first: number, second: number): number {
    const row = this.#latest[first & (this.#latest.length - 1)] ?? 0;
    if (row > 0 && this.#has(row, first, second)) return (row - 1) * this.columns;
    return this.#search(first, second);
  }

  #search(first: number, second: number): number {
    const places = this.#places;
    const last = places.length - 1;
    for (let place = first & last; ; place = (place + 1) & last) {
      const row = places[place] ?? 0;
      if (row === 0) return NONE;
      if (!this.#has(row, first, second)) continue;
      this.#latest[first & (this.#latest.length - 1)] = row;
      return (row - 1) * this.columns;
    }
  }

  #has(row: number, first: number, second: number): boolean {
    const at = (row - 1) * this.columns;
    return this.numbers[at] === first && this.numbers[at + 1] === second;
  }

  add(first: number, second: number): number {
    if (this.size * 2 >= this.#places.length) this.#grow();
    const at = this.size * this.columns;
    this.size += 1;
    this.numbers[at] = first;
    this.numbers[at + 1] = second;
    this.#put(first, this.size);
    return at;
  }

  forEach(visit: (numbers: Int32Array, at: number) => void): void {
    const end = this.size * this.columns;
    for (let at = 0; at < end; at += this.columns) visit(this.numbers, at);
  }

  #put(first: number, row: number): void {
    const last = this.#places.length - 1;
    let place = first & last;
    while (this.#places[place] !== 0) place = (place + 1) & last;
    this.#places[place] = row;
  }

  #grow(): void {
    const before = this.numbers;
    this.#places = new Int32Array(this.#places.length * 2);
    if (this.#latest.length < MOST_LATEST) this.#latest = new Int32Array(this.#places.length);
    this.numbers = new Int32Array(before.length * 2);
    this.numbers.set(before);
    for (let row = 1; row <= this.size; row += 1) {
      this.#put(before[(row - 1) * this.columns] ?? 0, row);
    }
  }
}

/**
 * Rows of 32-bit numbers, of which the first two are hashes of the row's key. There are as many as
 * `limit`, those that were asked for last, up to twice as many: a row is one or two lines of the
 * processor's cache, where objects would be many.
 */
export class RecentRows {
  readonly #limit: number;
  #young: Rows;
  #old: Rows | undefined;

  constructor(columns: number, limit: number) {
    this.#limit = limit;
    this.#young = new Rows(columns);
  }

  /** What `find` and `add` return are places in it, which are valid until the next of their calls. */
  get numbers(): Int32Array {
    return this.#young.numbers;
  }

  isEmpty(): boolean {
    return this.#young.size === 0 && this.#old === undefined;
  }

  /** Where the row of that key begins, or -1. */
  find(first: number, second: number): number {
    const at = this.#young.find(first, second);
    if (at >= 0) return at;
    return this.#old === undefined ? NONE : this.#rescue(this.#old, first, second);
  }

  /** Adds a row of a key that has none: two hashes, then zeros. */
  add(first: number, second: number): number {
    if (this.#young.size >= this.#limit) {
      this.#old = this.#young;
      this.#young = new Rows(this.#old.columns);
    }
    return this.#young.add(first, second);
  }

  /** Calls `visit` with the place of each row among its numbers. */
  forEach(visit: (numbers: Int32Array, at: number) => void): void {
    this.#young.forEach(visit);
    this.#old?.forEach((numbers, at) => {
      const isYoung = this.#young.find(numbers[at] ?? 0, numbers[at + 1] ?? 0) >= 0;
      if (!isYoung) visit(numbers, at);
    });
  }

  #rescue(old: Rows, first: number, second: number): number {
    const before = old.find(first, second);
    if (before < 0) return NONE;
    const row = old.numbers.slice(before, before + old.columns);
    const at = this.add(first, second);
    this.#young.numbers.set(row, at);
    return at;
  }
}
