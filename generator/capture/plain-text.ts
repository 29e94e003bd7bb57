import { findUnprintable } from "../model/unprintable.js";

/** What may stand in a text besides printable characters. */
const LAYOUT = /[\t\n\r]/g;

/**
 * Octets as the text that they are, where they are printable UTF-8 from their first to their last
 * octet. Where the snapshot length cut them, the last character may be incomplete: it is left out.
 */
export function readPlainText(octets: Uint8Array, isCut: boolean): string | undefined {
  // A byte order mark is no text here, so it has to stay and be seen.
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let text: string;
  try {
    text = decoder.decode(octets, { stream: isCut });
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
  return findUnprintable(text.replace(LAYOUT, "")) === undefined ? text : undefined;
}
