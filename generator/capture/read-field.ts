import type { Field } from "../model/format.js";

/** What was captured of a payload, and how long it was on the wire. */
export interface Payload {
  /** The captured octets, `lengthBytes` of them or fewer. */
  readonly octets: Uint8Array;
  /** SEG.LEN. */
  readonly lengthBytes: number;
}

/** The field's number, where all its octets were captured. Network byte order. */
export function readField(
  { offsetBytes, widthBits }: Field,
  { octets }: Payload,
): number | undefined {
  let value = 0;
  for (let at = offsetBytes; at < offsetBytes + widthBits / 8; at += 1) {
    const octet = octets[at];
    if (octet === undefined) return undefined;
    value = value * 256 + octet;
  }
  return value;
}
