import { describeFailure } from "../explain/core/failure-words.js";
import { countOf, frameFilter, showEndpoint } from "../explain/core/words.js";
import type { Failure } from "../model/failure.js";
import { showCount } from "./chart.js";
import { BoundedGroups } from "./groups.js";
import { drawTable, type Markup, markup } from "./markup.js";

/** Connections that failed alike. */
interface FailureGroup {
  readonly name: string;
  readonly example: Failure;
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

const GROUP_LIMIT = 256;
const SERVER_LIMIT = 1000;
const ROOM = 200;

/** Connections that failed without an RST, which are in no count of resets. */
export class Failures {
  readonly #groups = new BoundedGroups<FailureGroup>(GROUP_LIMIT);
  readonly #kept: Located[] = [];
  count = 0;
  #octets = 0;

  /** Counts a failure of the capture that is the `file`-th, from 0. */
  add(failure: Failure, file: number): void {
    this.count += 1;
    this.#octets += failure.unackedOctets;
    if (this.#kept.length < ROOM) this.#kept.push({ failure, file });
    const name = describeFailure(failure);
    const group = this.#groups.at(name, () => {
      return { name, example: failure, servers: new Set<string>(), count: 0, octets: 0 };
    });
    if (group === undefined) return;
    group.count += 1;
    group.octets += failure.unackedOctets;
    if (group.servers.size < SERVER_LIMIT) group.servers.add(showEndpoint(failure.server));
  }

  /** What happened, in a sentence. */
  describe(): string {
    const octets =
      this.#octets === 0 ? "" : `; ${countOf(this.#octets, "octet")} of data were not acknowledged`;
    return `Besides, ${countOf(this.count, "connection")} failed without an RST${octets}.`;
  }

  /** The frequent ones first. */
  groups(): readonly FailureGroup[] {
    return this.#groups.values().toSorted((a, b) => b.count - a.count);
  }

  /** The first ones, in the order of the captures. */
  list(): readonly Located[] {
    return this.#kept.toSorted((a, b) => a.file - b.file || a.failure.frame - b.failure.frame);
  }
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
  Servers: ({ servers }) => servers.size,
  "Unacknowledged octets": ({ octets }) => octets,
  "Next step": ({ example }) => example.nextStep,
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
