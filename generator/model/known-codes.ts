import type { CodeRange } from "./code-range.js";
import { type Registry, statesCause } from "./registry.js";

/** The codes that state a cause in some revision of a registry, as few ranges in their order. */
export function knownCodes(registry: Registry): readonly CodeRange[] {
  const rows = [registry, ...registry.others].flatMap((one) => one.rows).filter(statesCause);
  const known: CodeRange[] = [];
  for (const { first, last } of rows.sort((a, b) => a.first - b.first)) {
    const before = known.at(-1);
    if (before && first <= before.last + 1) {
      known[known.length - 1] = { first: before.first, last: Math.max(before.last, last) };
    } else {
      known.push({ first, last });
    }
  }
  return known;
}
