import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { readCapture } from "../generator/capture/read-capture.js";
import { decodeCapture } from "../generator/decode/decode-capture.js";
import { makeCapture } from "../proof/fuzz/captures.js";
import { Random } from "../proof/fuzz/random.js";
import { ownModel } from "./support/models.js";

const model = ownModel();

function make(seed: number, kind: "sound" | "mutated", frames = 1000): Uint8Array {
  return makeCapture(new Random(seed), model, { kind, frames });
}

describe("makeCapture", () => {
  it.each(["sound", "mutated"] as const)("makes the same of the same seed, %s", (kind) => {
    const first = Buffer.from(make(1, kind));
    expect(first.equals(make(1, kind))).toBe(true);
    expect(first.equals(make(2, kind))).toBe(false);
  });

  it.each(["sound", "mutated"] as const)("makes so many frames, %s", async (kind) => {
    let count = 0;
    await readCapture(Readable.from([make(3, kind)]), () => {
      count += 1;
    });
    expect(count).toBe(1000);
  });

  it("has payloads of every status and problem among those that are compared", async () => {
    const seen = new Set<string>();
    const counts = { frames: 0, unread: 0, resets: 0, stated: 0, guessed: 0 };
    const consume = ({
      record,
    }: {
      readonly record: { status: string; problems: readonly string[] };
    }) => {
      for (const word of [record.status, ...record.problems]) seen.add(word);
    };
    await decodeCapture(model, Readable.from([make(4, "sound")]), { consume, counts });
    expect(seen).toEqual(
      new Set(["valid", "malformed", "truncated", "wrong-length", "reserved-code"]),
    );
    expect(counts.stated).toBeGreaterThan(300);
    expect(counts.stated).toBeLessThan(counts.frames);
  });
});
