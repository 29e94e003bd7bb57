import { findCause, type Registry } from "./registry.js";

/** What a code says in a revision that is not the one it was read with. */
export interface OtherReading {
  readonly revision: string;
  readonly reason: string;
}

/**
 * The revisions in which a code has another cause: the wire has no version, so nobody can say
 * which one its sender had. A revision that does not know the code says nothing of it.
 */
export function findOtherReadings(registry: Registry, code: number): readonly OtherReading[] {
  const own = findCause(registry, code)?.description;
  return registry.others.flatMap((other) => {
    const reason = findCause(other, code)?.description;
    if (other.revision === undefined || reason === undefined || reason === own) return [];
    return { revision: other.revision, reason };
  });
}
