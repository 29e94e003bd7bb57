import type { Finding } from "../model/finding.js";

/** One member of one finding that the plugin does not say as the command does, or a whole finding. */
export interface FindingDifference {
  readonly frame: number;
  /** `finding` where one of both has none there. */
  readonly member: string;
  readonly command: string;
  readonly plugin: string;
}

export interface FindingsAgreement {
  /** Findings of the command, and those that the plugin alone has. */
  readonly compared: number;
  /** Those whose members are all equal. */
  readonly equal: number;
  readonly differences: readonly FindingDifference[];
}

/** What JSON has of a finding, whatever its members are. */
type Members = Readonly<Record<string, unknown>>;

interface Pair {
  command?: Members;
  plugin?: Members;
}

const NOTHING = "nothing";

/** Holds what the plugin says of a capture against what the command says, member by member. */
export function compareFindings(
  command: readonly Finding[],
  plugin: readonly Finding[],
): FindingsAgreement {
  const pairs = pairUp(command, plugin);
  const differences: FindingDifference[] = [];
  let equal = 0;
  for (const [frame, pair] of pairs) {
    const found = differencesOf(pair).map((one) => ({ frame, ...one }));
    if (found.length === 0) equal += 1;
    differences.push(...found);
  }
  return { compared: pairs.length, equal, differences };
}

/** By the frames of their resets, in the order of these. A frame can have two, behind each other. */
function pairUp(command: readonly Finding[], plugin: readonly Finding[]) {
  const pairs = new Map<string, readonly [number, Pair]>();
  const put = (findings: readonly Finding[], side: keyof Pair) => {
    const seen = new Map<number, number>();
    for (const finding of findings) {
      const { frame } = finding;
      const nth = seen.get(frame) ?? 0;
      seen.set(frame, nth + 1);
      const [, pair] = pairs.get(`${frame} ${nth}`) ?? [frame, {}];
      pair[side] = { ...finding };
      pairs.set(`${frame} ${nth}`, [frame, pair]);
    }
  };
  put(command, "command");
  put(plugin, "plugin");
  return [...pairs.values()].sort(([a], [b]) => a - b);
}

function differencesOf({ command, plugin }: Pair): readonly Omit<FindingDifference, "frame">[] {
  if (!command || !plugin) {
    return [{ member: "finding", command: nameOf(command), plugin: nameOf(plugin) }];
  }
  const members = new Set([...Object.keys(command), ...Object.keys(plugin)]);
  return [...members].flatMap((member) => {
    const [own, other] = [command[member], plugin[member]];
    const isEqual = member === "time" ? isSameTime(own, other) : show(own) === show(other);
    return isEqual ? [] : [{ member, command: show(own), plugin: show(other) }];
  });
}

function nameOf(finding: Members | undefined): string {
  return finding === undefined ? NOTHING : String(finding["cause"]);
}

/** JSON, with the members of objects in one order. */
function show(value: unknown): string {
  return value === undefined ? NOTHING : JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
}

/** Wireshark tells Lua a time as a fraction of seconds, which is exact to a microsecond. */
function isSameTime(command: unknown, plugin: unknown): boolean {
  if (typeof command !== "string" || typeof plugin !== "string") return command === plugin;
  return Math.abs(microsecondsOf(command) - microsecondsOf(plugin)) <= 1;
}

function microsecondsOf(time: string): number {
  const [, second = time, fraction = ""] = /^(.*?)(?:\.(\d+))?Z$/.exec(time) ?? [];
  return Date.parse(`${second}Z`) * 1000 + Number(fraction.padEnd(6, "0").slice(0, 6));
}
