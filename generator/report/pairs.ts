import { showEndpoint, showResetter } from "../explain/core/words.js";
import type { Cause, Finding, Resetter } from "../model/finding.js";
import { RESETTERS } from "../model/finding-names.js";
import { barsOf, drawBarChart, showCount } from "./chart.js";
import { BoundedGroups, countUp } from "./groups.js";
import type { KindCounts } from "./kind.js";
import { drawTable, type Markup, markup } from "./markup.js";

/** Resets that one end, or a middlebox, sent against another. */
export interface Pair {
  readonly resetter: string;
  readonly victim: string;
  readonly counts: Map<Cause, number>;
  count: number;
  lostOctets: number;
}

const PAIR_LIMIT = 4096;

/** Who resets whom: clients by their address, servers by address and port. */
export class Pairs {
  readonly #pairs = new BoundedGroups<Pair>(PAIR_LIMIT);

  add(finding: Finding): void {
    const ends = endsOf(finding);
    const pair = this.#pairs.at(`${ends.resetter}\n${ends.victim}`, () => {
      return { ...ends, counts: new Map(), count: 0, lostOctets: 0 };
    });
    if (pair === undefined) return;
    pair.count += 1;
    pair.lostOctets += finding.unackedOctets;
    countUp(pair.counts, finding.cause);
  }

  /** Resets between further ends, which are counted together. */
  get refused(): number {
    return this.#pairs.refused;
  }

  /** The frequent ones first. */
  list(): readonly Pair[] {
    return this.#pairs.values().toSorted((a, b) => b.count - a.count);
  }
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
  const hidden = all.slice(MOST_ROWS).reduce((sum, { count }) => sum + count, pairs.refused);
  const more = markup`<p class="note">${showCount(hidden)} more resets are between other ends.</p>`;
  return markup`<p>Who sent the RST, whatever its address says: a middlebox can use any.</p>
${drawBarChart("by-chart", "Who sent the RST", bars)}
${drawTable("Who resets whom, the most frequent first", all.slice(0, MOST_ROWS), {
  "Reset by": ({ resetter }) => resetter,
  Against: ({ victim }) => victim,
  Resets: ({ count }) => count,
  "Lost octets": ({ lostOctets }) => lostOctets,
  Causes: ({ counts }) => listCauses(counts),
})}${hidden > 0 && more}`;
}

function listCauses(counts: ReadonlyMap<Cause, number>): string {
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  return sorted.map(([cause, count]) => `${cause} ${count}`).join(", ");
}
