import type { ComparisonSummary } from "../model/comparison.js";

/** A page with more drawings is slow to open, and nobody reads them. */
const ROOM = 20;

/** Comparisons of two captures: the first ones to be shown, all of them counted. */
export class Comparisons {
  readonly shown: ComparisonSummary[] = [];
  count = 0;
  /** RSTs that were certainly sent, of all comparisons. */
  sent = 0;
  /** Of which arrived, with any payload or with none. */
  arrived = 0;
  /** Of which were sent with a payload. */
  sentWithPayload = 0;
  /** Of which arrived with the payload as it was sent. */
  intact = 0;

  add(summary: ComparisonSummary): void {
    this.count += 1;
    if (this.shown.length < ROOM) this.shown.push(summary);
    for (const { intact, arrived, mostOctets } of summary.groups) {
      this.sent += arrived?.of ?? 0;
      this.arrived += arrived?.count ?? 0;
      if (mostOctets === 0) continue;
      this.sentWithPayload += intact?.of ?? 0;
      this.intact += intact?.count ?? 0;
    }
  }
}
