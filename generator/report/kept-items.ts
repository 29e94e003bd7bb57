import { BestOf } from "./best-of.js";

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
