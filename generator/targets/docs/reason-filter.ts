import type { DiagnosticFormat } from "../../model/format.js";
import type { Model } from "../../model/model.js";
import { IANA_PEN } from "../../model/pen.js";
import type { Registry } from "../../model/registry.js";
import { captureFilter } from "../text/capture-filter.js";
import { filterName, VENDOR_CODE_FILTER } from "../text/filter-names.js";
import { hex } from "../text/words.js";

/** The codes of one cause, both ends included, and whose they are. */
interface StatedCodes {
  readonly first: number;
  readonly last: number;
  readonly pen: number;
}

/** How to find one reason: in Wireshark, and with libpcap while capturing. */
export interface ReasonFilter {
  readonly display: string;
  /** Absent for a range of codes. */
  readonly capture?: string;
}

/** The filters of a reason; none where no format carries the codes of the registry. */
export function reasonFilter(
  { diagnosticFormats: formats }: Model,
  registry: Registry,
  stated: StatedCodes,
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
    ...(stated.first === stated.last && { capture: captureReason(carriers, stated) }),
  };
}

function captureReason(
  carriers: readonly DiagnosticFormat[],
  { first: code, pen }: StatedCodes,
): string {
  return carriers.map((format) => captureFilter(format, { code, pen })).join(" or ");
}

function displayFilter(format: DiagnosticFormat, { first, last, pen }: StatedCodes): string {
  const codes = first === last ? `== ${first}` : `in {${first}..${last}}`;
  if (pen === IANA_PEN) return `${filterName(format.reasonCode)} ${codes}`;
  return `${VENDOR_CODE_FILTER} ${codes} && ${filterName(format.pen)} == ${pen}`;
}

function magicFilter(first: DiagnosticFormat, carriers: readonly DiagnosticFormat[]): string {
  const values = carriers.map(({ magic }) => hex(magic.value, magic.widthBits));
  return `${filterName(first.magic)} in {${values.join(", ")}}`;
}
