import { showEndpoint } from "../explain/finding-words.js";
import type { Cause, Finding } from "../model/finding.js";
import { BoundedGroups } from "./bounded-groups.js";

/** Resets that one end, or something between, sent against another. */
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

  /** Resets between further ends, which are not told apart. */
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

function endsOf({ by, client, server }: Finding): readonly [resetter: string, victim: string] {
  const clientName = client.address;
  const serverName = showEndpoint(server);
  if (by === "client") return [`client ${clientName}`, `server ${serverName}`];
  if (by === "server") return [`server ${serverName}`, `client ${clientName}`];
  const resetter = by === "middle" ? "something between" : "somebody unknown";
  return [resetter, `client ${clientName} and server ${serverName}`];
}
