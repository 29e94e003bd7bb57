import type { End } from "./connection-key.js";
import type { Content } from "./content.js";

/** What is packed beside the control bits of a segment into one number. */
export interface EventMarks {
  /** The octet of control bits. */
  readonly flags: number;
  readonly from: End;
  readonly hasTimestamps: boolean;
  readonly content: Content;
  /** Description of a fatal TLS alert; 0 without one. */
  readonly alert: number;
}

/** flags(8) from(1) timestamps(1) content(4) alert(8), from the lowest bit. */
export function packBits({ flags, from, hasTimestamps, content, alert }: EventMarks): number {
  return flags | (from << 8) | ((hasTimestamps ? 1 : 0) << 9) | (content << 10) | (alert << 14);
}

/** Takes apart what `packBits` made. */
export function unpackBits(bits: number): EventMarks {
  return {
    flags: bits & 0xff,
    from: (bits & 0x100) === 0 ? 0 : 1,
    hasTimestamps: (bits & 0x200) !== 0,
    // Only `packBits` writes them.
    content: ((bits >> 10) & 0x0f) as Content,
    alert: (bits >> 14) & 0xff,
  };
}
