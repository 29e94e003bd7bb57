import type { Field } from "../../model/format.js";

/**
 * Filter names that Wireshark's development branch uses too. All that is ours alone is
 * below `rstdiag.`, so that no filter changes its meaning with an upgrade.
 */
const UPSTREAM = "tcp.rst_diagnostic";

/** The reason code where the PEN is 0. */
export const REASON_CODE_FILTER = `${UPSTREAM}.reason_code`;

/** The reason code where the PEN is not 0 has a name of its own. */
export const VENDOR_CODE_FILTER = `${UPSTREAM}.vendor_reason_code`;

/** The display filter name of a field of the payload. */
export function filterName({ kind, name }: Field): string {
  const word = kind === "number" ? name : kind;
  return `${kind === "number" ? "rstdiag" : UPSTREAM}.${word.replaceAll("-", "_")}`;
}
