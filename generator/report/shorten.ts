const MOST_CHARACTERS = 1000;
const MOST_ITEMS = 100;

/** What is printed of a capture, with texts and lists no longer than a page has room for. */
export function shorten<T>(value: T): T {
  return shortenAny(value) as T;
}

function shortenAny(value: unknown): unknown {
  if (typeof value === "string") {
    return value.length > MOST_CHARACTERS ? `${value.slice(0, MOST_CHARACTERS - 1)}…` : value;
  }
  if (Array.isArray(value)) return value.slice(0, MOST_ITEMS).map(shortenAny);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shortenAny(one)]));
}
