import { resolve } from "node:path";
import type { LoadedRegistries, RegistryFile } from "../load-registries.js";
import { formatMistake } from "../model/mistake.js";
import { showUnprintable } from "../model/unprintable.js";
import { alignColumns } from "../targets/text/columns.js";
import { type Context, coloursFor, tell } from "./context.js";

/** How a text of a file is cut in a table for people; machines get it whole. */
const MAX_SHOWN = 100;

/** The file that the user named, called as he named it. */
export function registryFile({ cwd }: Context, file: string): RegistryFile {
  return { path: resolve(cwd, file), name: file };
}

/** What the file has, or nothing where each mistake has been printed on a line of its own. */
export function valueOrTell<T>(context: Context, loaded: LoadedRegistries<T>): T | undefined {
  if (loaded.kind === "read") return loaded.value;
  for (const mistake of loaded.mistakes) tell(context, formatMistake(mistake));
  return undefined;
}

/** Prints a table whose text is from outside: it can neither break a line nor command a terminal. */
export function printTable(
  context: Context,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  const { stdout } = context;
  const shown = rows.map((row) => row.map((cell) => shorten(showUnprintable(cell))));
  const [first = "", ...lines] = alignColumns([head, ...shown], "  ");
  stdout.write([coloursFor(context, stdout).bold(first), ...lines, ""].join("\n"));
}

function shorten(text: string): string {
  return text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN - 3)}...`;
}
