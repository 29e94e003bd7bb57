import { BoundedMap } from "../../model/bounded-map.js";
import type { Finding } from "../../model/finding.js";
import { explanationOf, NEXT_STEPS } from "./explanation.js";
import type { History } from "./history.js";
import type { IdleTimer, ResetCluster, Surroundings } from "./signature.js";

const HOST_LIMIT = 16_000;
const PROXY_LIMIT = 4000;
const RESETS_OF_PROXY = 64;
/** A proxy passes a reset on at once. */
const PASSED_ON_SECONDS = 0.05;

/** What is done to several connections at once is done within this. */
const CLUSTER_SECONDS = 0.05;
/** Fewer resets together are no event. */
const CLUSTER_SIZE = 4;
const CLUSTERS_OF_HOST = 16;
const SHOWN_FRAMES = 8;

/** RSTs of one host within milliseconds. */
interface Burst {
  readonly began: number;
  readonly frames: number[];
  /** Whose connections they were. */
  readonly peers: Set<string>;
  count: number;
}

/** The RST of a live connection. */
export interface LiveReset {
  /** The other end. */
  readonly peer: string;
  /** When the connection began. */
  readonly began: number;
  readonly frame: number;
  readonly seconds: number;
}

/** A reset that a host got as a client. */
export interface ResetOfClient {
  readonly frame: number;
  readonly seconds: number;
  readonly began: number;
}

/** What is remembered of the hosts of one capture. */
export class HostMemory implements Surroundings {
  /** NaN where a host has several. */
  private readonly timesToLive = new BoundedMap<number>(HOST_LIMIT);
  private readonly resets = new BoundedMap<ResetOfClient[]>(PROXY_LIMIT);
  private readonly bursts = new BoundedMap<Burst[]>(HOST_LIMIT);
  readonly idleTimers: readonly IdleTimer[];
  began = Number.NaN;

  constructor(idleTimers: readonly IdleTimer[]) {
    this.idleTimers = idleTimers;
  }

  /** An RST that `source` sent in a live connection, or that was sent in its name. */
  addLiveReset(source: string, { peer, began, frame, seconds }: LiveReset): void {
    const bursts = this.bursts.get(source) ?? [];
    const last = bursts.at(-1);
    if (last !== undefined && seconds - last.began <= CLUSTER_SECONDS) {
      // What opens connections meanwhile has not ended.
      if (began >= last.began) return;
      last.count += 1;
      if (last.peers.size < SHOWN_FRAMES) last.peers.add(peer);
      if (last.frames.length < SHOWN_FRAMES) last.frames.push(frame);
      return;
    }
    bursts.push({ began: seconds, frames: [frame], peers: new Set([peer]), count: 1 });
    if (bursts.length > CLUSTERS_OF_HOST) bursts.shift();
    this.bursts.set(source, bursts);
  }

  readonly findCluster = ({ reset, client, server }: History): ResetCluster | undefined => {
    const source = reset.from === "client" ? client : server;
    const found = this.bursts
      .get(source.address)
      ?.find(({ began }) => reset.seconds >= began && reset.seconds - began <= CLUSTER_SECONDS);
    if (found === undefined || found.count < CLUSTER_SIZE) return undefined;
    return { count: found.count, peers: found.peers.size, frames: found.frames };
  };

  addSynAck(address: string, timeToLive: number): void {
    const before = this.timesToLive.get(address);
    if (before === timeToLive) return;
    this.timesToLive.set(address, before === undefined ? timeToLive : Number.NaN);
  }

  addReset(address: string, reset: ResetOfClient): void {
    const resets = this.resets.get(address);
    if (resets === undefined) {
      this.resets.set(address, [reset]);
      return;
    }
    resets.push(reset);
    if (resets.length > RESETS_OF_PROXY) resets.shift();
  }

  readonly timeToLiveOf = (address: string): number | undefined => {
    const found = this.timesToLive.get(address);
    return Number.isNaN(found) ? undefined : found;
  };

  readonly findResetBehind = ({ server, before, reset }: History): number | undefined => {
    const began = before[0]?.seconds ?? Number.NaN;
    const found = (this.resets.get(server.address) ?? []).filter((one) => {
      const seconds = reset.seconds - one.seconds;
      // On one host, the RST is that of its own connection too.
      if (one.frame === reset.frame) return false;
      return seconds >= 0 && seconds <= PASSED_ON_SECONDS && one.began >= began;
    });
    // Of several it is not known which one was passed on.
    return found.length === 1 ? found[0]?.frame : undefined;
  };
}

/** So many connections at equal intervals are no accident. */
const SERIES_LENGTH = 4;
const GROUP_LIMIT = 4000;
/** Who checks whether a service lives asks for few ports of a host; who scans, for many. */
const MOST_PORTS = 3;
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
  private readonly groups: BoundedMap<Group>;
  private readonly emit: (finding: Finding) => void;

  constructor(emit: (finding: Finding) => void) {
    this.emit = emit;
    this.groups = new BoundedMap(GROUP_LIMIT, (group) => this.release(group));
  }

  /** Takes a finding, and hands on all that are decided now. */
  add(finding: Finding, history: History): void {
    const began = history.before[0]?.seconds ?? Number.NaN;
    if (!mayBeCheck(finding, history) || Number.isNaN(began)) {
      this.emit(finding);
      return;
    }
    if (history.portsAsked > MOST_PORTS) {
      this.emit(finding);
      return;
    }
    const key = `${finding.client.address} ${finding.server.address} ${finding.server.port}`;
    const group = this.groups.get(key) ?? { held: [], period: undefined, last: began };
    this.groups.set(key, group);
    this.decide(group, { finding, began });
  }

  end(): void {
    for (const group of this.groups.values()) this.release(group);
  }

  private decide(group: Group, one: Held): void {
    const { period, last } = group;
    group.last = one.began;
    if (period !== undefined && isNear(one.began - last, period)) {
      this.emit(asCheck(one.finding, period));
      return;
    }
    group.period = undefined;
    group.held.push(one);
    if (group.held.length < SERIES_LENGTH) return;
    group.period = periodOf(group.held);
    if (group.period === undefined) {
      const oldest = group.held.shift();
      if (oldest !== undefined) this.emit(oldest.finding);
      return;
    }
    for (const { finding } of group.held) this.emit(asCheck(finding, group.period));
    group.held.length = 0;
  }

  private release(group: Group): void {
    for (const { finding } of group.held) this.emit(finding);
    group.held.length = 0;
  }
}

/** Opened, and reset by the client before anybody sent data. */
function mayBeCheck({ stated }: Finding, { reset, sides }: History): boolean {
  const { client, server } = sides;
  const isOpened = server.hasSyn;
  // A server that speaks first sends its banner.
  const isSilent = client.octets === 0 && !client.hasFin && !server.hasFin;
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
  const check = { ...rest, cause: "health-check", certainty: "high" } as const;
  const seconds = period.toFixed(1);
  return {
    ...check,
    unackedOctets: 0,
    benign: true,
    alternatives: [{ cause: finding.cause, certainty: finding.certainty }],
    explanation: explanationOf(
      check,
      `the client opens such a connection every ${seconds} s, and each is reset without data`,
    ),
    nextStep: NEXT_STEPS["health-check"],
  };
}
