/** Groups by a key, made when first needed; beyond the limit further keys have no group. */
export class BoundedGroups<V> {
  readonly #groups = new Map<string, V>();
  readonly #limit: number;
  readonly #make: () => V;
  /** How often there was no room for a key. */
  refused = 0;

  constructor(limit: number, make: () => V) {
    this.#limit = limit;
    this.#make = make;
  }

  /** The group of the key; undefined, and counted, where there is no room for another one. */
  at(key: string): V | undefined {
    const found = this.#groups.get(key);
    if (found !== undefined) return found;
    if (this.#groups.size >= this.#limit) {
      this.refused += 1;
      return undefined;
    }
    const made = this.#make();
    this.#groups.set(key, made);
    return made;
  }

  entries(): readonly (readonly [key: string, group: V])[] {
    return [...this.#groups];
  }
}
