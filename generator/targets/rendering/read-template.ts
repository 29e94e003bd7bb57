import { readFileSync } from "node:fs";

export const TEMPLATES = new URL("../../../templates/", import.meta.url);

/** Reads a file of `templates/` that goes into the pack as it is. */
export function readTemplate(name: string): string {
  return readFileSync(new URL(name, TEMPLATES), "utf8");
}
