import { createRequire } from "node:module";
import type Picocolors from "picocolors";
import { alignColumns } from "../model/columns.js";
import { showUnprintable } from "../model/text.js";
import type { Context, Output } from "./context.js";

const require = createRequire(import.meta.url);

/** Colours for an output: only on a terminal, and not against the user's will (no-color.org). */
export function coloursFor(
  { env }: Context,
  { isTTY }: Output,
): ReturnType<typeof Picocolors.createColors> {
  const pc: typeof Picocolors = require("picocolors");
  return pc.createColors(isTTY === true && (env["NO_COLOR"] ?? "") === "");
}

/** Rows in columns, the first of them as a bold head. */
export function tableLines(
  context: Context,
  rows: readonly (readonly string[])[],
): readonly string[] {
  const [head = "", ...rest] = alignColumns(rows, "  ");
  return [coloursFor(context, context.stdout).bold(head), ...rest];
}

/** Prints the name of a file above its results. */
export function printTitle(context: Context, title: string): void {
  const { bold } = coloursFor(context, context.stdout);
  context.stdout.write(`${bold(showUnprintable(title))}\n`);
}
