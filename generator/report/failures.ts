import { describeFailure } from "../explain/core/failure-words.js";
import { countOf, frameFilter, showEndpoint } from "../explain/core/words.js";
import type { Failure } from "../model/failure.js";
import { showCount } from "./chart.js";
import { BoundedGroups, byCount, compareNames, valueAt } from "./groups.js";
import { KeptItems } from "./kept-items.js";
import { drawTable, type Markup, markup } from "./markup.js";

/** Connections that failed alike. */
interface FailureGroup {
  readonly name: string;
  readonly nextStep: string;
  readonly servers: Set<string>;
  count: number;
  octets: number;
}

/** A failure, and the capture that it is from. */
interface Located {
  readonly failure: Failure;
  /** Index of the capture, from 0. */
  readonly file: number;
}

/** Of each way to fail: ICMP has 65,536 types and codes, and anybody can send them. */
const GROUP_LIMIT = 256;
const SERVER_LIMIT = 1000;
const ROOM = 200;
/** So many of each way to fail have room even then. */
const ROOM_OF_EACH = 30;

/** Connections that failed without an RST, which are in no count of resets. */
export class Failures {
  readonly #groups = new Map<string, BoundedGroups<FailureGroup>>();
  readonly #kept = new KeptItems<Located>({
    room: ROOM,
    roomOfEach: ROOM_OF_EACH,
    compare: compareLocated,
  });
  count = 0;
  #octets = 0;

  /** Counts a failure of the capture that is the `file`-th, from 0. */
  add(failure: Failure, file: number): void {
    this.count += 1;
    this.#octets += failure.unackedOctets;
    this.#kept.add(failure.failure, { failure, file });
    const name = describeFailure(failure);
    this.#groupsOf(failure.failure).add(name, {
      name,
      nextStep: failure.nextStep,
      servers: new Set([showEndpoint(failure.server)]),
      count: 1,
      octets: failure.unackedOctets,
    });
  }

  /** Adds what was counted elsewhere. */
  merge(other: Failures): void {
    this.count += other.count;
    this.#octets += other.#octets;
    this.#kept.merge(other.#kept);
    for (const [kind, groups] of other.#groups) this.#groupsOf(kind).merge(groups.parts());
  }

  /** What happened, in a sentence. */
  describe(): string {
    const octets =
      this.#octets === 0 ? "" : `; ${countOf(this.#octets, "octet")} of data were not acknowledged`;
    return `Besides, ${countOf(this.count, "connection")} failed without an RST${octets}.`;
  }

  /** The frequent ones first, and what of them has no group of its own behind them. */
  groups(): readonly FailureGroup[] {
    const all = [...this.#groups.values()];
    const others = all.flatMap((groups) => groups.others ?? []);
    return [
      ...all
        .flatMap((groups) => groups.values())
        .toSorted(
          byCount(
            ({ count }) => count,
            ({ name }) => name,
          ),
        ),
      ...foldAll(others),
    ];
  }

  /** The first ones, in the order of the captures. */
  list(): readonly Located[] {
    return this.#kept
      .list()
      .toSorted((a, b) => a.file - b.file || a.failure.frame - b.failure.frame);
  }

  #groupsOf(kind: string): BoundedGroups<FailureGroup> {
    return valueAt(this.#groups, kind, () => new BoundedGroups(GROUP_LIMIT, foldGroup));
  }
}

function foldGroup(into: FailureGroup, from: FailureGroup): void {
  into.count += from.count;
  into.octets += from.octets;
  for (const server of from.servers) {
    if (into.servers.size < SERVER_LIMIT) into.servers.add(server);
  }
}

function foldAll(groups: readonly FailureGroup[]): readonly FailureGroup[] {
  if (groups.length === 0) return [];
  const others = { name: "others", nextStep: "", servers: new Set<string>(), count: 0, octets: 0 };
  for (const group of groups) foldGroup(others, group);
  return [others];
}

/** By nothing that the order of the captures changes. */
function compareLocated({ failure: a }: Located, { failure: b }: Located): number {
  return compareNames(a.time ?? "", b.time ?? "") || a.frame - b.frame || a.stream - b.stream;
}

/** How connections failed, then the connections one by one. */
export function drawFailures(failures: Failures, hasFiles: boolean): Markup {
  const listed = failures.list();
  const hidden = failures.count - listed.length;
  const more = markup`<p class="note">${showCount(hidden)} more are not listed; rstdiag explain --failures --json prints all.</p>`;
  return markup`<p>No RST ended these connections, and no count of resets has them: nobody answered any more, or an ICMP
error said why.</p>
${drawTable("Failures, the most frequent first", failures.groups(), {
  Failure: ({ name }) => name,
  Connections: ({ count }) => count,
  Servers: ({ servers }) =>
    servers.size < SERVER_LIMIT ? servers.size : `${showCount(SERVER_LIMIT)} or more`,
  "Unacknowledged octets": ({ octets }) => octets,
  "Next step": ({ nextStep }) => nextStep,
})}
<details><summary>${countOf(listed.length, "connection")}</summary>
${drawTable("Connections that failed without an RST", listed, {
  [hasFiles ? "Capture: frame" : "Frame"]: ({ failure, file }) =>
    markup`${hasFiles && markup`<span class="file">${file + 1}</span> `}${failure.frame}`,
  Failure: ({ failure }) => describeFailure(failure),
  Certainty: ({ failure }) => failure.certainty,
  "Client, server": ({ failure }) =>
    markup`${showEndpoint(failure.client)}<br>${showEndpoint(failure.server)}`,
  Explanation: ({ failure }) => explain(failure),
})}
</details>${hidden > 0 && more}`;
}

function explain({ stream, explanation, missing, evidence }: Failure): Markup {
  const note = missing.length > 0 && markup` Note: ${missing.join("; ")}.`;
  return markup`Stream ${stream}: ${explanation}.${note} <code>${frameFilter(evidence)}</code>`;
}
