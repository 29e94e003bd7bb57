/** The codes that one row is about; both ends belong to it. */
export interface CodeRange {
  readonly first: number;
  readonly last: number;
}

/**
 * One number: decimal, which may be negative, hexadecimal or binary. A leading zero without 0x
 * is hexadecimal in some of IANA's files (0800) and binary in others (0010), so it is none here.
 */
const NUMBER = String.raw`0x[\da-f]+|0x(?: [\da-f]{2,4})+|0b[01]+|-?(?:0|[1-9]\d*)`;
/** Between two numbers: `71-75`, `-24 - 23`, `-65536..-1`, `100 to 200`, and dashes of all kinds. */
const BETWEEN = String.raw`\s*(?:[-\u2010-\u2015]|\.\.\.?)\s*|\s+(?:to|through)\s+`;

const ONE = new RegExp(`^(${NUMBER})$`, "i");
const TWO = new RegExp(`^(${NUMBER})(?:${BETWEEN})(${NUMBER})$`, "i");
/** The same number twice: `265 (0x0109)`. */
const TWICE = new RegExp(String.raw`^(${NUMBER})\s*\((${NUMBER})\)$`, "i");

/**
 * The codes that a value names, or nothing where it names none that a program can rely on: a
 * text, several octets, an open end, a descending range, a number beyond 2^53.
 */
export function parseCodeRange(value: string): CodeRange | undefined {
  const text = value.trim();
  const single = numberIn(ONE.exec(text)?.[1]);
  if (single !== undefined) return { first: single, last: single };
  const [, low, high] = TWO.exec(text) ?? [];
  const first = numberIn(low);
  const last = numberIn(high);
  if (first !== undefined && last !== undefined) {
    return first <= last ? { first, last } : undefined;
  }
  const [, one, same] = TWICE.exec(text) ?? [];
  const code = numberIn(one);
  return code !== undefined && code === numberIn(same) ? { first: code, last: code } : undefined;
}

function numberIn(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text.replaceAll(" ", ""));
  return Number.isSafeInteger(value) ? value : undefined;
}
