import type { Random } from "./random.js";

const MOST_OCTETS = 40;

/** Kind, and octets of its value, of options that have one length (RFC 9293, 7323 and 2018). */
const FIXED = [
  [2, 2], // Maximum Segment Size
  [3, 1], // Window Scale
  [4, 0], // SACK Permitted
  [5, 8], // SACK, one block
  [8, 8], // Timestamps
] as const;
const NO_OPERATION = 1;
/** A kind that nobody has (IANA, "TCP Option Kind Numbers"), so its value may be anything. */
const UNASSIGNED = 80;

/** TCP options as a host would write them: Wireshark reads no further than a malformed one. */
export function randomOptions(random: Random): Buffer {
  const options: Buffer[] = [];
  for (let left = random.percent(40) ? random.below(6) : 0; left > 0; left -= 1) {
    options.push(randomOption(random));
  }
  const all = Buffer.concat(options);
  return all.length > MOST_OCTETS ? Buffer.alloc(0) : all;
}

function randomOption(random: Random): Buffer {
  if (random.percent(20)) return Buffer.of(NO_OPERATION);
  const [kind, length] = random.percent(20) ? [UNASSIGNED, random.below(20)] : random.pick(FIXED);
  return Buffer.concat([Buffer.of(kind, length + 2), random.octets(length)]);
}
