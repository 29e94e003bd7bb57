import { statSync } from "node:fs";
import { resolve } from "node:path";
import { programForFile, programsInFolder, usualPrograms } from "../verify/wireshark-places.js";
import type { Context } from "./context.js";

/** The option that names another Wireshark than the usual one. */
export interface WiresharkOptions {
  readonly wireshark?: string;
}

/** The programs to try: those that the user's option can mean, or the usual ones. */
export function choosePrograms(
  context: Context,
  { wireshark }: WiresharkOptions,
): readonly string[] {
  if (wireshark === undefined) return usualPrograms(context);
  const path = resolve(context.cwd, wireshark);
  return statSync(path, { throwIfNoEntry: false })?.isDirectory()
    ? programsInFolder(context.platform, path)
    : [programForFile(context.platform, path)];
}
