import { showEndpoint, showResetter } from "../explain/core/words.js";
import type { Cause, Finding, Resetter } from "../model/finding.js";
import { RESETTERS } from "../model/finding-names.js";
import { drawBarChart } from "./chart.js";
import { BoundedGroups, type KindCounts } from "./kind.js";
import { drawTable, type Markup, markup } from "./markup.js";

/** Resets that one end, or a middlebox, sent against another. */
export interface Pair {
  readonly counts: Map<Cause, number>;
  resetter: string;
  victim: string;
  count: number;
  lostOctets: number;
}

const PAIR_LIMIT = 4096;

/** Who resets whom: clients by their address, servers by address and port. */
export class Pairs {
  readonly #pairs = new BoundedGroups<Pair>(PAIR_LIMIT, () => ({
    counts: new Map(),
    resetter: "",
    victim: "",
    count: 0,
    lostOctets: 0,
  }));

  add(finding: Finding): void {
    const [resetter, victim] = endsOf(finding);
    const pair = this.#pairs.at(`${resetter}\n${victim}`);
    if (pair === undefined) return;
    pair.resetter = resetter;
    pair.victim = victim;
    pair.count += 1;
    pair.lostOctets += finding.unackedOctets;
    pair.counts.set(finding.cause, (pair.counts.get(finding.cause) ?? 0) + 1);
  }

  /** Resets between further ends, which are counted together. */
  get refused(): number {
    return this.#pairs.refused;
  }

  /** The frequent ones first. */
  list(): readonly Pair[] {
    return this.#pairs
      .entries()
      .map(([, pair]) => pair)
      .sort((a, b) => b.count - a.count);
  }
}

function endsOf({ resetBy, client, server }: Finding): readonly [resetter: string, victim: string] {
  const clientName = client.address;
  const serverName = showEndpoint(server);
  if (resetBy === "client") return [`client ${clientName}`, `server ${serverName}`];
  if (resetBy === "server") return [`server ${serverName}`, `client ${clientName}`];
  return [showResetter(resetBy), `client ${clientName} and server ${serverName}`];
}

const MOST_ROWS = 20;
const HEAD = ["Reset by", "Against", "Resets", "Lost octets", "Causes"];

/** Which part resets, then which ends reset which. */
export function drawPairs(pairs: Pairs, by: ReadonlyMap<Resetter, KindCounts>): Markup {
  const bars = RESETTERS.flatMap((resetter) => {
    const counts = by.get(resetter);
    return counts === undefined ? [] : [{ label: showResetter(resetter), counts }];
  });
  const all = pairs.list();
  const rows = all.slice(0, MOST_ROWS).map(rowOf);
  const hidden = all.slice(MOST_ROWS).reduce((sum, { count }) => sum + count, pairs.refused);
  const more =
    hidden === 0
      ? markup``
      : markup`<p class="note">${hidden.toLocaleString("en")} more resets are between other ends.</p>`;
  return markup`<p>Who sent the RST, whatever its address says: a middlebox can use any.</p>
${drawBarChart({ id: "by-chart", title: "Who sent the RST", bars })}
${drawTable({ caption: "Who resets whom, the most frequent first", head: HEAD, rows })}${more}`;
}

function rowOf({ resetter, victim, count, lostOctets, counts }: Pair) {
  const causes = [...counts].sort(([, a], [, b]) => b - a).map(([cause, n]) => `${cause} ${n}`);
  return [resetter, victim, count, lostOctets, causes.join(", ")];
}
