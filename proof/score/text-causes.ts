import { readFileSync } from "node:fs";
import { explainCapture } from "../../generator/explain/explain-capture.js";
import type { Finding } from "../../generator/model/finding.js";
import type { Model } from "../../generator/model/model.js";
import { runCommand } from "../../generator/verify/run-command.js";

/** What the findings of a text have in common with those of its capture. */
export interface Agreement {
  readonly findings: number;
  readonly same: number;
  /** Findings whose cause differs, for people. */
  readonly others: readonly string[];
}

async function explain(model: Model, octets: Uint8Array): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  const counts = { frames: 0, unread: 0, segments: 0, resets: 0, evicted: 0 };
  async function* chunks() {
    yield octets;
  }
  try {
    await explainCapture(model, chunks(), { consume: (one) => found.push(one), counts });
  } catch {
    // A text without segments has no findings.
  }
  return found;
}

/** Prints a capture by the system's tcpdump with these options, and compares the causes. */
export async function compareCauses(
  model: Model,
  path: string,
  options: readonly string[],
): Promise<Agreement> {
  const result = await runCommand({ program: "tcpdump", args: [...options, "-r", path] });
  if (result.kind !== "exited") throw new Error(`tcpdump: ${result.kind}`);
  const wanted = await explain(model, readFileSync(path));
  const left = [...(await explain(model, result.stdoutOctets))];
  const others: string[] = [];
  for (const finding of wanted) {
    const at = left.findIndex((one) => one.frame === finding.frame);
    const [found] = at < 0 ? [] : left.splice(at, 1);
    if (found?.cause === finding.cause) continue;
    others.push(`${path} frame ${finding.frame}: ${finding.cause}, from text ${found?.cause}`);
  }
  return { findings: wanted.length, same: wanted.length - others.length, others };
}
