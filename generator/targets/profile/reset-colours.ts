/** Backgrounds of the resets that are of no group; the definition has those of the groups. */
export const RESET_COLOURS = {
  malformed: "#000000",
  truncated: "#6B4C2F",
  vendor: "#FFFFFF",
  other: "#C4C4C4",
  reasonless: "#5A5A5A",
} as const;
