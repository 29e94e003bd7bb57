import { describeStatement, showResetter } from "../explain/core/words.js";
import type { Certainty, Finding, Resetter } from "../model/finding.js";
import { CERTAINTIES, RESETTERS } from "../model/finding-names.js";
import { drawBarChart, showCount } from "./chart.js";
import { BoundedGroups, countUp } from "./groups.js";
import { type Kind, kindOf, noKinds } from "./kind.js";
import { type Columns, drawTable, type Markup, markup } from "./markup.js";

/** Resets for one cause; of a stated one, with the same code and words. */
export interface CauseGroup {
  readonly name: string;
  readonly kind: Kind;
  /** The first of them. */
  readonly example: Finding;
  count: number;
  lostOctets: number;
  /** Of which the evidence speaks against what is stated. */
  contradicted: number;
  readonly by: Map<Resetter, number>;
  readonly certainty: Map<Certainty, number>;
}

/** Payloads may state anything; what is inferred has a closed set of names. */
const CAUSE_LIMIT = 1024;

/** Resets by their cause. */
export class CauseGroups {
  readonly #groups = new BoundedGroups<CauseGroup>(CAUSE_LIMIT);

  add(finding: Finding): void {
    const kind = kindOf(finding);
    const name = finding.stated ? describeStatement(finding) : finding.cause;
    const group = this.#groups.at(`${kind} ${finding.format ?? ""} ${name}`, () => ({
      name,
      kind,
      example: finding,
      count: 0,
      lostOctets: 0,
      contradicted: 0,
      by: new Map(),
      certainty: new Map(),
    }));
    if (group === undefined) return;
    group.count += 1;
    group.lostOctets += finding.unackedOctets;
    if (finding.contradictions.length > 0) group.contradicted += 1;
    countUp(group.by, finding.resetBy);
    countUp(group.certainty, finding.certainty);
  }

  /** Resets that nobody could count by their cause any more. */
  get refused(): number {
    return this.#groups.refused;
  }

  /** The frequent ones first. */
  list(isStated: boolean): readonly CauseGroup[] {
    const groups = this.#groups.values().filter(({ example }) => example.stated === isStated);
    return groups.toSorted((a, b) => b.count - a.count);
  }
}

const MOST_BARS = 12;
const MOST_ROWS = 100;

const COUNTED: Columns<CauseGroup> = {
  Resets: ({ count }) => count,
  Certainty: ({ certainty }) => listCounts(CERTAINTIES, certainty),
  "Reset by": ({ by }) => listCounts(RESETTERS, by, showResetter),
  "Lost octets": ({ lostOctets }) => lostOctets,
};

/** The causes that are stated and those that are inferred, apart. */
export function drawCauses(causes: CauseGroups): Markup {
  return markup`<h3>Inferred from what was captured</h3>
<p>Not stated by the sender: the evidence is in the segments before and after the RST.</p>
${drawInferred(causes.list(false))}
<h3>Stated by the RST itself</h3>
<p>What the sender claims, in a payload, an option or the window. Nothing in an RST segment proves it.</p>
${drawStated(causes.list(true), causes.refused)}`;
}

function drawInferred(groups: readonly CauseGroup[]): Markup {
  if (groups.length === 0) return markup`<p>None.</p>`;
  return markup`${drawBars("inferred-chart", "Inferred causes", groups)}
${drawTable("Inferred causes", groups, {
  Cause: ({ name, kind }) => drawTagged(name, kind === "benign" && kind),
  ...COUNTED,
  "Explanation, for example": ({ example }) => example.explanation,
})}`;
}

function drawStated(groups: readonly CauseGroup[], refused: number): Markup {
  if (groups.length === 0) return markup`<p>No RST states a cause.</p>`;
  const hidden = groups.slice(MOST_ROWS).reduce((sum, { count }) => sum + count, refused);
  const more = markup`<p class="note">${showCount(hidden)} more resets state other causes.</p>`;
  const rows = groups.slice(0, MOST_ROWS);
  return markup`${drawBars("stated-chart", "Stated causes", groups)}
${drawTable("Stated causes, with the format of the statement", rows, {
  Cause: ({ name, example }) => drawTagged(name, example.format ?? false),
  ...COUNTED,
  "Evidence against it": ({ contradicted }) => contradicted,
})}${hidden > 0 && more}`;
}

function drawBars(id: string, title: string, groups: readonly CauseGroup[]): Markup {
  const bars = groups.slice(0, MOST_BARS).map(({ name, kind, count }) => ({
    label: name,
    counts: { ...noKinds(), [kind]: count },
  }));
  return drawBarChart(id, title, bars);
}

function drawTagged(name: string, tag: string | false): Markup {
  return markup`${name}${tag !== false && markup` <span class="tag">${tag}</span>`}`;
}

/** `high 3, low 1`; of one kind, the name alone. */
function listCounts<K extends string>(
  order: readonly K[],
  counts: ReadonlyMap<K, number>,
  nameOf: (one: K) => string = (one) => one,
): string {
  const present = order.filter((one) => counts.has(one));
  const isAlone = present.length === 1;
  return present.map((one) => nameOf(one) + (isAlone ? "" : ` ${counts.get(one)}`)).join(", ");
}
