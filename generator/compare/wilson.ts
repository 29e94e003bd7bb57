import type { Rate } from "../model/comparison.js";

/** The quantile of the standard normal distribution for 95 %, both sides. */
const Z = 1.959963984540054;

/**
 * A share with Wilson's score interval (E. B. Wilson, "Probable inference, the law of succession,
 * and statistical inference", 1927), which keeps its level also for few cases and shares near 0 or
 * 1. Undefined of nothing.
 */
export function rateOf(count: number, of: number): Rate | undefined {
  if (of === 0) return undefined;
  const share = count / of;
  const scale = 1 + Z ** 2 / of;
  const centre = share + Z ** 2 / (2 * of);
  const reach = Z * Math.sqrt((share * (1 - share)) / of + Z ** 2 / (4 * of ** 2));
  // At the ends the bound is exact, and rounding must not put it beyond.
  const low = count === 0 ? 0 : (centre - reach) / scale;
  const high = count === of ? 1 : (centre + reach) / scale;
  return { count, of, share, low, high };
}
