import { showUnprintable } from "../../model/unprintable.js";

/** Text for the rest of a line that begins with `#`: it cannot begin another line. */
export function filterComment(text: string): string {
  return showUnprintable(text).trim();
}

/**
 * Writes an entry of Wireshark's `cfilters` and `dfilters`: the name in quotes, in which a
 * backslash keeps a quote or another backslash from its meaning, then the filter.
 */
export function filterEntry(name: string, filter: string): string {
  return `"${showUnprintable(name).replace(/["\\]/g, "\\$&")}" ${filter}`;
}
