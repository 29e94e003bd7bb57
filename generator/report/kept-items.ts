interface Rooms<T> {
  readonly room: number;
  /** So many of each kind have room even where others fill it: no flood can hide what is rare. */
  readonly roomOfEach: number;
  /** Sorts those first that are to be kept first, by what they are and not by when they came. */
  readonly compare: (a: T, b: T) => number;
}

/** Items of few kinds that are listed one by one: all, or where they are too many, some of each. */
export class KeptItems<T> {
  readonly #all: BestOf<T>;
  readonly #ofEach = new Map<string, BestOf<T>>();
  readonly #rooms: Rooms<T>;

  constructor(rooms: Rooms<T>) {
    this.#rooms = rooms;
    this.#all = new BestOf(rooms.room, rooms.compare);
  }

  add(kind: string, item: T): void {
    this.#all.add(item);
    this.#kept(kind).add(item);
  }

  /** Adds what was kept elsewhere, with the same rooms. */
  merge(other: KeptItems<T>): void {
    for (const item of other.#all.items) this.#all.add(item);
    for (const [kind, kept] of other.#ofEach) {
      for (const item of kept.items) this.#kept(kind).add(item);
    }
  }

  /** In the order in which they would be kept. */
  list(): readonly T[] {
    const kept = [...this.#ofEach.values()].flatMap(({ items }) => items);
    return [...new Set([...this.#all.items, ...kept])].sort(this.#rooms.compare);
  }

  #kept(kind: string): BestOf<T> {
    const { roomOfEach, compare } = this.#rooms;
    const kept = this.#ofEach.get(kind) ?? new BestOf(roomOfEach, compare);
    this.#ofEach.set(kind, kept);
    return kept;
  }
}

/** Keeps the best items that were ever added, as many as there is room for, whatever their order. */
export class BestOf<T> {
  /** A heap: none is worse than the one at half its place. */
  readonly #items: T[] = [];
  readonly #room: number;
  readonly #compare: (a: T, b: T) => number;

  /** `compare` sorts the best first; two items of which it gives 0 are worth the same. */
  constructor(room: number, compare: (a: T, b: T) => number) {
    this.#room = room;
    this.#compare = compare;
  }

  /** In no order. */
  get items(): readonly T[] {
    return this.#items;
  }

  /** Adds an item; gives the one that has no room now, which may be the same. */
  add(item: T): T | undefined {
    if (this.#items.length < this.#room) {
      this.#items.push(item);
      this.#raise(this.#items.length - 1);
      return undefined;
    }
    const worst = this.#items[0];
    if (worst === undefined || this.#compare(item, worst) >= 0) return item;
    this.#items[0] = item;
    this.#sink();
    return worst;
  }

  #isWorse(at: number, than: number): boolean {
    const [one, other] = [this.#items[at], this.#items[than]];
    return one !== undefined && other !== undefined && this.#compare(one, other) > 0;
  }

  #swap(at: number, other: number): void {
    const [one, two] = [this.#items[at], this.#items[other]];
    if (one === undefined || two === undefined) return;
    this.#items[at] = two;
    this.#items[other] = one;
  }

  #raise(start: number): void {
    for (let at = start; at > 0; ) {
      const above = (at - 1) >> 1;
      if (!this.#isWorse(at, above)) return;
      this.#swap(at, above);
      at = above;
    }
  }

  #sink(): void {
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      const worse = this.#isWorse(left + 1, left) ? left + 1 : left;
      if (!this.#isWorse(worse, at)) return;
      this.#swap(at, worse);
      at = worse;
    }
  }
}
