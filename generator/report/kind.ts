import type { Finding } from "../model/finding.js";

/** What the charts tell apart: how much is known of a reset, and whether anybody should care. */
export const KINDS = ["stated", "inferred", "unknown", "benign"] as const;

export type Kind = (typeof KINDS)[number];

export type KindCounts = Record<Kind, number>;

export const KIND_WORDS: Readonly<Record<Kind, string>> = {
  stated: "stated by the RST",
  inferred: "inferred",
  unknown: "cause unknown",
  benign: "benign",
};

export function kindOf({ benign, cause, stated }: Finding): Kind {
  if (benign) return "benign";
  if (stated) return "stated";
  return cause === "unknown" ? "unknown" : "inferred";
}

export function noKinds(): KindCounts {
  return { stated: 0, inferred: 0, unknown: 0, benign: 0 };
}

export function sumOf(counts: Readonly<KindCounts>): number {
  return KINDS.reduce((sum, kind) => sum + counts[kind], 0);
}

export function addKinds(to: KindCounts, from: Readonly<KindCounts>): void {
  for (const kind of KINDS) to[kind] += from[kind];
}

/** The kinds that there are one upon the other, as in a bar: each from a sum to the next. */
export function pileUp(counts: Readonly<KindCounts>) {
  let to = 0;
  return KINDS.filter((kind) => counts[kind] > 0).map((kind) => {
    const from = to;
    to += counts[kind];
    return { kind, from, to };
  });
}
