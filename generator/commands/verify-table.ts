import Table from "cli-table3";
import type { Score } from "../verify/agreement.js";
import { type Disagreement, describeFacts } from "../verify/facts.js";
import type { Tool } from "../verify/tools.js";
import { type Context, coloursFor, EXIT } from "./context.js";

/** One row of the table: a cell for each tool, a string where it could not read the sample. */
export interface SampleResult {
  readonly name: string;
  readonly frames: number;
  readonly cells: readonly (Score | string | undefined)[];
}

/** Prints the table, then all that is wrong or could not be proved. Gives the exit code. */
export function printAgreement(
  context: Context,
  tools: readonly Tool[],
  results: readonly SampleResult[],
): number {
  const { stdout, env } = context;
  const colours = coloursFor(context, stdout);
  const table = new Table({
    head: ["sample", "frames", ...tools.map(({ name }) => name)],
    style: { head: [], border: [] },
    chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
  });
  for (const { name, frames, cells } of results) {
    table.push([name, frames, ...cells.map((cell, at) => showCell(cell, tools[at]?.kind))]);
  }
  stdout.write(`${table.toString()}\n`);
  const failures = [
    ...brokenTools(tools),
    ...results.flatMap((result) => failuresOf(result, tools)),
  ];
  const skips = tools.flatMap((tool) =>
    tool.kind === "missing" ? [`SKIPPED ${tool.name}: ${tool.reason}`] : [],
  );
  for (const line of skips) stdout.write(`${colours.yellow(line)}\n`);
  for (const line of failures) stdout.write(`${colours.red(line)}\n`);
  const mustRun = env["CI"] !== undefined && env["CI"] !== "" && env["CI"] !== "false";
  if (mustRun && skips.length > 0) stdout.write("a skipped tool is a failure, since CI is set\n");
  const good = failures.length === 0 && !(mustRun && skips.length > 0);
  stdout.write(`${summarise(results, failures.length, skips.length)}\n`);
  return good ? EXIT.ok : EXIT.disagreement;
}

function showCell(cell: Score | string | undefined, kind: Tool["kind"] | undefined): string {
  if (cell === undefined) return kind === "missing" ? "skipped" : kind === "ready" ? "-" : "broken";
  if (typeof cell === "string") return "unreadable";
  const { frames, disagreements } = cell;
  const wrong = new Set(disagreements.map(({ frame }) => frame));
  return `${frames - wrong.size} of ${frames}`;
}

function brokenTools(tools: readonly Tool[]): readonly string[] {
  return tools.flatMap(({ name, ...tool }) =>
    tool.kind === "broken" ? [`BROKEN ${name}: ${tool.reason}`] : [],
  );
}

function failuresOf({ name, cells }: SampleResult, tools: readonly Tool[]): readonly string[] {
  return cells.flatMap((cell, at) => {
    if (cell === undefined) return [];
    if (typeof cell === "string") return [`UNREADABLE ${name}: ${tools[at]?.name}: ${cell}`];
    return cell.disagreements.map(describeDisagreement);
  });
}

function describeDisagreement({ sample, frame, tool, wanted, found }: Disagreement): string {
  const lines = [
    `DISAGREEMENT ${sample} frame ${frame}, ${tool}`,
    `  wanted: ${describeFacts(wanted)}`,
    `  found:  ${describeFacts(found)}`,
  ];
  return lines.join("\n");
}

function summarise(results: readonly SampleResult[], failures: number, skipped: number): string {
  const frames = results.reduce((sum, result) => sum + result.frames, 0);
  const scope = `${frames} frames of ${results.length} samples`;
  const without = skipped === 0 ? "" : `, ${skipped} tools skipped`;
  const verdict = failures === 0 ? "all readings agree" : `${failures} failures`;
  return `${verdict} on ${scope}${without}`;
}
