import type { Field, Format, TextField } from "../../model/format.js";

/**
 * Filter names that Wireshark's development branch uses too. All that is ours alone is
 * below `rstdiag.`, so that no filter changes its meaning with an upgrade.
 */
const UPSTREAM = "tcp.rst_diagnostic";

/** The reason code where the PEN is 0. */
export const REASON_CODE_FILTER = `${UPSTREAM}.reason_code`;

/** The magic number, where the length is right. */
export const MAGIC_FILTER = `${UPSTREAM}.magic`;

/** Whose registry the code is from. */
export const PEN_FILTER = `${UPSTREAM}.pen`;

/** The reason code where the PEN is not 0 has a name of its own. */
export const VENDOR_CODE_FILTER = `${UPSTREAM}.vendor_reason_code`;

/** The display filter name of a field of the payload. */
export function filterName({ kind, name }: Field): string {
  const word = kind === "number" ? name : kind;
  return `${kind === "number" ? "rstdiag" : UPSTREAM}.${word.replaceAll("-", "_")}`;
}

/** The display filter name of a field of a format. A guess has no name of upstream's. */
export function fieldFilter(format: Format, field: Field | TextField): string {
  if ("kind" in field && (field.kind === "number" || format.pen)) return filterName(field);
  const isUpstream = format.magic !== undefined;
  const word = "kind" in field && field.kind === "magic" ? field.kind : field.name;
  return `${isUpstream ? UPSTREAM : "rstdiag"}.${word.replaceAll("-", "_")}`;
}
