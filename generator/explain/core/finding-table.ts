import { alignColumns } from "../../model/columns.js";
import type { Finding, Resetter } from "../../model/finding.js";
import { CAUSES, CERTAINTIES } from "../../model/finding-names.js";
import {
  countOf,
  describeCause,
  frameFilter,
  listResetters,
  showEndpoint,
  showResetter,
} from "./words.js";

/** Resets of one server for one cause. */
interface Group {
  /** Whether these are the rest: of several servers, or of several statements. */
  readonly isOthers: boolean;
  /** Of the lowest frame: findings come nearly, but not always, in the order of the frames. */
  first: Finding;
  readonly ports: Set<number>;
  count: number;
  lostOctets: number;
  /** Of which some octets may be lost. */
  losers: number;
}

/** Several resets that are one event. */
interface TableEvent {
  readonly first: Finding;
  count: number;
}

/** What is said of all findings together. */
export interface FindingsSummary {
  readonly headline: string;
  readonly head: readonly string[];
  readonly rows: readonly SummaryRow[];
  /** Several resets that are one event, a sentence each. */
  readonly events: readonly string[];
  /** Groups for which there is no row. */
  readonly hidden: number;
  /** One of each cause that matters most. */
  readonly examples: readonly Finding[];
}

interface SummaryRow {
  readonly cells: readonly string[];
  readonly isBenign: boolean;
}

/** How a terminal sets off lines. */
export interface LineStyle {
  readonly bold: (line: string) => string;
  readonly dim: (line: string) => string;
}

/** The first screen is 24 lines. */
const SHOWN_GROUPS = 12;
const SHOWN_EXAMPLES = 3;
/** More than these are not counted one by one. */
const SHOWN_PORTS = 1000;
/** Of one cause, or of one kind of statement; further ones are counted together. */
const GROUP_LIMIT = 1024;
/** Texts that begin with so many equal characters are counted together. */
const COMPARED_CHARACTERS = 200;
const EVENT_LIMIT = 256;
const SHOWN_EVENTS = 3;
const LONGEST_CAUSE = 60;
const RESETS = "Resets";
const LOST_OCTETS = "Lost octets";
const HEAD = [RESETS, "Cause", "Certainty", "Reset by", "Server", LOST_OCTETS, "First frame"];

/** Collects findings in groups, so that its memory does not grow with the capture. */
export class FindingTable {
  private readonly groups = new Map<string, Group>();
  /** How many groups there are of a kind: none of them takes the place of another kind's. */
  private readonly sizes = new Map<string, number>();
  private readonly counts = new Map<Resetter, number>();
  private readonly events = new Map<string, TableEvent>();

  add(finding: Finding): void {
    const { resetBy, server, unackedOctets } = finding;
    const group = this.groupOf(finding);
    if (finding.frame < group.first.frame) group.first = finding;
    group.count += 1;
    if (group.ports.size < SHOWN_PORTS) group.ports.add(server.port);
    group.lostOctets += unackedOctets;
    if (unackedOctets > 0) group.losers += 1;
    this.counts.set(resetBy, (this.counts.get(resetBy) ?? 0) + 1);
    this.addEvent(finding);
  }

  private groupOf(finding: Finding): Group {
    const kind = kindOf(finding);
    const key = keyOf(finding, kind);
    const known = this.groups.get(key);
    if (known !== undefined) return known;
    const size = this.sizes.get(kind) ?? 0;
    const isOthers = size >= GROUP_LIMIT;
    const place = isOthers ? `others\n${kind}\n${traitsOf(finding)}` : key;
    const group = this.groups.get(place) ?? newGroup(finding, isOthers);
    if (!isOthers) this.sizes.set(kind, size + 1);
    this.groups.set(place, group);
    return group;
  }

  /** Connections that were reset together have the frames of the first ones as evidence. */
  private addEvent(finding: Finding): void {
    const { evidence, situation } = finding;
    if (situation !== "process ended" && situation !== "reset together") return;
    const key = `${situation} ${evidence[0]}`;
    const event = this.events.get(key) ?? { first: finding, count: 0 };
    event.count += 1;
    if (this.events.has(key) || this.events.size < EVENT_LIMIT) this.events.set(key, event);
  }

  /** For people: a headline, the table, then examples with what to do next; none without findings. */
  lines({ bold, dim }: LineStyle): readonly string[] {
    const summary = this.summary();
    if (summary === undefined) return [];
    const { headline, head, rows, events, hidden, examples } = summary;
    const table = alignColumns([head, ...rows.map(({ cells }) => cells)], "  ");
    return [
      headline,
      "",
      bold(table[0] ?? ""),
      ...table.slice(1).map((row, at) => (rows[at]?.isBenign === true ? dim(row) : row)),
      ...events,
      ...(hidden > 0 ? [`and ${countOf(hidden, "more group")}: --json lists all`] : []),
      ...examples.flatMap((finding) => ["", ...linesOfExample(finding)]),
    ];
  }

  /** The same for those who draw it themselves; undefined without findings. */
  summary(): FindingsSummary | undefined {
    if (this.groups.size === 0) return undefined;
    const groups = [...this.groups.values()].sort(compareGroups);
    const shown = groups.slice(0, SHOWN_GROUPS);
    return {
      headline: headlineOf(groups, this.counts),
      head: HEAD,
      rows: withFormats(shown).map((cells, at) => {
        return { cells, isBenign: shown[at]?.first.benign === true };
      }),
      events: [...this.events.values()].slice(0, SHOWN_EVENTS).map(lineOfEvent),
      hidden: groups.length - shown.length,
      examples: examplesOf(shown),
    };
  }
}

function lineOfEvent({ first, count }: TableEvent): string {
  const { client, evidence, server, situation } = first;
  const host = first.resetBy === "client" ? client : server;
  return `One event (${situation}): ${countOf(count, "connection")} of ${host.address} reset within 50 ms, from frame ${evidence[0]}`;
}

function newGroup(first: Finding, isOthers: boolean): Group {
  return { isOthers, first, ports: new Set(), count: 0, lostOctets: 0, losers: 0 };
}

/** By what says it, not by its words: a text may have those of a code, or of an inferred cause. */
function keyOf(finding: Finding, kind: string): string {
  const { cause, format = "", reasonCode, pen, reason, situation = "", server } = finding;
  const { alternatives, stated } = finding;
  const guess = cause === "unknown" ? (alternatives[0]?.cause ?? "") : "";
  const words = stated ? `${reasonCode ?? ""}\n${pen ?? ""}\n${beginningOf(reason)}\n` : "";
  const place = `${guess}\n${situation}\n${server.address}`;
  return `${kind}\n${format}\n${words}${place}\n${traitsOf(finding)}`;
}

function beginningOf(reason = ""): string {
  return reason.slice(0, COMPARED_CHARACTERS);
}

/** A cause that is inferred, codes, or texts. */
function kindOf({ cause, stated, reasonCode }: Finding): string {
  if (!stated) return cause;
  return `${cause} by ${reasonCode === undefined ? "text" : "code"}`;
}

/** What each row has a cell for, and others can have one for, too. */
function traitsOf({ certainty, resetBy, benign }: Finding): string {
  return `${certainty}\n${resetBy}\n${benign ? "benign" : ""}`;
}

function headlineOf(groups: readonly Group[], counts: ReadonlyMap<Resetter, number>): string {
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  const benign = groups.reduce((sum, { first, count }) => sum + (first.benign ? count : 0), 0);
  const octets = groups.reduce((sum, { lostOctets }) => sum + lostOctets, 0);
  const losers = groups.reduce((sum, group) => sum + group.losers, 0);
  const resetters = listResetters((resetBy) => counts.get(resetBy) ?? 0);
  const lost =
    losers === 0
      ? "No sign of lost data."
      : `${losers} may have lost data (${countOf(octets, "octet")}).`;
  return `${countOf(total, "connection")} reset (${resetters}), ${benign} of them benign. ${lost}`;
}

/** What matters first: what is not benign, what lost data, what is frequent. */
function compareGroups(a: Group, b: Group): number {
  const left = ranksOf(a);
  const right = ranksOf(b);
  const at = left.findIndex((rank, place) => rank !== right[place]);
  return (left[at] ?? 0) - (right[at] ?? 0);
}

function ranksOf({ first, losers, count }: Group): readonly number[] {
  return [
    first.benign ? 1 : 0,
    losers > 0 ? 0 : 1,
    -count,
    CERTAINTIES.indexOf(first.certainty),
    CAUSES.indexOf(first.cause),
    first.frame,
  ];
}

function rowOf({ isOthers, first, ports, count, lostOctets }: Group): readonly string[] {
  const cause = isOthers ? describeOthers(first) : describeCause(first);
  const benign = first.benign ? `${cause} (benign)` : cause;
  const server = ports.size === 1 ? showEndpoint(first.server) : showPorts(first, ports.size);
  return [
    String(count).padStart(RESETS.length),
    cutCause(benign),
    first.certainty,
    showResetter(first.resetBy),
    isOthers ? OTHERS : server,
    String(lostOctets).padStart(LOST_OCTETS.length),
    String(first.frame),
  ];
}

/** A quotation that is cut ends with its quote, so that nothing behind it seems to be quoted. */
function cutCause(cause: string): string {
  if (cause.length <= LONGEST_CAUSE) return cause;
  const last = LONGEST_CAUSE - "...".length;
  let isQuoted = false;
  let end = 0;
  while (end < last) {
    const character = cause.charAt(end);
    // An escape stays whole.
    const next = end + (isQuoted && character === "\\" ? 2 : 1);
    if (next > last - (isQuoted ? 1 : 0)) break;
    if (character === '"') isQuoted = !isQuoted;
    end = next;
  }
  return `${cause.slice(0, end)}${isQuoted ? '"' : ""}...`;
}

/** Rows of which two would say the same say how that is stated, too. */
function withFormats(groups: readonly Group[]): readonly (readonly string[])[] {
  const rows = groups.map(rowOf);
  return rows.map((row, at) => {
    const format = groups[at]?.first.format;
    const others = groups.filter((_, place) => rows[place]?.[1] === row[1]);
    const isOfOne = others.every(({ first }) => first.format === format);
    if (isOfOne || format === undefined) return row;
    return row.map((cell, column) => (column === 1 ? `${cell} [${format}]` : cell));
  });
}

const OTHERS = "others";

function describeOthers({ cause, stated }: Finding): string {
  return stated ? `${cause}: ${OTHERS}` : cause;
}

function showPorts({ server }: Finding, count: number): string {
  return `${server.address}, ${count < SHOWN_PORTS ? count : `${SHOWN_PORTS} or more`} ports`;
}

/** One of each cause: what comes first of it is what matters most. */
function examplesOf(groups: readonly Group[]): readonly Finding[] {
  const examples: Finding[] = [];
  for (const { first } of groups) {
    const isNew = !examples.some(({ cause }) => cause === first.cause);
    if (!first.benign && isNew) examples.push(first);
  }
  return examples.slice(0, SHOWN_EXAMPLES);
}

function linesOfExample(finding: Finding): readonly string[] {
  const { stream, explanation, nextStep, evidence, contradictions, ignored = [] } = finding;
  return [
    `${describeCause(finding)}, for example stream ${stream}: ${explanation}.`,
    ...contradictions.map((sentence) => `  But ${sentence}.`),
    ...ignored.map((sentence) => `  Ignored: ${sentence}.`),
    `  ${nextStep}.`,
    `  Wireshark: ${frameFilter(evidence)}`,
  ];
}
