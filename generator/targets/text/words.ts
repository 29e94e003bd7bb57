import type { Field } from "../../model/format.js";

/** Names of the kinds that every format has, for people. */
const TITLES = {
  magic: "Magic number",
  "reason-code": "Reason code",
  pen: "Private enterprise number",
} as const;

/** What people call a field of a diagnostic payload: its kind's name, or its own. */
export function fieldTitle(field: Field): string {
  return field.kind === "number" ? nameTitle(field.name) : TITLES[field.kind];
}

/** A name of the definition with a capital, and blanks instead of hyphens. */
export function nameTitle(name: string): string {
  const words = name.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A number as specifications write magic numbers: `0x33AA`. */
export function hex(value: number, widthBits: number): string {
  return `0x${value
    .toString(16)
    .toUpperCase()
    .padStart(widthBits / 4, "0")}`;
}
