import type { Field } from "../../model/format.js";

/** Names of the kinds that every format has, for people. */
const TITLES = {
  magic: "Magic number",
  "reason-code": "Reason code",
  pen: "Private enterprise number",
} as const;

/** What people call a field: its kind's name, or its own with a capital. */
export function fieldTitle(field: Field): string {
  if (field.kind !== "number") return TITLES[field.kind];
  const words = field.name.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A number as specifications write magic numbers: `0x33AA`. */
export function hex(value: number, widthBits: number): string {
  return `0x${value
    .toString(16)
    .toUpperCase()
    .padStart(widthBits / 4, "0")}`;
}
