/** Whether `left` comes after `right` in the sequence space (RFC 9293 section 3.4). */
export function isAfter(left: number, right: number): boolean {
  return ((left - right) | 0) > 0;
}

/** Distance from `right` to `left` in the sequence space, with a sign. */
export function distance(left: number, right: number): number {
  return (left - right) | 0;
}
