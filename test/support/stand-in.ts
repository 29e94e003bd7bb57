import type { Model } from "../../generator/model/model.js";
import { cView } from "../../generator/targets/tcpdump/c-view.js";
import { type RELEASES, readRelease } from "../../generator/targets/tcpdump/release.js";

/** A text that has the lines around each change of a release at its place, and nothing of the rest. */
export function standIn(name: (typeof RELEASES)[number], model: Model): string {
  const { hunks } = readRelease(name, cView(model));
  const lines: string[] = [];
  for (const { line, parts } of hunks) {
    while (lines.length < line - 1) lines.push(`line ${lines.length + 1}`);
    for (const part of parts) lines.push(...("keep" in part ? part.keep : part.remove));
  }
  return `${[...lines, "the end"].join("\n")}\n`;
}
