import { showEndpoint, showResetter } from "../explain/core/words.js";
import type { Cause, Finding, Resetter } from "../model/finding.js";
import { RESETTERS } from "../model/finding-names.js";
import { barsOf, drawBarChart, type KindCounts } from "./chart.js";
import { addCounts, BoundedGroups, byCount, countUp, valueAt } from "./groups.js";
import { drawTable, type Markup, markup } from "./markup.js";

/** Resets that one end, or a middlebox, sent against another. */
export interface Pair {
  readonly resetter: string;
  readonly victim: string;
  readonly counts: Map<Cause, number>;
  count: number;
  lostOctets: number;
}

/** So many of each class: scans and health checks take no room of what matters. */
const PAIR_LIMIT = 16_384;

/** Who resets whom: clients by their address, servers by address and port. */
export class Pairs {
  readonly #benign = new BoundedGroups<Pair>(PAIR_LIMIT, foldPair);
  readonly #others = new BoundedGroups<Pair>(PAIR_LIMIT, foldPair);

  add(finding: Finding): void {
    const { benign, cause, unackedOctets } = finding;
    const ends = endsOf(finding);
    const pairs = this.#pairsOf(benign);
    const key = `${ends.resetter}\n${ends.victim}`;
    const pair = pairs.get(key);
    if (pair === undefined) {
      pairs.add(key, {
        counts: new Map([[cause, 1]]),
        count: 1,
        lostOctets: unackedOctets,
        ...ends,
      });
      return;
    }
    pair.count += 1;
    pair.lostOctets += unackedOctets;
    countUp(pair.counts, cause);
  }

  /** Adds what was counted elsewhere. */
  merge(other: Pairs): void {
    this.#benign.merge(other.#benign.parts());
    this.#others.merge(other.#others.parts());
  }

  /** Resets between further ends, which are counted together. */
  get others(): Pair | undefined {
    return foldAll([this.#benign.others, this.#others.others].flatMap((pair) => pair ?? []));
  }

  /** The frequent ones first. */
  list(): readonly Pair[] {
    const pairs = new Map<string, Pair>();
    for (const [key, pair] of [...this.#others.parts().entries, ...this.#benign.parts().entries]) {
      foldPair(
        valueAt(pairs, key, () => emptyOf(pair)),
        pair,
      );
    }
    return [...pairs.values()].toSorted(
      byCount(
        ({ count }) => count,
        ({ resetter, victim }) => `${resetter} ${victim}`,
      ),
    );
  }

  #pairsOf(isBenign: boolean): BoundedGroups<Pair> {
    return isBenign ? this.#benign : this.#others;
  }
}

function emptyOf(pair: Pair): Pair {
  return { ...pair, counts: new Map(), count: 0, lostOctets: 0 };
}

function foldPair(into: Pair, from: Pair): void {
  into.count += from.count;
  into.lostOctets += from.lostOctets;
  addCounts(into.counts, from.counts);
}

/** All of them as one, between other ends. */
function foldAll(pairs: readonly Pair[]): Pair | undefined {
  const [first] = pairs;
  if (first === undefined) return undefined;
  const others = { ...emptyOf(first), resetter: "others", victim: "others" };
  for (const pair of pairs) foldPair(others, pair);
  return others;
}

function endsOf(finding: Finding): Pick<Pair, "resetter" | "victim"> {
  const client = `client ${finding.client.address}`;
  const server = `server ${showEndpoint(finding.server)}`;
  if (finding.resetBy === "client") return { resetter: client, victim: server };
  if (finding.resetBy === "server") return { resetter: server, victim: client };
  return { resetter: showResetter(finding.resetBy), victim: `${client} and ${server}` };
}

const MOST_ROWS = 20;

/** Which part resets, then which ends reset which. */
export function drawPairs(pairs: Pairs, by: ReadonlyMap<Resetter, KindCounts>): Markup {
  const bars = barsOf(RESETTERS, by, showResetter);
  const all = pairs.list();
  const others = foldAll([...all.slice(MOST_ROWS), ...(pairs.others ? [pairs.others] : [])]);
  return markup`<p>Who sent the RST, whatever its address says: a middlebox can use any.</p>
${drawBarChart("by-chart", "Who sent the RST", bars)}
${drawTable(
  "Who resets whom, the most frequent first",
  [...all.slice(0, MOST_ROWS), ...(others ? [others] : [])],
  {
    "Reset by": ({ resetter }) => resetter,
    Against: ({ victim }) => victim,
    Resets: ({ count }) => count,
    "Lost octets": ({ lostOctets }) => lostOctets,
    Causes: ({ counts }) => listCauses(counts),
  },
)}`;
}

function listCauses(counts: ReadonlyMap<Cause, number>): string {
  const sorted = [...counts].sort(
    byCount(
      ([, count]) => count,
      ([cause]) => cause,
    ),
  );
  return sorted.map(([cause, count]) => `${cause} ${count}`).join(", ");
}
