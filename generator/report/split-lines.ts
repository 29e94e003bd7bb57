import { LinesError } from "./lines-error.js";

/** No finding is near that long, and a summary with all the hosts that it may have is shorter. */
const LONGEST_OCTETS = 1024 * 1024;
const LINE_FEED = 0x0a;

/**
 * Cuts chunks of any size into the texts of their lines; a chunk is not used any more when the next
 * one is asked for. Throws `LinesError` at a line that is too long to be held.
 */
export async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let held: Uint8Array[] = [];
  let heldOctets = 0;
  let line = 1;
  const take = (octets: Uint8Array): void => {
    held.push(octets);
    heldOctets += octets.length;
    if (heldOctets <= LONGEST_OCTETS) return;
    throw new LinesError(line, `the line has more than ${LONGEST_OCTETS} octets`);
  };
  const give = (): string => {
    const text = Buffer.concat(held).toString("utf8");
    held = [];
    heldOctets = 0;
    line += 1;
    return text;
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      take(chunk.subarray(start, end));
      yield give();
      start = end + 1;
    }
    // A copy: the chunk is lent until the next one is asked for. `slice` of a Buffer makes none.
    if (start < chunk.length) take(new Uint8Array(chunk.subarray(start)));
  }
  if (heldOctets > 0) yield give();
}
