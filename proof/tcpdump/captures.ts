import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describeEnd, runCommand } from "../../generator/verify/run-command.js";

/** One line of what tcpdump printed that the patch changes. */
export interface ChangedLine {
  readonly capture: string;
  readonly stock: string;
  readonly patched: string;
  /** Whether it is one of those that the patch is for. */
  readonly meant: boolean;
}

/**
 * Reads each capture of some folders with two builds of tcpdump, with `-v`, in turn; gives their
 * number and all that is not the same. What ends a program is compared too.
 */
export async function compareCaptures(request: {
  readonly stock: string;
  readonly program: string;
  readonly folders: readonly string[];
}) {
  const captures = (await Promise.all(request.folders.map(listCaptures))).flat();
  const changed: ChangedLine[] = [];
  for (const capture of captures) {
    const programs = [request.stock, request.program];
    const [stock = [], patched = []] = await Promise.all(
      programs.map((program) => readLines(program, capture)),
    );
    changed.push(...compareLines(capture, stock, patched));
  }
  return { captures: captures.length, changed };
}

/** The lines that differ, paired by their places. */
export function compareLines(
  capture: string,
  stock: readonly string[],
  patched: readonly string[],
): readonly ChangedLine[] {
  const longer = stock.length > patched.length ? stock : patched;
  return longer.flatMap((_line, at) => {
    const [before = "", after = ""] = [stock[at], patched[at]];
    if (before === after) return [];
    return [{ capture, stock: before, patched: after, meant: isMeant(before, after) }];
  });
}

/** What stock prints of a text that is none: the magic number 0x33AA, then anything. */
const STOCK_TEXT = /^(.*) \[!?RST\+? 3M-\*.*$/s;
/** The development branch knows the payload, but does not say what is malformed. */
const STOCK_DIAGNOSTIC = /^(.* \[RST: .*)\]$/s;

function isMeant(before: string, after: string): boolean {
  const known = STOCK_DIAGNOSTIC.exec(before)?.[1];
  if (known !== undefined) return after === `${known} (invalid)]`;
  const start = STOCK_TEXT.exec(before)?.[1];
  return (
    start !== undefined && /^ \[RST\+?: /.test(after.slice(start.length)) && after.startsWith(start)
  );
}

async function listCaptures(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".pcap"));
  return names.sort().map((name) => join(folder, name));
}

async function readLines(program: string, capture: string): Promise<readonly string[]> {
  const args = ["-#", "-n", "-t", "-v", "-r", capture];
  const result = await runCommand({ program, args, timeoutMs: 60_000 });
  const printed = result.kind === "missing" ? "" : result.stdoutOctets.toString("latin1");
  // The program's path is in its complaints.
  const end = describeEnd(result).slice(program.length);
  return [...printed.split("\n"), end];
}
