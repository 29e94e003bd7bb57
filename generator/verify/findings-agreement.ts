import type { Finding } from "../model/finding.js";
import { nameOfValue, VALUE_STRINGS } from "../model/value-strings.js";
import { type CommandResult, describeEnd, lastComplaint } from "./run-command.js";
import type { TsharkRun } from "./tshark-run.js";

/** One member of one finding that the plugin does not say as the command does, or a whole finding. */
interface FindingDifference {
  readonly frame: number;
  /** `finding` where one of both has none there. */
  readonly member: string;
  readonly command: string;
  readonly plugin: string;
}

export interface FindingsAgreement {
  /** Findings of the command, and those that the plugin alone has. */
  readonly compared: number;
  /** Those whose members are all equal. */
  readonly equal: number;
  readonly differences: readonly FindingDifference[];
}

/** What JSON has of a finding, whatever its members are. */
type Members = Readonly<Record<string, unknown>>;

interface Pair {
  command?: Members;
  plugin?: Members;
}

const NOTHING = "nothing";

/** Holds what the plugin says of a capture against what the command says, member by member. */
export function compareFindings(
  command: readonly Finding[],
  plugin: readonly Finding[],
): FindingsAgreement {
  const pairs = pairUp(command, plugin);
  const differences: FindingDifference[] = [];
  let equal = 0;
  for (const [frame, pair] of pairs) {
    const found = differencesOf(pair).map((one) => ({ frame, ...one }));
    if (found.length === 0) equal += 1;
    differences.push(...found);
  }
  return { compared: pairs.length, equal, differences };
}

/** By the frames of their resets, in the order of these. A frame can have two, behind each other. */
function pairUp(command: readonly Finding[], plugin: readonly Finding[]) {
  const pairs = new Map<string, readonly [number, Pair]>();
  const put = (findings: readonly Finding[], side: keyof Pair) => {
    const seen = new Map<number, number>();
    for (const finding of findings) {
      const { frame } = finding;
      const nth = seen.get(frame) ?? 0;
      seen.set(frame, nth + 1);
      const [, pair] = pairs.get(`${frame} ${nth}`) ?? [frame, {}];
      pair[side] = { ...finding };
      pairs.set(`${frame} ${nth}`, [frame, pair]);
    }
  };
  put(command, "command");
  put(plugin, "plugin");
  return [...pairs.values()].sort(([a], [b]) => a - b);
}

function differencesOf({ command, plugin }: Pair): readonly Omit<FindingDifference, "frame">[] {
  if (!command || !plugin) {
    return [{ member: "finding", command: nameOf(command), plugin: nameOf(plugin) }];
  }
  const members = new Set([...Object.keys(command), ...Object.keys(plugin)]);
  return [...members].flatMap((member) => {
    const [own, other] = [command[member], plugin[member]];
    const isEqual = member === "time" ? isSameTime(own, other) : show(own) === show(other);
    return isEqual ? [] : [{ member, command: show(own), plugin: show(other) }];
  });
}

function nameOf(finding: Members | undefined): string {
  return finding === undefined ? NOTHING : String(finding["cause"]);
}

/** JSON, with the members of objects in one order. */
function show(value: unknown): string {
  return value === undefined ? NOTHING : JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
}

/** Wireshark tells Lua a time as a fraction of seconds, which is exact to a microsecond. */
function isSameTime(command: unknown, plugin: unknown): boolean {
  if (typeof command !== "string" || typeof plugin !== "string") return command === plugin;
  return Math.abs(microsecondsOf(command) - microsecondsOf(plugin)) <= 1;
}

function microsecondsOf(time: string): number {
  const [, second = time, fraction = ""] = /^(.*?)(?:\.(\d+))?Z$/.exec(time) ?? [];
  return Date.parse(`${second}Z`) * 1000 + Number(fraction.padEnd(6, "0").slice(0, 6));
}

/** What Wireshark says of a script that went wrong, and what ours says of itself. */
const BROKEN = /.*(?:Lua.*[Ee]rror|[Ee]rror.*Lua|stack traceback|explaining resets stopped).*/;

/** How tshark ends where a capture is damaged at some place: up to 4.4, and from 4.6 on. */
const CUT_SHORT = [2, 14];

/** The fields of a finding that `-T fields` is asked for: numbers that have words, and texts. */
const WORDS = ["cause", "certainty", "reset_by", "situation"] as const;
const TEXTS = ["explanation", "next_step"];
const NUMBERS = ["lost_octets", "benign"];
/** Wireshark 4.2 and later write flags otherwise. */
const FLAGS: ReadonlyMap<string, string> = new Map([
  ["True", "1"],
  ["False", "0"],
]);
const SEPARATOR = "\u001f";

/** A finding as the fields on its frame show it: in their order, as text. */
type ShownFinding = readonly string[];

/**
 * What tshark prints of a capture with the plugin and these options; a string says why that cannot
 * be trusted. A capture that is cut short is one that ends early, for explain, too.
 */
async function read(
  tshark: TsharkRun,
  path: string,
  options: readonly string[],
): Promise<{ readonly stdout: string } | string> {
  const result = await tshark.run(["-r", path, ...options]);
  return complaintOf(result) ?? { stdout: "stdout" in result ? result.stdout : "" };
}

function complaintOf(result: CommandResult): string | undefined {
  const isRead = result.kind === "exited" && [0, ...CUT_SHORT].includes(result.code);
  if (!isRead) return [describeEnd(result), lastComplaint(result)].filter(Boolean).join(": ");
  return BROKEN.exec(result.stderr)?.[0] ?? BROKEN.exec(result.stdout)?.[0];
}

/** The findings of `-z rstdiag,json`, with further options of tshark; a string as of `read`. */
export async function readFindings(
  tshark: TsharkRun,
  path: string,
  options: readonly string[] = [],
): Promise<readonly Finding[] | string> {
  const printed = await read(tshark, path, ["-q", "-z", "rstdiag,json", ...options]);
  if (typeof printed === "string") return printed;
  const lines = printed.stdout.split("\n").filter((line) => line !== "");
  try {
    return lines.map((line): Finding => JSON.parse(line));
  } catch (error) {
    return `${error instanceof Error ? error.message : error}: ${lines[0]}`;
  }
}

/** What `-z rstdiag,...` prints for people. */
export async function readPrinted(
  tshark: TsharkRun,
  path: string,
  statistic: string,
): Promise<string> {
  const printed = await read(tshark, path, ["-q", "-z", statistic]);
  return typeof printed === "string" ? printed : printed.stdout;
}

/** What two passes show on the frames of resets, by frame; a string as of `read`. */
export async function readShown(
  tshark: TsharkRun,
  path: string,
  options: readonly string[] = [],
): Promise<ReadonlyMap<number, ShownFinding> | string> {
  const names = [...WORDS, ...TEXTS, ...NUMBERS, "evidence"].map((name) => `rstdiag.${name}`);
  const output = ["-T", "fields", "-E", `separator=${SEPARATOR}`, "-E", "aggregator=,"];
  const printed = await read(tshark, path, [
    ...["-2", "-Y", "rstdiag.cause", ...output],
    ...["frame.number", ...names].flatMap((name) => ["-e", name]),
    ...options,
  ]);
  if (typeof printed === "string") return printed;
  const lines = printed.stdout.split("\n").filter((line) => line !== "");
  return new Map(
    lines.map((line) => {
      const [frame, ...cells] = line.split(SEPARATOR);
      return [Number(frame), cells.map(readCell)] as const;
    }),
  );
}

function readCell(cell: string, at: number): string {
  const name = WORDS[at];
  return name ? nameOfValue(VALUE_STRINGS[name], cell) : (FLAGS.get(cell) ?? cell);
}

/** How these fields show a finding. */
export function shownOf(finding: Finding): ShownFinding {
  const { cause, certainty, resetBy, situation = "", explanation, nextStep } = finding;
  const evidence = finding.evidence.filter((frame) => frame !== finding.frame);
  const numbers = [String(finding.unackedOctets), finding.benign ? "1" : "0"];
  const texts = [cause, certainty, resetBy, situation, explanation, nextStep];
  return [...texts, ...numbers, evidence.join(",")];
}
