/** Two lists of times that are to be paired without changing their order. */
interface Times {
  readonly sent: readonly number[];
  readonly received: readonly number[];
  /** Received less sent, as a rule; undefined where that is not known. */
  readonly difference: number | undefined;
  /** How far from that a pair may be. */
  readonly withinSeconds: number;
  /** Two candidates that are closer to each other than this cannot be told apart. */
  readonly tellingSeconds: number;
}

interface Aligned {
  /** Places in both lists. */
  readonly pairs: readonly (readonly [number, number])[];
  /** Whether the times alone could not tell which one belongs to which. */
  readonly isOpen: boolean;
}

/**
 * Pairs those that look alike by their order and their times, in one pass over both lists: each of
 * the shorter list with the nearest of the longer one that leaves enough for the rest.
 */
export function align({ sent, received, ...rule }: Times): Aligned {
  const isShorterSent = sent.length <= received.length;
  const [shorter, longer] = isShorterSent ? [sent, received] : [received, sent];
  const difference = isShorterSent ? rule.difference : rule.difference && -rule.difference;
  const distance = (from: number, to: number): number =>
    Math.abs(
      (longer[to] ?? Number.NaN) - (shorter[from] ?? Number.NaN) - (difference ?? Number.NaN),
    );
  const pairs: (readonly [number, number])[] = [];
  let isOpen = longer.length > 1 && difference === undefined;
  let next = 0;
  for (let at = 0; at < shorter.length; at += 1) {
    const last = longer.length - (shorter.length - at);
    while (next < last && distance(at, next + 1) < distance(at, next)) next += 1;
    const chosen = distance(at, next);
    // Where a time is missing, nothing speaks against the order.
    if (!(chosen > rule.withinSeconds)) pairs.push(isShorterSent ? [at, next] : [next, at]);
    const rivals = [next - 1, next + 1].filter((one) => one >= 0 && one < longer.length);
    if (rivals.some((one) => !(distance(at, one) - chosen > rule.tellingSeconds))) isOpen = true;
    next += 1;
  }
  return { pairs, isOpen };
}
