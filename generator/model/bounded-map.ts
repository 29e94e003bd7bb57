/** A map that forgets its oldest entry for a new one, so that no capture can fill the memory. */
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
    if (!this.entries.has(key) && this.entries.size >= this.limit) {
      const [oldest] = this.entries;
      if (oldest) {
        this.entries.delete(oldest[0]);
        this.onForget(oldest[1]);
      }
    }
    this.entries.set(key, value);
  }

  delete(key: string): void {
    this.entries.delete(key);
  }

  values(): Iterable<V> {
    return this.entries.values();
  }
}
