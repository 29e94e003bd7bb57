/** Exit codes; 2 is bad usage, and the argument parser's own. */
export const EXIT = {
  ok: 0,
  badInput: 1,
  usage: 2,
  stale: 3,
  disagreement: 4,
  compatible: 5,
  breaking: 6,
} as const;
