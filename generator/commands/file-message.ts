import type { Model } from "../model/model.js";
import type { DecodeOptions } from "./decode.js";
import type { ExplainOptions } from "./explain.js";

/** What is to be done with each of several files. */
export type FileTask =
  | { readonly command: "explain"; readonly model: Model; readonly options: ExplainOptions }
  | { readonly command: "decode"; readonly model: Model; readonly options: DecodeOptions }
  | { readonly command: "report"; readonly model: Model };

/** What a thread needs of the outside world, beside its task. */
export interface ThreadData {
  readonly task: FileTask;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isRoot: boolean;
  readonly isRootGroup: boolean;
  readonly platform: string;
  readonly cwd: string;
  /** Of standard output; standard error is never a terminal to a thread, which shows no progress. */
  readonly terminal: { readonly isTTY: boolean; readonly columns?: number };
}

/** To a thread: a file to read, or how much text of the one before was printed. */
export type ToThread =
  | { readonly kind: "read"; readonly file: string }
  | { readonly kind: "printed"; readonly characters: number };

/** From a thread, about the file that it reads. */
export type FromThread =
  | { readonly kind: "text"; readonly to: "stdout" | "stderr"; readonly text: string }
  | { readonly kind: "progress"; readonly octets: number }
  | { readonly kind: "end"; readonly isWhole: boolean };
