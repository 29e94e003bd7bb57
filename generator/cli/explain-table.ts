import {
  countOf,
  describeCause,
  frameFilter,
  showEndpoint,
  showResetter,
} from "../explain/finding-words.js";
import { CAUSES, CERTAINTIES, type Finding, RESETTERS } from "../model/finding.js";
import { alignColumns } from "../targets/text/layout.js";
import { type Context, coloursFor, printTitle } from "./context.js";

/** Collects findings; it keeps groups, so that its memory does not grow with the capture. */
export interface FindingTable {
  readonly add: (finding: Finding) => void;
  readonly print: () => void;
}

/** Resets of one server for one cause. */
interface Group {
  readonly first: Finding;
  readonly ports: Set<number>;
  count: number;
  lostOctets: number;
  /** Of which some octets may be lost. */
  losers: number;
}

/** The first screen is 24 lines. */
const SHOWN_GROUPS = 12;
const SHOWN_STEPS = 3;
/** More than these are not counted one by one. */
const SHOWN_PORTS = 1000;
/** Further ones are counted together. */
const GROUP_LIMIT = 4096;
const LONGEST_CAUSE = 60;
const HEAD = ["Resets", "Cause", "Certainty", "By", "Server", "Lost octets", "First frame"];

/** The table for people: what happened first, then the groups with what to look at next. */
export function createFindingTable(context: Context, title?: string): FindingTable {
  const groups = new Map<string, Group>();
  const counts = new Map<string, number>();
  return {
    add: (finding) => {
      const key = groups.size < GROUP_LIMIT || groups.has(keyOf(finding)) ? keyOf(finding) : "";
      const group = groups.get(key) ?? newGroup(finding);
      groups.set(key, group);
      group.count += 1;
      if (group.ports.size < SHOWN_PORTS) group.ports.add(finding.server.port);
      group.lostOctets += finding.unackedOctets;
      if (finding.unackedOctets > 0) group.losers += 1;
      counts.set(finding.resetBy, (counts.get(finding.resetBy) ?? 0) + 1);
    },
    print: () => {
      if (groups.size === 0) return;
      if (title !== undefined) printTitle(context, title);
      printGroups(context, [...groups.values()], counts);
      if (title !== undefined) context.stdout.write("\n");
    },
  };
}

function newGroup(first: Finding): Group {
  return { first, ports: new Set(), count: 0, lostOctets: 0, losers: 0 };
}

function keyOf(finding: Finding): string {
  const { resetBy, certainty, server } = finding;
  return [describeCause(finding), certainty, resetBy, server.address].join("\n");
}

function printGroups(
  context: Context,
  groups: readonly Group[],
  counts: ReadonlyMap<string, number>,
): void {
  const { stdout } = context;
  const colours = coloursFor(context, stdout);
  const sorted = groups.toSorted(compareGroups);
  const shown = sorted.slice(0, SHOWN_GROUPS);
  const [head = "", ...rows] = alignColumns([HEAD, ...shown.map(rowOf)], "  ");
  stdout.write(`${headline(groups, counts)}\n\n${colours.bold(head)}\n`);
  rows.forEach((row, at) => {
    stdout.write(`${shown[at]?.first.benign ? colours.dim(row) : row}\n`);
  });
  if (sorted.length > shown.length) {
    stdout.write(`and ${countOf(sorted.length - shown.length, "group")} more: --json has all\n`);
  }
  for (const finding of stepsOf(shown)) stdout.write(`\n${stepOf(finding)}\n`);
}

function headline(groups: readonly Group[], counts: ReadonlyMap<string, number>): string {
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  const benign = groups.reduce((sum, { first, count }) => sum + (first.benign ? count : 0), 0);
  const octets = groups.reduce((sum, { lostOctets }) => sum + lostOctets, 0);
  const losers = groups.reduce((sum, group) => sum + group.losers, 0);
  const by = RESETTERS.flatMap((resetter) => {
    const count = counts.get(resetter) ?? 0;
    return count === 0 ? [] : [`${count} by ${showResetter(resetter)}`];
  });
  const lost =
    losers === 0
      ? "No sign of lost data."
      : `${losers} may have lost data, ${countOf(octets, "octet")}.`;
  return `${countOf(total, "connection")} reset: ${by.join(", ")}; ${benign} of them benign. ${lost}`;
}

/** What matters first: what is not benign, what lost data, what is frequent. */
function compareGroups(a: Group, b: Group): number {
  return (
    Number(a.first.benign) - Number(b.first.benign) ||
    Number(b.losers > 0) - Number(a.losers > 0) ||
    b.count - a.count ||
    CERTAINTIES.indexOf(a.first.certainty) - CERTAINTIES.indexOf(b.first.certainty) ||
    CAUSES.indexOf(a.first.cause) - CAUSES.indexOf(b.first.cause) ||
    a.first.frame - b.first.frame
  );
}

function rowOf({ first, ports, count, lostOctets }: Group): readonly string[] {
  const cause = describeCause(first);
  const benign = first.benign ? `${cause} (benign)` : cause;
  return [
    String(count).padStart(HEAD[0]?.length ?? 0),
    benign.length > LONGEST_CAUSE ? `${benign.slice(0, LONGEST_CAUSE - 3)}...` : benign,
    first.certainty,
    first.resetBy,
    ports.size === 1 ? showEndpoint(first.server) : showPorts(first, ports.size),
    String(lostOctets).padStart("Lost octets".length),
    String(first.frame),
  ];
}

function showPorts({ server }: Finding, count: number): string {
  return `${server.address}, ${count < SHOWN_PORTS ? count : `${SHOWN_PORTS} and more`} ports`;
}

/** One of each cause: what comes first of it is what matters most. */
function stepsOf(groups: readonly Group[]): readonly Finding[] {
  const byCause = new Map<string, Finding>();
  for (const { first } of groups) {
    if (!first.benign && !byCause.has(first.cause)) byCause.set(first.cause, first);
  }
  return [...byCause.values()].slice(0, SHOWN_STEPS);
}

function stepOf(finding: Finding): string {
  const { stream, explanation, nextStep, evidence, contradictions, ignored = [] } = finding;
  return [
    `${describeCause(finding)}, for example stream ${stream}: ${explanation}.`,
    ...contradictions.map((sentence) => `  But ${sentence}.`),
    ...ignored.map((sentence) => `  Not believed: ${sentence}.`),
    `  Look next at ${nextStep}.`,
    `  Wireshark: ${frameFilter(evidence)}`,
  ].join("\n");
}
