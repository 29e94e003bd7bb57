/**
 * A map that forgets its oldest entry for a new one, so that no capture can fill the memory. Its
 * limit is no power of two: a table of Lua that stays full is made anew for each new entry.
 */
export class BoundedMap<V> {
  private readonly entries = new Map<string, V>();
  private readonly limit: number;
  private readonly onForget: (value: V) => void;

  constructor(limit: number, onForget: (value: V) => void = () => {}) {
    this.limit = limit;
    this.onForget = onForget;
  }

  get(key: string): V | undefined {
    return this.entries.get(key);
  }

  set(key: string, value: V): void {
    this.entries.set(key, value);
    if (this.entries.size > this.limit) this.forgetOldest();
  }

  delete(key: string): void {
    this.entries.delete(key);
  }

  values(): Iterable<V> {
    return this.entries.values();
  }

  private forgetOldest(): void {
    for (const [key, value] of this.entries) {
      this.entries.delete(key);
      this.onForget(value);
      return;
    }
  }
}
