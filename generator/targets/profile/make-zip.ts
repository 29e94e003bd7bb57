import { type Zippable, zipSync } from "fflate";

/** The first day that the format knows; it has no time zone, so these are local parts. */
const FIRST_DAY = new Date(1980, 0, 1);

/**
 * Packs files whose octets depend on nothing but them: all of the same day, without attributes of
 * a system, and stored, since another release of a compressor would compress otherwise.
 */
export function makeZip(
  files: readonly { readonly path: string; readonly content: string }[],
): Uint8Array {
  const encoder = new TextEncoder();
  const entries: Zippable = Object.fromEntries(
    files.map(({ path, content }) => [path, encoder.encode(content)]),
  );
  return zipSync(entries, { level: 0, mtime: FIRST_DAY, os: 0, attrs: 0 });
}
