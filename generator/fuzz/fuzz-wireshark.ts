import { createReadStream } from "node:fs";
import { type Decoded, decodeCapture } from "../capture/decode-capture.js";
import type { Model } from "../model/model.js";
import { describeFacts } from "../verify/facts.js";
import { describeEnd, succeeded } from "../verify/run-command.js";
import { readWithTshark, wantFromTshark } from "../verify/tshark-facts.js";
import type { TsharkRun } from "../verify/tshark-run.js";
import type { FuzzKind } from "./fuzz-capture.js";

/** What one tshark made of a capture. */
export interface FuzzResult {
  /** Payloads that state a reason, as the plugin saw it. */
  readonly stated: number;
  /** A Lua error, a crash, or facts that are not the decoder's; one line each. */
  readonly problems: readonly string[];
}

/** Reads a capture with the plugin; of a sound one the facts must be the reference decoder's. */
export async function fuzzWireshark(
  tshark: TsharkRun,
  model: Model,
  { path, kind }: { readonly path: string; readonly kind: FuzzKind },
): Promise<FuzzResult> {
  const reading = await readWithTshark(tshark, model, path);
  if (reading.kind === "failed") return { stated: 0, problems: [reading.reason] };
  const printed = await printLines(tshark, path);
  const problems = printed === undefined ? [] : [printed];
  if (kind === "mutated") return { stated: reading.facts.size, problems };
  const decoded = await decode(model, path);
  const frames = [...new Set([...decoded.keys(), ...reading.facts.keys()])];
  const differences = frames.flatMap((frame) => {
    const one = decoded.get(frame);
    const wanted = describeFacts(wantFromTshark(model, one?.reading, one));
    const found = describeFacts(reading.facts.get(frame) ?? {});
    return wanted === found ? [] : [`frame ${frame}: wanted ${wanted}; found ${found}`];
  });
  return { stated: reading.facts.size, problems: [...problems, ...differences] };
}

/** The lines with the Info column are another way through the plugin, without a tree to show. */
async function printLines(tshark: TsharkRun, path: string): Promise<string | undefined> {
  const result = await tshark.run(["-2", "-r", tshark.place(path)]);
  return succeeded(result) ? undefined : `${describeEnd(result)} while it printed lines`;
}

async function decode(model: Model, path: string): Promise<ReadonlyMap<number, Decoded>> {
  const decoded = new Map<number, Decoded>();
  const counts = { frames: 0, unread: 0, resets: 0, stated: 0, guessed: 0 };
  const consume = (one: Decoded) => decoded.set(one.record.frame, one);
  await decodeCapture(model, createReadStream(path), { consume, counts });
  return decoded;
}
