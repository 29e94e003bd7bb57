import type { Finding, Resetter, Stage } from "../model/finding.js";
import type { Model } from "../model/model.js";
import { CauseGroups } from "./causes.js";
import { addKinds, type KindCounts, kindOf, noKinds } from "./chart.js";
import { Coverage } from "./coverage.js";
import { Failures } from "./failures.js";
import { KeptFindings } from "./findings.js";
import { IdleGaps } from "./gaps.js";
import { valueAt } from "./groups.js";
import { Pairs } from "./pairs.js";
import { TimeLine } from "./time-line.js";

/** What a report says of findings, in memory that does not grow with the captures. */
export class Tally {
  readonly kinds = noKinds();
  readonly by = new Map<Resetter, KindCounts>();
  readonly stages = new Map<Stage, KindCounts>();
  readonly causes = new CauseGroups();
  readonly pairs = new Pairs();
  readonly timeLine = new TimeLine();
  readonly gaps = new IdleGaps();
  readonly kept = new KeptFindings();
  readonly failures = new Failures();
  readonly coverage: Coverage;
  lostOctets = 0;
  /** Connections of which octets may be lost. */
  losers = 0;
  contradicted = 0;

  constructor(model: Model) {
    this.coverage = new Coverage(model);
  }

  /** Counts a finding of the capture that is the `file`-th, from 0; `listed` is what is kept of it. */
  add(finding: Finding, file: number, listed: Finding = finding): void {
    const kind = kindOf(finding);
    this.kinds[kind] += 1;
    valueAt(this.by, finding.resetBy, noKinds)[kind] += 1;
    valueAt(this.stages, finding.stage, noKinds)[kind] += 1;
    this.lostOctets += finding.unackedOctets;
    if (finding.unackedOctets > 0) this.losers += 1;
    if (finding.contradictions.length > 0) this.contradicted += 1;
    this.causes.add(finding);
    this.pairs.add(finding);
    this.timeLine.add(finding.time, kind);
    this.gaps.add(finding.idleSeconds);
    this.coverage.add(finding);
    this.kept.add({ finding: listed, file });
  }

  /** Adds what was counted elsewhere, of which nobody may count on. */
  merge(other: Tally): void {
    addKinds(this.kinds, other.kinds);
    for (const [by, kinds] of other.by) addKinds(valueAt(this.by, by, noKinds), kinds);
    for (const [stage, kinds] of other.stages)
      addKinds(valueAt(this.stages, stage, noKinds), kinds);
    this.lostOctets += other.lostOctets;
    this.losers += other.losers;
    this.contradicted += other.contradicted;
    this.causes.merge(other.causes);
    this.pairs.merge(other.pairs);
    this.timeLine.merge(other.timeLine);
    this.gaps.merge(other.gaps);
    this.coverage.merge(other.coverage);
    this.kept.merge(other.kept);
    this.failures.merge(other.failures);
  }
}
