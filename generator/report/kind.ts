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

/** Groups by a key, made when first needed; beyond the limit further keys have no group. */
export class BoundedGroups<V> {
  readonly #groups = new Map<string, V>();
  readonly #limit: number;
  readonly #make: () => V;
  /** How often there was no room for a key. */
  refused = 0;

  constructor(limit: number, make: () => V) {
    this.#limit = limit;
    this.#make = make;
  }

  /** The group of the key; undefined, and counted, where there is no room for another one. */
  at(key: string): V | undefined {
    const found = this.#groups.get(key);
    if (found !== undefined) return found;
    if (this.#groups.size >= this.#limit) {
      this.refused += 1;
      return undefined;
    }
    const made = this.#make();
    this.#groups.set(key, made);
    return made;
  }

  entries(): readonly (readonly [key: string, group: V])[] {
    return [...this.#groups];
  }
}
