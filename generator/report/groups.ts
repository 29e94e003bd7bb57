import { hash } from "node:crypto";
import { BestOf } from "./kept-items.js";

/** The value of a key, made and kept where there is none. */
export function valueAt<K, V>(values: Map<K, V>, key: K, make: () => V): V {
  const known = values.get(key);
  if (known !== undefined) return known;
  const value = make();
  values.set(key, value);
  return value;
}

export function countUp<K>(counts: Map<K, number>, key: K, more = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + more);
}

/** Adds all counts to those of others. */
export function addCounts<K>(to: Map<K, number>, from: ReadonlyMap<K, number>): void {
  for (const [key, count] of from) countUp(to, key, count);
}

/** Sorts by falling counts, and what was counted as often by its name: never by who came first. */
export function byCount<T>(countOf: (one: T) => number, nameOf: (one: T) => string) {
  return (a: T, b: T): number => countOf(b) - countOf(a) || compareNames(nameOf(a), nameOf(b));
}

/** By code units, which depend on no language. */
export function compareNames(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

interface Ranked {
  readonly key: string;
  readonly rank: string;
}

/**
 * Groups by a key. Beyond the limit some keys are folded into the others: which ones is decided by
 * the keys alone, so that the order in which they come changes neither a group nor its counts.
 */
export class BoundedGroups<V> {
  readonly #groups = new Map<string, V>();
  readonly #limit: number;
  readonly #fold: (into: V, from: V) => void;
  #others: V | undefined;
  /** The keys by their rank; only where there were more than have room. */
  #kept: BestOf<Ranked> | undefined;

  /** `fold` adds what was counted of one group to another one. */
  constructor(limit: number, fold: (into: V, from: V) => void) {
    this.#limit = limit;
    this.#fold = fold;
  }

  /** All that were folded; undefined where every key has its group. */
  get others(): V | undefined {
    return this.#others;
  }

  values(): readonly V[] {
    return [...this.#groups.values()];
  }

  /** Adds what was counted of a key. */
  add(key: string, counted: V): void {
    const group = this.#groups.get(key);
    if (group !== undefined) this.#fold(group, counted);
    else if (this.#groups.size < this.#limit && this.#kept === undefined) {
      this.#groups.set(key, counted);
    } else this.#addRanked(key, counted);
  }

  /** The group of a key, to count on in it; undefined where it has none, and `add` decides. */
  get(key: string): V | undefined {
    return this.#groups.get(key);
  }

  /** Adds what was counted elsewhere. */
  merge({ entries, others }: { readonly entries: Iterable<readonly [string, V]>; others?: V }) {
    for (const [key, counted] of entries) this.add(key, counted);
    if (others !== undefined) this.addToOthers(others);
  }

  /** The groups with their keys, and the others: to be merged. */
  parts() {
    const others = this.#others;
    return { entries: this.#groups.entries(), ...(others !== undefined && { others }) };
  }

  addToOthers(counted: V): void {
    if (this.#others === undefined) this.#others = counted;
    else this.#fold(this.#others, counted);
  }

  #addRanked(key: string, counted: V): void {
    this.#kept ??= this.#rankAll();
    const removed = this.#kept.add({ key, rank: rankOf(key) });
    if (removed?.key === key) {
      this.addToOthers(counted);
      return;
    }
    this.#groups.set(key, counted);
    const folded = removed && this.#groups.get(removed.key);
    if (removed === undefined || folded === undefined) return;
    this.#groups.delete(removed.key);
    this.addToOthers(folded);
  }

  #rankAll(): BestOf<Ranked> {
    const kept = new BestOf<Ranked>(this.#limit, (a, b) => compareNames(a.rank, b.rank));
    for (const key of this.#groups.keys()) kept.add({ key, rank: rankOf(key) });
    return kept;
  }
}

/** Costly to choose for whoever makes the keys. */
function rankOf(key: string): string {
  return hash("sha256", key);
}
