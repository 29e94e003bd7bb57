import { createReadStream } from "node:fs";
import { type Decoded, decodeCapture } from "../decode/decode-capture.js";
import type { Model } from "../model/model.js";
import { describeFacts, type Facts, type FactsByFrame } from "../verify/facts.js";
import { describeEnd, succeeded } from "../verify/run-command.js";
import { readWithTshark, wantFromTshark } from "../verify/tshark-facts.js";
import type { TsharkRun } from "../verify/tshark-run.js";
import type { FuzzKind } from "./fuzz-capture.js";

/** What one tshark made of a capture. */
export interface FuzzResult {
  /** Payloads that state a reason, as the plugin saw it. */
  readonly stated: number;
  /** Frames that state a reason, and that were not found: only where preferences allow it. */
  readonly missed: number;
  /** Mutated frames of which preferences made something else, as of copied headers. */
  readonly otherwise: number;
  /** A Lua error, a crash, or facts that are not those of a sound capture; one line each. */
  readonly problems: readonly string[];
}

export interface FuzzSetting {
  readonly path: string;
  readonly kind: FuzzKind;
  /** `NAME:VALUE`, by which the plugin may find less; none for all that there is. */
  readonly preferences: readonly string[];
}

/**
 * Reads a capture with the plugin; of a sound one the facts must be the reference decoder's. With
 * preferences a mutated one is read without them as well, to count what differs.
 */
export async function fuzzWireshark(
  tshark: TsharkRun,
  model: Model,
  { path, kind, preferences }: FuzzSetting,
): Promise<FuzzResult> {
  const chosen = withPreferences(tshark, preferences);
  const reading = await readWithTshark(chosen, model, path);
  if (reading.kind === "failed") return failed(reading.reason);
  const found = reading.facts;
  const printed = await printLines(chosen, path);
  if (printed !== undefined) return failed(printed);
  const result = { stated: found.size, missed: 0, otherwise: 0, problems: [] };
  const mayMiss = preferences.length > 0;
  if (kind === "sound") {
    const { missing, differences } = compare(await wantFromDecoder(model, path), found);
    if (mayMiss) return { ...result, missed: missing.length, problems: differences };
    return { ...result, problems: [...missing, ...differences] };
  }
  if (!mayMiss) return result;
  const complete = await readWithTshark(tshark, model, path);
  if (complete.kind === "failed") return failed(complete.reason);
  const { missing, differences } = compare(complete.facts, found);
  return { ...result, missed: missing.length, otherwise: differences.length };
}

function failed(reason: string): FuzzResult {
  return { stated: 0, missed: 0, otherwise: 0, problems: [reason] };
}

/** What was not found at all, and what was found and is not wanted so; a line for each frame. */
function compare(wanted: FactsByFrame, found: FactsByFrame) {
  const describe = (frame: number) => {
    const [want, said] = [wanted, found].map((facts) => describeFacts(facts.get(frame) ?? {}));
    return want === said ? [] : [`frame ${frame}: wanted ${want}; found ${said}`];
  };
  const missing = [...wanted.keys()].filter((frame) => !found.has(frame));
  return { missing: missing.flatMap(describe), differences: [...found.keys()].flatMap(describe) };
}

function withPreferences(tshark: TsharkRun, preferences: readonly string[]): TsharkRun {
  const options = preferences.flatMap((preference) => ["-o", preference]);
  return { ...tshark, run: (args, order) => tshark.run([...args, ...options], order) };
}

/** The lines with the Info column are another way through the plugin, without a tree to show. */
async function printLines(tshark: TsharkRun, path: string): Promise<string | undefined> {
  const result = await tshark.run(["-2", "-r", tshark.place(path)]);
  return succeeded(result) ? undefined : `${describeEnd(result)} while it printed lines`;
}

async function wantFromDecoder(model: Model, path: string): Promise<FactsByFrame> {
  const wanted = new Map<number, Facts>();
  const counts = { frames: 0, unread: 0, resets: 0, stated: 0, guessed: 0 };
  const consume = (one: Decoded) =>
    wanted.set(one.record.frame, wantFromTshark(model, one.reading, one));
  await decodeCapture(model, createReadStream(path), { consume, counts });
  return wanted;
}
