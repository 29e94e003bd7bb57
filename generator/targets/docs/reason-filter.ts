import type { Format } from "../../model/format.js";
import type { Model } from "../../model/model.js";
import { IANA_PEN } from "../../model/pen.js";
import type { Registry } from "../../model/registry.js";
import { captureFilter, type StatedReason } from "../text/capture-filter.js";
import { filterName, VENDOR_CODE_FILTER } from "../text/filter-names.js";
import { hex } from "../text/words.js";

/** How to find one reason: in Wireshark, and with libpcap while capturing. */
export interface ReasonFilter {
  readonly display: string;
  readonly capture: string;
}

/** The filters of a reason; none where no format carries the codes of the registry. */
export function reasonFilter(
  { formats }: Model,
  registry: Registry,
  stated: StatedReason,
): ReasonFilter | undefined {
  const carriers = formats.filter(
    (format) => stated.pen !== IANA_PEN || format.registry.id === registry.id,
  );
  const [first] = carriers;
  if (!first) return undefined;
  // The same number means something else in a format with another registry.
  const display = [
    displayFilter(first, stated),
    ...(carriers.length < formats.length ? [magicFilter(first, carriers)] : []),
  ];
  return {
    display: display.join(" && "),
    capture: carriers.map((format) => captureFilter(format, stated)).join(" or "),
  };
}

function displayFilter(format: Format, { code, pen }: StatedReason): string {
  if (pen === IANA_PEN) return `${filterName(format.reasonCode)} == ${code}`;
  return `${VENDOR_CODE_FILTER} == ${code} && ${filterName(format.pen)} == ${pen}`;
}

function magicFilter(first: Format, carriers: readonly Format[]): string {
  const values = carriers.map(({ magic }) => hex(magic.value, magic.widthBits));
  return `${filterName(first.magic)} in {${values.join(", ")}}`;
}
