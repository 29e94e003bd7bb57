import { readFileSync } from "node:fs";
import { posix, resolve } from "node:path";
import { showUnprintable } from "../model/text.js";
import type { ReadFile } from "../report/open-capture.js";
import { describeInputError } from "./capture-input.js";
import { type Context, Refusal } from "./context.js";

/** The names in a list of captures, one a line, as a report names them: `web1:monday.pcap`. */
export function readExpected({ cwd }: Context, list: string): readonly string[] {
  let text: string;
  try {
    text = readFileSync(resolve(cwd, list), "utf8");
  } catch (error) {
    throw new Refusal(showUnprintable(`${list}: ${describeInputError(error)}`));
  }
  const names = text
    .replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .filter((line) => line !== "");
  if (names.length === 0) throw new Refusal(showUnprintable(`${list}: names no capture`));
  return names;
}

const MISSING = "is missing: neither the capture nor lines of it were given";

/** The expected captures of which nothing was read: where nobody printed a line, no line is damaged. */
export function findMissing(
  files: readonly ReadFile[],
  expected: readonly string[],
): readonly ReadFile[] {
  const known = new Set(files.map(({ name }) => posix.normalize(name)));
  const missing = expected.filter((name) => !known.has(posix.normalize(name)));
  return [...new Set(missing)].map((name) => ({
    name,
    counts: { frames: 0, unread: 0, segments: 0, resets: 0, evicted: 0 },
    problem: MISSING,
  }));
}
