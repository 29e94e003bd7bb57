import type { Model } from "../../model/model.js";

/** A generated file: its path below the output folder, with `/`, and its content. */
export interface OutputFile {
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** The generator's own part in the output. */
export interface Generator {
  readonly version: string;
  /** Whether tcpdump also reads what only its shape speaks for; not where absent. */
  readonly tcpdumpGuesses?: boolean;
}

/** One output of the pack: a pure function, so the same Model gives the same files. */
export type Target = (model: Model, generator: Generator) => readonly OutputFile[];
