import { isPrintable } from "../model/text.js";

/** What may stand in a text besides printable characters. */
const LAYOUT = /[\t\n\r]/g;

/** What was captured of a payload, and how long it was on the wire. */
export interface Payload {
  /** The captured octets, `lengthBytes` of them or fewer. */
  readonly octets: Uint8Array;
  /** SEG.LEN. */
  readonly lengthBytes: number;
}

/**
 * The payload from a text's first octet on, where it is printable UTF-8 up to the last octet. Where
 * the snapshot length cut it, the last character may be incomplete: it is left out.
 */
export function readPrintable(
  { octets, lengthBytes }: Payload,
  offsetBytes: number,
): string | undefined {
  // A byte order mark is no text here, so it has to stay and be seen.
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const stream = octets.length < lengthBytes;
  let text: string;
  try {
    text = decoder.decode(octets.subarray(offsetBytes), { stream });
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
  return isPrintable(text.replace(LAYOUT, "")) ? text : undefined;
}
