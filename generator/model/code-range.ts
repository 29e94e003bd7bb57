import { findOtherReadings, type OtherReading } from "./format.js";
import {
  type CodeRange,
  findRow,
  type Registry,
  type RegistryRow,
  statesCause,
} from "./registry.js";

/**
 * One number: decimal, which may be negative, hexadecimal or binary. A leading zero without 0x
 * is hexadecimal in some of IANA's files (0800) and binary in others (0010), so it is none here.
 */
const NUMBER = String.raw`0x[\da-f]+|0x(?: [\da-f]{2,4})+|0b[01]+|-?(?:0|[1-9]\d*)`;
/** Between two numbers: `71-75`, `-24 - 23`, `-65536..-1`, `100 to 200`, and dashes of all kinds. */
const BETWEEN = String.raw`\s*(?:[-\u2010-\u2015]|\.\.\.?)\s*|\s+(?:to|through)\s+`;

/** One number, two of a range, or the same number twice: `265 (0x0109)`. */
const CODES = new RegExp(
  String.raw`^(${NUMBER})(?:(?:${BETWEEN})(${NUMBER})|\s*\((${NUMBER})\))?$`,
  "i",
);

/**
 * The codes that a value names, or nothing where it names none that a program can rely on: a
 * text, several octets, an open end, a descending range, a number beyond 2^53.
 */
export function parseCodeRange(value: string): CodeRange | undefined {
  const [, low, high, same] = CODES.exec(value.trim()) ?? [];
  if (low === undefined) return undefined;
  const [first, last] = [numberIn(low), numberIn(high ?? same ?? low)];
  const isSound = Number.isSafeInteger(first) && Number.isSafeInteger(last) && first <= last;
  return isSound && (same === undefined || first === last) ? { first, last } : undefined;
}

function numberIn(text: string): number {
  return Number(text.replaceAll(" ", ""));
}

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
