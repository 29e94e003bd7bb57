import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Compared,
  comparePcaps,
  compareSegments,
  pcapOf,
} from "../../test/support/captures.js";
import { ownModel } from "../../test/support/models.js";
import { schemaOf } from "../../test/support/pack.js";
import { openSchema } from "../verify/schema-check.js";

const ADDRESSES = ["192.0.2.1", "198.51.100.7", "203.0.113.9"];
const NUMBERS = [0, 1, 1000, 0x7fffffff, 0xffffffff];

const segment = fc.record({
  at: fc.oneof(fc.constantFrom(0, 0.001, 1, 200), fc.double({ min: 0, max: 3, noNaN: true })),
  source: fc.constantFrom(...ADDRESSES),
  destination: fc.constantFrom(...ADDRESSES),
  sourcePort: fc.constantFrom(80, 443),
  sequence: fc.constantFrom(...NUMBERS),
  acknowledgment: fc.constantFrom(...NUMBERS),
  identification: fc.constantFrom(0, 1, 2),
  flags: fc.constantFrom(4, 20, 20, 2, 18, 16),
  payload: fc.constantFrom(0, 1, 8, 60).map((length) => new Uint8Array(length).fill(0x33)),
});
const soup = fc.array(segment, { maxLength: 25 });

const schema = openSchema(schemaOf(ownModel(), "reset-comparison"));

function check({ resets, summary }: Compared): void {
  if (schema.kind === "broken") throw new Error(schema.reason);
  for (const line of [...resets, summary]) {
    expect(schema.check(JSON.parse(JSON.stringify(line)))).toBeUndefined();
  }
  const sent = resets.flatMap((reset) => reset.sent?.frame ?? []);
  const received = resets.flatMap((reset) => reset.received?.frame ?? []);
  expect(new Set(sent).size).toBe(summary.sender.resets);
  expect(new Set(received).size).toBe(summary.receiver.resets);
  expect([sent.length, received.length]).toEqual([summary.sender.resets, summary.receiver.resets]);
}

describe("any soup of segments", () => {
  it("has one verdict for each RST of both sides, by the schema", async () => {
    await fc.assert(
      fc.asyncProperty(soup, soup, fc.constantFrom(2, 1000), async (sent, received, limit) => {
        check(await compareSegments(sent, received, limit));
      }),
      { numRuns: 300 },
    );
  });

  it("has dropped ones where its exchanged sides have added ones", async () => {
    await fc.assert(
      fc.asyncProperty(soup, soup, async (sent, received) => {
        const there = await compareSegments(sent, received);
        const back = await compareSegments(received, sent);
        expect(back.summary.verdicts.added).toBe(there.summary.verdicts.dropped);
        expect(back.summary.verdicts.dropped).toBe(there.summary.verdicts.added);
        expect(back.summary.verdicts.uncovered).toBe(there.summary.verdicts.uncovered);
      }),
      { numRuns: 300 },
    );
  });

  it("is delivered whole to itself, whatever its clock says", async () => {
    await fc.assert(
      fc.asyncProperty(soup, fc.constantFrom(0, 3600, -2.5), async (sent, ahead) => {
        const received = sent.map((one) => ({ ...one, at: one.at + ahead }));
        const { resets } = await compareSegments(sent, received);
        expect(resets.filter(({ verdict }) => verdict !== "delivered")).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("never throws, however it is damaged", async () => {
    await fc.assert(
      fc.asyncProperty(soup, fc.array(fc.tuple(fc.nat(), fc.nat(255))), async (sent, damage) => {
        const octets = pcapOf(sent);
        for (const [place, value] of damage) {
          // The headers of the file and of its first record stay, or nothing would be read.
          if (octets.length > 40) octets[40 + (place % (octets.length - 40))] = value;
        }
        try {
          check(await comparePcaps(octets, pcapOf(sent)));
        } catch (error) {
          expect(error).toHaveProperty("name", "CaptureError");
        }
      }),
      { numRuns: 300 },
    );
  });
});
