/** How many lines of a text are of no packet, for a summary. */
export function describeSkippedLines(count = 0): string {
  return count === 0 ? "" : `; ${count === 1 ? "1 line" : `${count} lines`} not understood`;
}
