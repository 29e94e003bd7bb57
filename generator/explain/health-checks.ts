import type { Finding } from "../model/finding.js";
import { BoundedMap } from "./bounded-map.js";
import type { History } from "./history.js";
import { NEXT_STEPS } from "./next-steps.js";

/** Connections at equal distances that nobody takes for an accident. */
const SERIES_LENGTH = 4;
const GROUP_LIMIT = 4096;
const SHORTEST_PERIOD_SECONDS = 0.5;
const TOLERANCE = 0.05;
const TOLERANCE_SECONDS = 0.05;

interface Held {
  readonly finding: Finding;
  readonly began: number;
}

interface Group {
  readonly held: Held[];
  /** Known once a series was seen. */
  period: number | undefined;
  last: number;
}

/**
 * Recognises health checks: connections of one client to one port, opened and reset without data at
 * a fixed period. Findings that may be of a series are held back until that is known.
 */
export class HealthChecks {
  readonly #groups: BoundedMap<Group>;
  readonly #emit: (finding: Finding) => void;

  constructor(emit: (finding: Finding) => void) {
    this.#emit = emit;
    this.#groups = new BoundedMap(GROUP_LIMIT, (group) => this.#release(group));
  }

  /** Takes a finding, and hands on all that are decided now. */
  add(finding: Finding, history: History): void {
    const began = history.before[0]?.seconds ?? Number.NaN;
    if (!mayBeCheck(finding, history) || Number.isNaN(began)) {
      this.#emit(finding);
      return;
    }
    const key = `${finding.client.address} ${finding.server.address} ${finding.server.port}`;
    const group = this.#groups.get(key) ?? { held: [], period: undefined, last: began };
    this.#groups.set(key, group);
    this.#decide(group, { finding, began });
  }

  /** Hands on what is held back, at the end of the capture. */
  end(): void {
    for (const group of this.#groups.values()) this.#release(group);
  }

  #decide(group: Group, one: Held): void {
    const { period, last } = group;
    group.last = one.began;
    if (period !== undefined && isNear(one.began - last, period)) {
      this.#emit(asCheck(one.finding, period));
      return;
    }
    group.period = undefined;
    group.held.push(one);
    if (group.held.length < SERIES_LENGTH) return;
    group.period = periodOf(group.held);
    if (group.period === undefined) {
      const oldest = group.held.shift();
      if (oldest !== undefined) this.#emit(oldest.finding);
      return;
    }
    for (const { finding } of group.held) this.#emit(asCheck(finding, group.period));
    group.held.length = 0;
  }

  #release(group: Group): void {
    for (const { finding } of group.held) this.#emit(finding);
    group.held.length = 0;
  }
}

/** Opened, and reset by the client before anybody sent data. */
function mayBeCheck({ stated }: Finding, { reset, sides }: History): boolean {
  const { client, server } = sides;
  const isOpened = server.hasSyn;
  const isSilent = client.octets + server.octets === 0 && !client.hasFin && !server.hasFin;
  return !stated && isOpened && isSilent && reset.from === "client";
}

function periodOf(held: readonly Held[]): number | undefined {
  const gaps = held.slice(1).map(({ began }, at) => began - (held[at]?.began ?? Number.NaN));
  const period = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const isFixed = period >= SHORTEST_PERIOD_SECONDS && gaps.every((gap) => isNear(gap, period));
  return isFixed ? period : undefined;
}

function isNear(gap: number, period: number): boolean {
  return Math.abs(gap - period) <= Math.max(TOLERANCE * period, TOLERANCE_SECONDS);
}

function asCheck(finding: Finding, period: number): Finding {
  const { reasonCode: _code, reason: _reason, ...rest } = finding;
  return {
    ...rest,
    cause: "health-check",
    certainty: "high",
    unackedOctets: 0,
    benign: true,
    alternatives: [{ cause: finding.cause, certainty: finding.certainty }],
    explanation: `the client opens and resets such a connection every ${period.toFixed(1)} s, without data`,
    nextStep: NEXT_STEPS["health-check"],
  };
}
