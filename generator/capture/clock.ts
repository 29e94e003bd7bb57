/** Turns the two 32-bit halves of a record's timestamp into text. */
export interface Clock {
  /** UTC, RFC 3339; undefined outside the years 0000 to 9999, which RFC 3339 cannot write. */
  readonly format: (high: number, low: number) => string | undefined;
  /** Since 1970, to about a quarter of a microsecond: for differences, not for people. */
  readonly toSeconds: (high: number, low: number) => number;
}

/** Digits after the decimal point: 6 for microseconds, 9 for nanoseconds. */
export type FractionDigits = 6 | 9;

/** `if_tsresol` where an interface has none: microseconds (pcapng draft section 4.2). */
export const DEFAULT_TSRESOL = 6;

const FIRST_SECOND = -62_167_219_200; // 0000-01-01T00:00:00Z
const LAST_SECOND = 253_402_300_799; // 9999-12-31T23:59:59Z
const BINARY_TSRESOL = 0x80;
const BINARY_DIGITS = 9;

/** Clock of a pcap file: `high` is seconds, `low` the fraction (pcap draft section 5). */
export function createPcapClock(digits: FractionDigits): Clock {
  const unitsPerSecond = 10 ** digits;
  const secondsPerUnit = 10 ** -digits;
  return {
    toSeconds: (high, low) => high + low * secondsPerUnit,
    format: (high, low) => {
      // Some writers leave a whole second or more in the fraction.
      const seconds = high + Math.floor(low / unitsPerSecond);
      return formatUtc(seconds, padFraction(low % unitsPerSecond, digits));
    },
  };
}

/**
 * Clock of a pcapng interface: 64 bits of units since 1970 (pcapng draft section 4.3).
 * `tsresol` is the octet of if_tsresol, `tsoffset` the seconds of if_tsoffset (section 4.2).
 * A resolution of a power of 10 gives as many digits; one of a power of 2 gives 9.
 */
export function createPcapngClock(tsresol: number, tsoffset: bigint): Clock {
  const unitsPerSecond = countUnitsPerSecond(tsresol);
  const isBinary = (tsresol & BINARY_TSRESOL) !== 0;
  const digits = isBinary ? BINARY_DIGITS : tsresol;
  const divisor = Number(unitsPerSecond);
  const offset = Number(tsoffset);
  return {
    toSeconds: (high, low) => (high * 2 ** 32 + low) / divisor + offset,
    format: (high, low) => {
      const units = (BigInt(high) << 32n) | BigInt(low);
      const rest = units % unitsPerSecond;
      const fraction = isBinary ? (rest * 10n ** BigInt(digits)) / unitsPerSecond : rest;
      const seconds = Number(units / unitsPerSecond + tsoffset);
      return formatUtc(seconds, padFraction(fraction, digits));
    },
  };
}

/** Units in a second for the octet of if_tsresol (pcapng draft section 4.2). */
export function countUnitsPerSecond(tsresol: number): bigint {
  const exponent = BigInt(tsresol & ~BINARY_TSRESOL);
  return (tsresol & BINARY_TSRESOL) === 0 ? 10n ** exponent : 2n ** exponent;
}

function padFraction(fraction: number | bigint, digits: number): string {
  return digits === 0 ? "" : `.${fraction.toString().padStart(digits, "0")}`;
}

/** Of the second that was asked for last: the resets of a flood come thousands in one. */
const known = { seconds: Number.NaN, text: "" };

function formatUtc(seconds: number, fraction: string): string | undefined {
  if (seconds < FIRST_SECOND || seconds > LAST_SECOND) return undefined;
  if (seconds !== known.seconds) {
    known.text = new Date(seconds * 1000).toISOString().slice(0, 19);
    known.seconds = seconds;
  }
  return `${known.text}${fraction}Z`;
}
