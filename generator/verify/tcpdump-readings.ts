import { describeEnd, runCommand, succeeded } from "./run-command.js";

/** Which tcpdump reads which capture, and with how many `-v` (0 to 3). */
export interface ReadingRequest {
  readonly program: string;
  /** pcap, or pcapng whose interfaces all have the same link type. */
  readonly capturePath: string;
  readonly verbosity: number;
}

/** What tcpdump printed for each frame, by the frame's number from 1. */
export type TcpdumpReadings =
  | { readonly kind: "readings"; readonly lines: ReadonlyMap<number, string> }
  | { readonly kind: "failed"; readonly reason: string };

/** Reads a whole capture with tcpdump, without names and times. */
export async function readWithTcpdump(request: ReadingRequest): Promise<TcpdumpReadings> {
  const { program, capturePath, verbosity } = request;
  const verbose = verbosity > 0 ? [`-${"v".repeat(verbosity)}`] : [];
  const args = ["-#", "-n", "-t", ...verbose, "-r", capturePath];
  const result = await runCommand({ program, args, timeoutMs: 60_000 });
  if (succeeded(result)) return { kind: "readings", lines: joinLines(result.stdout) };
  const complaint = result.kind === "missing" ? "" : result.stderr.trim().split("\n").at(-1);
  const reason = complaint ? `${describeEnd(result)}: ${complaint}` : describeEnd(result);
  return { kind: "failed", reason };
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
