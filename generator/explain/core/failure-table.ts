import { alignColumns } from "../../model/columns.js";
import type { Failure } from "../../model/failure.js";
import { CERTAINTIES, FAILURES } from "../../model/finding-names.js";
import { describeFailure } from "./failure-words.js";
import type { LineStyle } from "./finding-table.js";
import { countOf, frameFilter, showEndpoint } from "./words.js";

/** Connections to one server that failed alike. */
interface Group {
  /** Whether these are the rest, of several servers. */
  readonly isOthers: boolean;
  /** Of the lowest frame. */
  first: Failure;
  readonly ports: Set<number>;
  count: number;
  octets: number;
}

const SHOWN_GROUPS = 8;
const SHOWN_EXAMPLES = 3;
/** Of one failure; further ones are counted together. */
const GROUP_LIMIT = 1024;
/** More than these are not counted one by one. */
const SHOWN_PORTS = 1000;
const FAILED = "Failed";
const UNACKNOWLEDGED = "Unacknowledged octets";
const HEAD = [FAILED, "Failure", "Certainty", "Server", UNACKNOWLEDGED, "First frame"];

/** Collects failures in groups, apart from resets, so that its memory does not grow with the capture. */
export class FailureTable {
  private readonly groups = new Map<string, Group>();
  /** How many groups there are of a failure: none of them takes the place of another's. */
  private readonly sizes = new Map<string, number>();

  add(failure: Failure): void {
    const { server, unackedOctets } = failure;
    const group = this.groupOf(failure);
    if (failure.frame < group.first.frame) group.first = failure;
    if (group.ports.size < SHOWN_PORTS) group.ports.add(server.port);
    group.count += 1;
    group.octets += unackedOctets;
  }

  private groupOf(failure: Failure): Group {
    const { certainty, server } = failure;
    const name = describeFailure(failure);
    const key = [name, certainty, server.address].join("\n");
    const known = this.groups.get(key);
    if (known !== undefined) return known;
    const size = this.sizes.get(name) ?? 0;
    const isOthers = size >= GROUP_LIMIT;
    const place = isOthers ? [name, certainty].join("\n") : key;
    const group = this.groups.get(place) ?? {
      isOthers,
      first: failure,
      ports: new Set(),
      count: 0,
      octets: 0,
    };
    if (!isOthers) this.sizes.set(name, size + 1);
    this.groups.set(place, group);
    return group;
  }

  /** For people: a headline, the table, then examples with what to do next; none without failures. */
  lines({ bold }: LineStyle): readonly string[] {
    if (this.groups.size === 0) return [];
    const groups = [...this.groups.values()].sort(compareGroups);
    const shown = groups.slice(0, SHOWN_GROUPS);
    const [head = "", ...rows] = alignColumns([HEAD, ...shown.map(rowOf)], "  ");
    const hidden = groups.length - shown.length;
    const total = groups.reduce((sum, { count }) => sum + count, 0);
    return [
      `${countOf(total, "connection")} failed without an RST.`,
      "",
      bold(head),
      ...rows,
      ...(hidden > 0 ? [`and ${countOf(hidden, "more group")}: --json lists all`] : []),
      ...examplesOf(shown).flatMap((failure) => ["", ...linesOfExample(failure)]),
    ];
  }
}

/** The frequent ones first. */
function compareGroups(a: Group, b: Group): number {
  const left = ranksOf(a);
  const right = ranksOf(b);
  const at = left.findIndex((rank, place) => rank !== right[place]);
  return (left[at] ?? 0) - (right[at] ?? 0);
}

function ranksOf({ first, count }: Group): readonly number[] {
  return [
    -count,
    CERTAINTIES.indexOf(first.certainty),
    FAILURES.indexOf(first.failure),
    first.frame,
  ];
}

function rowOf({ isOthers, first, ports, count, octets }: Group): readonly string[] {
  const server = ports.size === 1 ? showEndpoint(first.server) : showPorts(first, ports.size);
  return [
    String(count).padStart(FAILED.length),
    describeFailure(first),
    first.certainty,
    isOthers ? "others" : server,
    String(octets).padStart(UNACKNOWLEDGED.length),
    String(first.frame),
  ];
}

function showPorts({ server }: Failure, count: number): string {
  return `${server.address}, ${count < SHOWN_PORTS ? count : `${SHOWN_PORTS} or more`} ports`;
}

/** One of each kind. */
function examplesOf(groups: readonly Group[]): readonly Failure[] {
  const examples: Failure[] = [];
  for (const { first } of groups) {
    if (!examples.some(({ failure }) => failure === first.failure)) examples.push(first);
  }
  return examples.slice(0, SHOWN_EXAMPLES);
}

function linesOfExample(failure: Failure): readonly string[] {
  const { stream, explanation, nextStep, evidence, missing } = failure;
  return [
    `${describeFailure(failure)}, for example stream ${stream}: ${explanation}.`,
    ...missing.map((lack) => `  Note: ${lack}.`),
    `  ${nextStep}.`,
    `  Wireshark: ${frameFilter(evidence)}`,
  ];
}
