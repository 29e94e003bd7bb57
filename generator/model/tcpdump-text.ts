import { isProduction, type Model } from "./model.js";

/** tcpdump's own words at the beginning of a reason would make the line ambiguous. */
const RESERVED_WORDS = /^(code|length|linux-reason) /;

/**
 * A registry's description as tcpdump prints it: 7-bit, without the brackets and
 * parentheses that its output is told apart by, and without `%`, which ends in formats.
 */
export function tcpdumpText(description: string): string {
  const plain = description
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .replace(/[[\]()]/g, "")
    .replaceAll("%", " percent ")
    .replace(/[^\x20-\x7e]/gu, "?")
    .replace(/ +/g, " ")
    .trim();
  return RESERVED_WORDS.test(plain) ? plain.charAt(0).toUpperCase() + plain.slice(1) : plain;
}

/** The numbers of a payload, and what the Model says that they mean. */
interface StatedReason {
  readonly reason?: string;
  readonly pen?: number;
}

/**
 * The words of a reason that the patched tcpdump prints with so many `-v`; none where it prints
 * numbers alone. A vendor's words stand where upstream prints numbers, so they need one more.
 */
export function tcpdumpWords(
  model: Model,
  { reason = "", pen = 0 }: StatedReason,
  verbosity: number,
): string {
  return isProduction(model, pen) && verbosity > (pen === 0 ? 1 : 2) ? tcpdumpText(reason) : "";
}
