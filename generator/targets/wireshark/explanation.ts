import { compiledExplanation } from "./compiled-explanation.js";

/**
 * The explanation itself, which is compiled from that of the command: a text, for reading it as code
 * takes time at each start of Wireshark, and few need it.
 */
export function explanationPart(): string {
  const source = compiledExplanation();
  const bracket = "=".repeat(longestBracket(source) + 1);
  return [
    "-- The explanation of resets: what `rstdiag explain` says, from the same source.",
    "",
    `explanation.source = [${bracket}[`,
    source.trimEnd(),
    `]${bracket}]`,
    "",
  ].join("\n");
}

/** How many equals signs the longest closing bracket of a long string has in the text. */
function longestBracket(text: string): number {
  return Math.max(0, ...[...text.matchAll(/\](=*)\]/g)].map(([, { length } = ""]) => length));
}
