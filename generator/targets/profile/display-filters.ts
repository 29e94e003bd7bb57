import type { Model } from "../../model/model.js";
import { VENDOR_CODE_FILTER } from "../text/filter-names.js";
import { filteredGroups } from "./cause-filter.js";
import { filterListName } from "./profile-text.js";

/** A display filter and what people call it. */
export interface NamedFilter {
  readonly name: string;
  readonly filter: string;
}

/** What can be told of a reset whatever its cause is. */
export const STATE_FILTERS: readonly NamedFilter[] = [
  { name: "Any", filter: "tcp.flags.reset == 1" },
  { name: "With a reason", filter: 'rstdiag && rstdiag.standing != "guess"' },
  { name: "With a guess", filter: 'rstdiag.standing == "guess"' },
  { name: "Without a payload", filter: "tcp.flags.reset == 1 && !rstdiag" },
  { name: "Malformed", filter: "rstdiag.malformed" },
  { name: "Truncated", filter: "rstdiag.truncated" },
  { name: "Unknown code", filter: "rstdiag.unknown_code" },
  { name: "Vendor", filter: VENDOR_CODE_FILTER },
  { name: "Unknown vendor", filter: "rstdiag.unknown_vendor" },
  { name: "Read otherwise by another revision", filter: "rstdiag.other_reading" },
];

/** All saved display filters: the states, then the groups of causes. */
function displayFilters(model: Model): readonly NamedFilter[] {
  return [
    ...STATE_FILTERS.map(({ name, filter }) => ({ name: `Reset: ${name}`, filter })),
    ...filteredGroups(model).map(({ title, filter }) => ({
      name: `Reset cause: ${title}`,
      filter,
    })),
  ];
}

/** The lines of Wireshark's `dfilters`. */
export function displayFilterLines(model: Model): readonly string[] {
  return displayFilters(model).map(({ name, filter }) => `${filterListName(name)} ${filter}`);
}
