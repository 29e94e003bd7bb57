import { hash } from "node:crypto";
import { describeStatement, showResetter } from "../explain/core/words.js";
import type { Certainty, Finding, Resetter } from "../model/finding.js";
import { CERTAINTIES, RESETTERS } from "../model/finding-names.js";
import { drawBarChart, KINDS, type Kind, kindOf, noKinds } from "./chart.js";
import { addCounts, BoundedGroups, byCount, compareNames, countUp, valueAt } from "./groups.js";
import { type Columns, drawTable, type Markup, markup } from "./markup.js";

/** Resets for one cause; of a stated one, with the same code and words. */
export interface CauseGroup {
  readonly name: string;
  readonly kind: Kind;
  readonly stated: boolean;
  /** How they are stated. */
  readonly format: string | undefined;
  /** That of the first one in the order of time. */
  example: { readonly time: string; readonly explanation: string };
  count: number;
  lostOctets: number;
  /** Of which the evidence speaks against what is stated. */
  contradicted: number;
  readonly by: Map<Resetter, number>;
  readonly certainty: Map<Certainty, number>;
}

/** Payloads may state anything, so many different things of each class. */
const STATEMENT_LIMIT = 16_384;
/** A longer statement is told from others by all of it, and shown as far as this. */
const LONGEST_NAME = 200;

/**
 * Resets by their cause. What is inferred has a closed set of names; statements are bounded class by
 * class, so that neither texts nor made-up codes can take the room of anything else.
 */
export class CauseGroups {
  readonly #inferred = new Map<string, CauseGroup>();
  readonly #stated = new Map<string, BoundedGroups<CauseGroup>>();

  add(finding: Finding): void {
    const kind = kindOf(finding);
    if (!finding.stated) {
      const key = `${kind} ${finding.cause}`;
      const group = this.#inferred.get(key);
      if (group === undefined) this.#inferred.set(key, newGroup(finding));
      else countFinding(group, finding);
      return;
    }
    const groups = this.#classAt(classOf(finding, kind));
    const key = keyOf(describeStatement(finding));
    const group = groups.get(key);
    if (group === undefined) groups.add(key, newGroup(finding));
    else countFinding(group, finding);
  }

  /** Adds what was counted elsewhere. */
  merge(other: CauseGroups): void {
    for (const [key, group] of other.#inferred) {
      foldGroup(
        valueAt(this.#inferred, key, () => emptyOf(group)),
        group,
      );
    }
    for (const [name, groups] of other.#stated) this.#classAt(name).merge(groups.parts());
  }

  /** Statements that share no group with another one for lack of room. */
  get others(): CauseGroup | undefined {
    return foldAll([...this.#stated.values()].flatMap(({ others }) => others ?? []));
  }

  /** The frequent ones first. */
  list(isStated: boolean): readonly CauseGroup[] {
    const groups = isStated
      ? [...this.#stated.values()].flatMap((some) => some.values())
      : [...this.#inferred.values()];
    return groups.toSorted(
      byCount(
        ({ count }) => count,
        ({ name, kind, format }) => `${name} ${KINDS.indexOf(kind)} ${format}`,
      ),
    );
  }

  #classAt(name: string): BoundedGroups<CauseGroup> {
    return valueAt(this.#stated, name, () => new BoundedGroups(STATEMENT_LIMIT, foldGroup));
  }
}

/** Of the classes, what a registry knows is one by itself: nobody can make more of that. */
function classOf({ format, pen = 0, reasonCode, reason }: Finding, kind: Kind): string {
  const parts = [pen === 0, reasonCode === undefined, reason === undefined];
  return `${kind} ${format} ${parts.join(" ")}`;
}

function keyOf(name: string): string {
  if (name.length <= LONGEST_NAME) return name;
  return hash("sha256", name);
}

function newGroup(finding: Finding): CauseGroup {
  const name = finding.stated ? describeStatement(finding) : finding.cause;
  const { stated, format } = finding;
  return {
    name: name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name,
    kind: kindOf(finding),
    stated,
    format,
    example: exampleOf(finding),
    count: 1,
    lostOctets: finding.unackedOctets,
    contradicted: finding.contradictions.length > 0 ? 1 : 0,
    by: new Map([[finding.resetBy, 1]]),
    certainty: new Map([[finding.certainty, 1]]),
  };
}

function exampleOf({ stated, time = "", explanation }: Finding): CauseGroup["example"] {
  return { time, explanation: stated ? "" : explanation };
}

/** Adds one to the group that it is of, as `foldGroup` would its own. */
function countFinding(into: CauseGroup, finding: Finding): void {
  into.count += 1;
  into.lostOctets += finding.unackedOctets;
  if (finding.contradictions.length > 0) into.contradicted += 1;
  countUp(into.by, finding.resetBy);
  countUp(into.certainty, finding.certainty);
  const example = exampleOf(finding);
  if (isBefore(example, into.example)) into.example = example;
}

function emptyOf(group: CauseGroup): CauseGroup {
  const none = { count: 0, lostOctets: 0, contradicted: 0 };
  return { ...group, ...none, by: new Map(), certainty: new Map() };
}

function foldGroup(into: CauseGroup, from: CauseGroup): void {
  into.count += from.count;
  into.lostOctets += from.lostOctets;
  into.contradicted += from.contradicted;
  addCounts(into.by, from.by);
  addCounts(into.certainty, from.certainty);
  if (isBefore(from.example, into.example)) into.example = from.example;
}

function isBefore(one: CauseGroup["example"], other: CauseGroup["example"]): boolean {
  const order = compareNames(one.time, other.time);
  return order < 0 || (order === 0 && one.explanation < other.explanation);
}

/** All of them as one, by the name of others. */
function foldAll(groups: readonly CauseGroup[]): CauseGroup | undefined {
  const [first] = groups;
  if (first === undefined) return undefined;
  const others = { ...emptyOf(first), name: "others", format: undefined };
  for (const group of groups) foldGroup(others, group);
  return others;
}

const OTHERS = "others: all further statements together; rstdiag explain --json prints each.";
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
${drawStated(causes.list(true), causes.others)}`;
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

function drawStated(groups: readonly CauseGroup[], folded: CauseGroup | undefined): Markup {
  if (groups.length === 0) return markup`<p>No RST states a cause.</p>`;
  const others = foldAll([...groups.slice(MOST_ROWS), ...(folded ? [folded] : [])]);
  const rows = [...groups.slice(0, MOST_ROWS), ...(others ? [others] : [])];
  return markup`${drawBars("stated-chart", "Stated causes", groups)}
${drawTable("Stated causes, with the format of the statement", rows, {
  Cause: ({ name, format }) => drawTagged(name, format ?? false),
  ...COUNTED,
  "Evidence against it": ({ contradicted }) => contradicted,
})}${others !== undefined && markup`<p class="note">${OTHERS}</p>`}`;
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
