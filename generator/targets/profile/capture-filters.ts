import type { Model } from "../../model/model.js";
import type { CaptureForm } from "../text/capture-filter.js";
import { resetFilter } from "../text/reset-filter.js";
import type { NamedFilter } from "./display-filters.js";
import { filterListName } from "./profile-text.js";

/** RST has the third bit of the flags; TCP's header begins at octet 40 behind that of IPv6. */
const RESETS = "tcp[13] & 4 != 0 or (ip6[6] = 6 and ip6[53] & 4 != 0)";

/** Like the filter of all resets, without extension headers. */
const USUAL: CaptureForm = { carriers: ["ipv4", "ipv6"], vlan: false };

/** All resets, then those of each format. */
function captureFilters(model: Model): readonly NamedFilter[] {
  return [
    { name: "TCP resets", filter: RESETS },
    ...model.diagnosticFormats.map((format) => ({
      name: `TCP resets with a reason: ${format.title}`,
      filter: resetFilter(model, { kind: "format" }, [format]).capture(USUAL),
    })),
  ];
}

/** The lines of Wireshark's `cfilters`. */
export function captureFilterLines(model: Model): readonly string[] {
  return captureFilters(model).map(({ name, filter }) => `${filterListName(name)} ${filter}`);
}
