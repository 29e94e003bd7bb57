import type { ReasonCode } from "./reason-code.js";

/** One row of a registry. */
export interface RegistryRow {
  readonly code: ReasonCode;
  readonly description: string;
  /** As IANA renders it, without brackets: `RFC9293, Section 3.1`; empty where there is none. */
  readonly reference: string;
  readonly category: "assigned" | "reserved";
}

/** A named table of codes in one of its revisions. */
export interface Registry {
  readonly id: string;
  readonly title: string;
  /** Name of the revision, `draft-02`; a vendor's registry has none. */
  readonly revision?: string;
  /** The same registry in all other revisions that the definition lists, in its order. */
  readonly others: readonly Registry[];
  readonly notes: readonly string[];
  /** In the order of the codes. */
  readonly rows: readonly RegistryRow[];
  readonly byCode: ReadonlyMap<number, RegistryRow>;
}
