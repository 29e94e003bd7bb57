import { resolve } from "node:path";
import type { Finding, PrintedFinding } from "../../generator/model/finding.js";
import {
  compareFindings,
  type FindingsAgreement,
} from "../../generator/verify/findings-agreement.js";
import { runCommand } from "../../generator/verify/run-command.js";
import {
  readFindings,
  readPrinted,
  readShown,
  shownOf,
} from "../../generator/verify/tshark-findings.js";
import type { TsharkRun } from "../../generator/verify/tshark-run.js";
import { CLI, ROOT } from "../project.js";

/** Of one capture in so many the tables, stories and fields are compared, too: each is a start. */
const PRINTED_EVERY = 16;

export interface CaptureAgreement {
  readonly path: string;
  /** A text says why nothing could be compared. */
  readonly agreement: FindingsAgreement | string;
  readonly texts: { readonly compared: number; readonly problems: readonly string[] };
}

/** What the command finds in these captures, by their paths below the root: one start for all. */
export async function explainWithCommand(
  paths: readonly string[],
): Promise<ReadonlyMap<string, readonly Finding[]>> {
  const found = new Map<string, Finding[]>(paths.map((path) => [path, []]));
  // Some captures are damaged on purpose: what stands before that place is explained.
  for (const line of (await explain("--json", ...paths)).split("\n")) {
    if (line === "") continue;
    const { file, ...finding }: PrintedFinding = JSON.parse(line);
    found.get(file)?.push(finding);
  }
  return found;
}

async function explain(...args: readonly string[]): Promise<string> {
  const command = { program: process.execPath, args: [CLI, "explain", ...args], cwd: ROOT };
  const result = await runCommand({ ...command, env: { NO_COLOR: "1" } });
  if (result.kind !== "exited") throw new Error(`rstdiag explain: ${result.kind}`);
  return result.stdout;
}

/** Explains a capture, the `at`th of all, with the plugin. */
export async function prove(
  tshark: TsharkRun,
  path: string,
  wanted: readonly Finding[],
  at: number,
): Promise<CaptureAgreement> {
  const place = tshark.place(resolve(ROOT, path));
  const found = await readFindings(tshark, place);
  const agreement = typeof found === "string" ? found : compareFindings(wanted, found);
  const isPrinted = at % PRINTED_EVERY === 0 && typeof agreement !== "string";
  // Where findings differ, so do their texts.
  if (!isPrinted || agreement.differences.length > 0) {
    return { path, agreement, texts: { compared: 0, problems: [] } };
  }
  const texts = [
    await proveTable(tshark, path, place),
    await proveStory(tshark, path, place, wanted[0]),
    await proveFields(tshark, place, wanted),
  ];
  const problems = texts.filter((problem) => problem !== undefined);
  return { path, agreement, texts: { compared: texts.length - problems.length, problems } };
}

/** The problem, if there is one. */
async function proveTable(tshark: TsharkRun, path: string, place: string) {
  const printed = await readPrinted(tshark, place, "rstdiag,explain");
  return differenceOf("-z rstdiag,explain", await explain(path), printed);
}

async function proveStory(tshark: TsharkRun, path: string, place: string, finding?: Finding) {
  const stream = String(finding?.stream ?? 0);
  const printed = await readPrinted(tshark, place, `rstdiag,story,${stream}`);
  // A stream that was not reset is told by the command alone.
  const wanted = finding === undefined ? "" : await explain("--stream", stream, path);
  return differenceOf(`-z rstdiag,story,${stream}`, wanted, printed);
}

/** Fields are collected in another way than what is printed: by the frames of a first pass. */
async function proveFields(tshark: TsharkRun, place: string, wanted: readonly Finding[]) {
  const shown = await readShown(tshark, place);
  if (typeof shown === "string") return shown;
  const lines = (entries: Iterable<readonly [number, readonly string[]]>) =>
    [...entries].sort(([a], [b]) => a - b).map(([frame, cells]) => [frame, ...cells].join(" | "));
  const own = lines(wanted.map((finding) => [finding.frame, shownOf(finding)]));
  return differenceOf("fields of -2", own.join("\n"), lines(shown).join("\n"));
}

/** The first line that is another one. */
function differenceOf(what: string, wanted: string, found: string): string | undefined {
  const [own, other] = [wanted.split("\n"), found.split("\n")];
  const at = Array.from({ length: Math.max(own.length, other.length) }).findIndex(
    (_, index) => own[index] !== other[index],
  );
  if (at < 0) return undefined;
  return `${what}, line ${at + 1}: the command has ${own[at]}, the plugin ${other[at]}`;
}
