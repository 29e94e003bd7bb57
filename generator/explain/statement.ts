import type { Certainty } from "../model/finding.js";

/** A cause that an RST segment claims by itself: in its payload, its options or its window. */
export interface Statement {
  /** The id of a format of the Model, or one of `STATEMENT_FORMATS`. */
  readonly format: string;
  readonly reason: string | undefined;
  /** What the registry's record means, whose code or words are stated. */
  readonly meaning: string | undefined;
  readonly reasonCode: number | undefined;
  readonly pen: number | undefined;
  /** That the octets are a statement at all, and not something else. */
  readonly certainty: Certainty;
  readonly benign: boolean;
  /** Receivers must ignore it, and handle the RST as one without payload (draft section 4.2). */
  readonly isIgnored: boolean;
  /** What is wrong with it, or what of it was not captured. */
  readonly missing: readonly string[];
}
