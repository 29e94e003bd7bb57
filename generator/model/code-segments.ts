import type { CodeRange } from "./code-range.js";
import { findOtherReadings, type OtherReading } from "./other-readings.js";
import { findRow, type Registry, type RegistryRow } from "./registry.js";

/** Codes of which a registry, and all its other revisions, say the same. */
export interface CodeSegment extends CodeRange {
  /** Absent where only other revisions know the codes. */
  readonly row?: RegistryRow;
  readonly otherReadings: readonly OtherReading[];
}

/**
 * All codes that some revision of a registry knows, in their order. A row is divided only where
 * another revision says different things of its codes.
 */
export function codeSegments(registry: Registry): readonly CodeSegment[] {
  const segments: CodeSegment[] = [];
  for (const range of undivided(registry)) {
    const row = findRow(registry, range.first);
    const otherReadings = findOtherReadings(registry, range.first);
    if (!row && otherReadings.length === 0) continue;
    const before = segments.at(-1);
    if (before && before.last + 1 === range.first && isSame(before, row, otherReadings)) {
      segments[segments.length - 1] = { ...before, last: range.last };
    } else {
      segments.push({ ...range, ...(row && { row }), otherReadings });
    }
  }
  return segments;
}

/** The ranges between all ends of rows: in none of them a row begins or ends. */
function undivided(registry: Registry): readonly CodeRange[] {
  const rows = [registry, ...registry.others].flatMap((one) => one.rows);
  const starts = new Set(rows.flatMap(({ first, last }) => [first, last + 1]));
  const ordered = [...starts].sort((a, b) => a - b);
  return ordered.flatMap((first, at) => {
    const next = ordered[at + 1];
    return next === undefined ? [] : { first, last: next - 1 };
  });
}

function isSame(
  segment: CodeSegment,
  row: RegistryRow | undefined,
  readings: readonly OtherReading[],
): boolean {
  return (
    segment.row === row &&
    segment.otherReadings.length === readings.length &&
    segment.otherReadings.every(
      ({ revision, reason }, at) =>
        readings[at]?.revision === revision && readings[at].reason === reason,
    )
  );
}
