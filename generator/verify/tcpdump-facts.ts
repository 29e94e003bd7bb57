import type { Decoded } from "../decode/decode-capture.js";
import type { RstText } from "../decode/rst-text.js";
import { TRUNCATED } from "../model/format.js";
import type { Model } from "../model/model.js";
import { isShape } from "../model/payload.js";
import { recordMember } from "../model/record-member.js";
import { tcpdumpWords } from "../model/tcpdump-text.js";
import type { ExpectedFacts } from "../samples/expectation.js";
import {
  compareFacts,
  type Facts,
  type FactsByFrame,
  factsOf,
  type SampleFrames,
  type Score,
} from "./facts.js";
import { describeEnd, lastComplaint, runCommand, succeeded } from "./run-command.js";

/** The verbosities that are compared: the numbers, the words of the registry, both of all. */
export const VERBOSITIES = [1, 2, 3] as const;

/**
 * Reads a whole capture, pcap, or pcapng of one link type, with a tcpdump and some `-v`, without names
 * and times. Gives what was printed for each frame, by its number from 1; a string says why nothing.
 */
export async function readWithTcpdump(
  program: string,
  capturePath: string,
  verbosity: number,
): Promise<ReadonlyMap<number, string> | string> {
  const verbose = verbosity > 0 ? [`-${"v".repeat(verbosity)}`] : [];
  const args = ["-#", "-n", "-t", ...verbose, "-r", capturePath];
  const result = await runCommand({ program, args, timeoutMs: 60_000 });
  if (succeeded(result)) return joinLines(result.stdout);
  const complaint = lastComplaint(result);
  return complaint === undefined ? describeEnd(result) : `${describeEnd(result)}: ${complaint}`;
}

/**
 * Joins all that was printed for one frame with single blanks: with -v, IPv4 takes two lines, and
 * many protocols more. A frame begins where a line has the next number, as `-#` prints it.
 */
export function joinLines(stdout: string): ReadonlyMap<number, string> {
  const lines = new Map<number, string>();
  let frame = 0;
  for (const line of stdout.split("\n")) {
    const next = `${String(frame + 1).padStart(5)}  `;
    if (line.startsWith(next)) {
      frame += 1;
      lines.set(frame, line.slice(next.length));
    } else if (line.trim() !== "") {
      lines.set(frame, `${lines.get(frame) ?? ""} ${line.trimStart()}`);
    }
  }
  return lines;
}

/** How tcpdump was asked, and whether its patch reads what only its shape speaks for. */
export interface TcpdumpSetting {
  readonly verbosity: number;
  readonly guesses?: boolean;
}

/** The patched tcpdump at one verbosity against the comments. */
export function compareTcpdump(
  model: Model,
  sample: SampleFrames,
  found: FactsByFrame,
  setting: TcpdumpSetting,
): Score {
  const tool = `tcpdump -${"v".repeat(setting.verbosity)}`;
  return compareFacts(sample, tool, found, (expected, decoded) =>
    wantFromTcpdump(model, expected, decoded, setting),
  );
}

/** What tcpdump must print of a payload; of a cut one of the right length, only that it is cut. */
export function wantFromTcpdump(
  model: Model,
  expected: ExpectedFacts | undefined,
  decoded: Decoded | undefined,
  { verbosity, guesses = false }: TcpdumpSetting,
): Facts {
  if (!expected) return {};
  const format = model.formats.find(({ id }) => id === expected.format);
  if (guesses && format && isShape(format)) {
    const name = recordMember(format.reasonCode.name);
    return { [name]: expected.reasonCode ?? -1, cut: expected.problems.includes(TRUNCATED) };
  }
  // The patch knows the diagnostic payload; it prints others as tcpdump always has.
  const isStated = model.diagnosticFormats.some(({ id }) => id === expected.format);
  return isStated ? wantStated(model, expected, decoded, verbosity) : {};
}

function wantStated(
  model: Model,
  expected: ExpectedFacts,
  decoded: Decoded | undefined,
  verbosity: number,
): Facts {
  const { problems, reasonCode, pen, numbers, status } = expected;
  const cut = problems.includes(TRUNCATED);
  if (reasonCode === undefined && status === "malformed") {
    return { length: decoded?.reading.lengthBytes ?? -1, cut };
  }
  if (cut || reasonCode === undefined || pen === undefined) return { cut: true };
  const words = tcpdumpWords(model, expected, verbosity);
  const invalid = status === "malformed";
  // With -vv the words stand in the place of the numbers, and a format's further ones behind them.
  if (words !== "" && verbosity === 2) {
    const more = Object.entries(numbers).map(([name, value]) => `, ${name} ${value}`);
    return { reason: nameAsRecord(`${words}${more.join("")}`), invalid };
  }
  return { reasonCode, pen, invalid, ...(words !== "" && { reason: words }), ...numbers };
}

/** Text that ends in numbers, by the names that the record has. */
function nameAsRecord(text: string): string {
  const number = /, ([a-z][a-z0-9-]*) (\d+)/g;
  return text.replace(number, (_all, name: string, value) => `, ${recordMember(name)} ${value}`);
}

/** What tcpdump did print. Text of other payloads is no reading of a stated reason. */
export function factsOfRstText(text: RstText | undefined): Facts {
  switch (text?.kind) {
    case undefined:
      return {};
    case "truncated":
      return { cut: true };
    case "shape":
      return { [recordMember(text.name)]: text.value, cut: text.truncated };
    case "wrong-length":
      return { length: text.lengthBytes, cut: text.truncated };
    case "stated": {
      const { reasonCode, pen, numbers = {}, invalid, reason } = text;
      const words = reasonCode === undefined && reason ? nameAsRecord(reason) : reason;
      const named = Object.entries(numbers).map(([name, value]) => [recordMember(name), value]);
      return factsOf({ reasonCode, pen, invalid, reason: words, ...Object.fromEntries(named) });
    }
    case "unreadable":
      return { unreadable: text.text };
    default:
      return text satisfies never;
  }
}
