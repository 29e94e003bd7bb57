/** The value of a key, made and kept where there is none. */
export function valueAt<K, V>(values: Map<K, V>, key: K, make: () => V): V {
  const value = values.get(key) ?? make();
  values.set(key, value);
  return value;
}

export function countUp<K>(counts: Map<K, number>, key: K, more = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + more);
}

/** Groups by a key, made when first needed; beyond the limit further keys have no group. */
export class BoundedGroups<V> {
  readonly #groups = new Map<string, V>();
  readonly #limit: number;
  /** How often there was no room for a key. */
  refused = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The group of the key; undefined, and counted, where there is no room for another one. */
  at(key: string, make: () => V): V | undefined {
    if (this.#groups.has(key) || this.#groups.size < this.#limit) {
      return valueAt(this.#groups, key, make);
    }
    this.refused += 1;
    return undefined;
  }

  values(): readonly V[] {
    return [...this.#groups.values()];
  }
}
