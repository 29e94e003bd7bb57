import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";

const FILE = new URL("../../../data/released-filter-names.csv", import.meta.url);

/** A filter name that users may have written down. */
export interface ReleasedName {
  readonly name: string;
  /** As Wireshark calls it, `FT_STRING`. */
  readonly type: string;
  /** Version of the first release that had the name with this type. */
  readonly release: string;
}

/** What each release brought; a name stays in the list for ever, and so does its type. */
export const RELEASED_NAMES: readonly ReleasedName[] = parse(readFileSync(FILE), {
  columns: true,
  comment: "#",
});
