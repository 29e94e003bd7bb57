import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { distance } from "fastest-levenshtein";
import { ROOT } from "./cli.js";

/** Where a page shows lines that a command prints, from the first of them to before `end`. */
interface Place {
  readonly start: number;
  readonly end: number;
}

/** What a reader types; a script of a block `sh` shows nothing of what it prints. */
export interface Step {
  readonly command: string;
  readonly shown?: Place;
}

/** A line that stands for any number of lines, or for none. */
const LEFT_OUT = "...";

export const USER_PAGES = ["README.md", ...readdirSync(join(ROOT, "docs")).filter(isPage)].map(
  (name) => (name === "README.md" ? name : `docs/${name}`),
);

function isPage(name: string): boolean {
  return name.endsWith(".md");
}

export function readPage(name: string): string {
  return readFileSync(join(ROOT, name), "utf8");
}

/** Where the links of a page lead, but for those to other hosts. */
export function linksOf(page: string): readonly string[] {
  return [...page.matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, link = ""]) => link);
}

/**
 * The steps of a page in the order in which they are typed: blocks `sh`, each command of blocks
 * `console`, and last what blocks `text` show that a comment above introduces with `printed by`.
 */
export function readSteps(page: string): readonly Step[] {
  const lines = page.split("\n");
  const steps: Step[] = [];
  const asides: Step[] = [];
  for (let at = 0; at < lines.length; at++) {
    const language = /^```(\w*)$/.exec(lines[at] ?? "")?.[1];
    if (language === undefined) continue;
    const place = { start: at + 1, end: lines.indexOf("```", at + 1) };
    const command = /^<!-- printed by: (.*) -->$/.exec(lines[at - 1] ?? "")?.[1];
    if (language === "sh") steps.push({ command: lines.slice(place.start, place.end).join("\n") });
    if (language === "console") steps.push(...readConsole(lines, place));
    if (language === "text" && command) asides.push({ command, shown: place });
    at = place.end;
  }
  return [...steps, ...asides];
}

function readConsole(lines: readonly string[], { start, end }: Place): readonly Step[] {
  const prompts = lines.flatMap((line, at) =>
    at >= start && at < end && line.startsWith("$ ") ? [at] : [],
  );
  return prompts.map((at, index) => ({
    command: (lines[at] ?? "").slice(2),
    shown: { start: at + 1, end: prompts[index + 1] ?? end },
  }));
}

/** Whether the lines are all that was printed, but for what stands for lines left out. */
export function isPrinted(shown: readonly string[], printed: readonly string[]): boolean {
  const pattern = shown.map((line) =>
    line === LEFT_OUT ? "(?:.*\\n)*?" : `${line.replace(/[^\w\s]/g, "\\$&")}\\n`,
  );
  return new RegExp(`^${pattern.join("")}$`).test(printed.map((line) => `${line}\n`).join(""));
}

/**
 * What a page shows from now on: all that was printed where it left nothing out; else for each of
 * its lines the most similar one, in their order.
 */
export function showAgain(shown: readonly string[], printed: readonly string[]): readonly string[] {
  if (!shown.includes(LEFT_OUT)) return printed;
  const kept = chooseSimilar(
    shown.filter((line) => line !== LEFT_OUT),
    printed,
  );
  const lines = kept.flatMap((at, index) => {
    const isNext = at === (kept[index - 1] ?? -1) + 1;
    return [...(isNext ? [] : [LEFT_OUT]), printed[at] ?? ""];
  });
  return kept.at(-1) === printed.length - 1 ? lines : [...lines, LEFT_OUT];
}

/** Ascending places in `printed`, one for each line, with the least edits in all. */
function chooseSimilar(lines: readonly string[], printed: readonly string[]): readonly number[] {
  // Of each place: the edits and the choice for the lines so far, all of them before that place.
  let best = Array.from({ length: printed.length + 1 }, () => ({
    edits: 0,
    chosen: [] as readonly number[],
  }));
  for (const line of lines) {
    let row = { edits: Number.POSITIVE_INFINITY, chosen: [] as readonly number[] };
    const next = [row];
    for (const [at, other] of printed.entries()) {
      const { edits = Number.POSITIVE_INFINITY, chosen = [] } = best[at] ?? {};
      const sum = edits + distance(line, other);
      if (sum < row.edits) row = { edits: sum, chosen: [...chosen, at] };
      next.push(row);
    }
    best = next;
  }
  return best.at(-1)?.chosen ?? [];
}

/** Other lines for a place. */
export interface Change {
  readonly place: Place;
  readonly lines: readonly string[];
}

export function replaceLines(page: string, changes: readonly Change[]): string {
  const lines = page.split("\n");
  // From the last one, so that the places of the others stay.
  for (const change of [...changes].sort((one, other) => other.place.start - one.place.start)) {
    const { start, end } = change.place;
    lines.splice(start, end - start, ...change.lines);
  }
  return lines.join("\n");
}
