import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareSegments, type TestSegment } from "../../test/support/captures.js";
import { TCP_FLAG } from "../model/tcp-flag.js";
import { rateOf } from "./compare-captures.js";

const DIAGNOSTIC = Uint8Array.of(0x33, 0xaa, 0, 14, 0, 0, 0, 0);
const OTHER = Uint8Array.of(0x33, 0xaa, 0, 7, 0, 0, 0, 0);

/** The handshake of one connection, which sets the clocks; the client is at the receiver. */
function handshake(at: number, first: number, far: "client" | "server"): readonly TestSegment[] {
  const client = { source: "192.0.2.1", destination: "198.51.100.7", sourcePort: 40_000 };
  const [atClient, atServer] = far === "client" ? [57, 64] : [64, 57];
  return [
    {
      ...client,
      at,
      destinationPort: 443,
      sequence: first,
      acknowledgment: 0,
      flags: TCP_FLAG.SYN,
      timeToLive: atClient,
    },
    {
      at,
      sequence: first + 7,
      acknowledgment: first + 1,
      flags: TCP_FLAG.SYN | TCP_FLAG.ACK,
      timeToLive: atServer,
    },
  ];
}

const SENT: readonly TestSegment[] = handshake(0, 500, "client");
const ARRIVED: readonly TestSegment[] = handshake(0.05, 500, "server");
const RST: TestSegment = { at: 1, payload: DIAGNOSTIC, identification: 77 };
const LATER: TestSegment = { ...RST, at: 1.05, timeToLive: 57 };

async function verdictsOf(
  sent: readonly TestSegment[],
  received: readonly TestSegment[],
): Promise<readonly string[]> {
  const { resets } = await compareSegments([...SENT, ...sent], [...ARRIVED, ...received]);
  return resets.map(({ verdict }) => verdict);
}

const { payload: _payload, ...EMPTY } = LATER;
const LONG = new Uint8Array(1000).fill(0x41);

describe("what became of an RST", () => {
  it.each<[string, readonly TestSegment[], readonly TestSegment[], readonly string[]]>([
    ["as it was sent", [RST], [LATER], ["delivered"]],
    ["without its payload", [RST], [EMPTY], ["stripped"]],
    ["with half of it", [RST], [{ ...LATER, payload: DIAGNOSTIC.subarray(0, 4) }], ["cut"]],
    ["with other octets", [RST], [{ ...LATER, payload: OTHER }], ["changed"]],
    [
      "with a shorter payload that is none of its own",
      [RST],
      [{ ...LATER, payload: OTHER.subarray(0, 4) }],
      ["changed"],
    ],
    [
      "with a payload that it had not",
      [{ ...RST, payload: LONG.subarray(0, 0) }],
      [LATER],
      ["changed"],
    ],
    ["nowhere", [RST], [], ["dropped"]],
    ["though nobody sent it", [], [LATER], ["added"]],
    [
      "after one that was sent later",
      [RST, { ...RST, at: 1.001, identification: 78, payload: OTHER }],
      [
        { ...LATER, identification: 78, payload: OTHER },
        { ...LATER, at: 1.06 },
      ],
      ["reordered", "reordered"],
    ],
    [
      "in order with one of another connection that was overtaken",
      [RST, { ...RST, at: 1.001, sourcePort: 444, sequence: 5 }],
      [
        { ...LATER, sourcePort: 444, sequence: 5 },
        { ...LATER, at: 1.06 },
      ],
      ["delivered", "delivered"],
    ],
    [
      "with a translated address and port",
      [RST],
      [{ ...LATER, destination: "10.0.0.9", destinationPort: 1234 }],
      ["delivered"],
    ],
    [
      "translated at both ends and stripped",
      [RST],
      [{ ...EMPTY, source: "10.0.0.1", destination: "10.0.0.9", destinationPort: 1234 }],
      ["stripped"],
    ],
    [
      "translated at both ends, where nothing but a 0 is shared",
      [{ ...RST, sequence: 0, acknowledgment: 0, identification: 0 }],
      [
        {
          ...LATER,
          ...{ sequence: 0, acknowledgment: 0, identification: 0 },
          ...{ source: "10.0.0.1", destination: "10.0.0.9" },
        },
      ],
      ["dropped", "added"],
    ],
    [
      "translated at one end, where nothing else but zeros is shared",
      [{ ...RST, sequence: 0, acknowledgment: 0, identification: 0 }],
      [{ ...LATER, sequence: 0, acknowledgment: 0, identification: 0, destination: "10.0.0.9" }],
      ["dropped", "added"],
    ],
    [
      "with another sequence number and acknowledgment number",
      [RST],
      [{ ...LATER, sequence: 9, acknowledgment: 8 }],
      ["delivered"],
    ],
    [
      "and an RST that shares nothing but its connection and its time",
      [RST],
      [{ ...EMPTY, at: 1.06, sequence: 9, acknowledgment: 8, identification: 7 }],
      ["ambiguous"],
    ],
    [
      "and an RST that shares nothing but its connection, much later",
      [RST],
      [{ ...EMPTY, at: 5, sequence: 9, acknowledgment: 8, identification: 7 }],
      ["dropped", "added"],
    ],
    ["long before the other capture began", [{ ...RST, at: -60 }], [], ["uncovered"]],
  ])("that arrived %s", async (_name, sent, received, verdicts) => {
    expect(await verdictsOf(sent, received)).toEqual(verdicts);
  });

  it("is not known where alike ones arrived with different payloads at the same time", async () => {
    const sent = [RST, { ...RST, at: 1.001, payload: OTHER }];
    const received = [LONG.subarray(0, 8), LONG.subarray(0, 9)].map((payload) => ({
      ...LATER,
      payload,
    }));
    expect(await verdictsOf(sent, received)).toEqual(["ambiguous", "ambiguous"]);
  });

  it("is counted where it cannot be said which of several alike it is", async () => {
    const copies = [1, 1.0001, 1.0002].map((at) => ({ ...RST, at }));
    const two = [1.0501, 1.0502].map((at) => ({ ...LATER, at }));
    const { resets } = await compareSegments([...SENT, ...copies], [...ARRIVED, ...two]);
    expect(resets.map(({ verdict }) => verdict).sort()).toEqual([
      "delivered",
      "delivered",
      "dropped",
    ]);
    for (const { missing } of resets) expect(missing[0]).toMatch(/^which of several alike RSTs/);
  });

  it("is known by the identification where that counts up", async () => {
    const copies = [1, 2, 3].map((identification) => ({ ...RST, identification }));
    const two = [1, 3].map((identification) => ({ ...LATER, identification }));
    const { resets } = await compareSegments([...SENT, ...copies], [...ARRIVED, ...two]);
    expect(resets.map(({ verdict }) => verdict)).toEqual(["delivered", "dropped", "delivered"]);
    expect(resets.flatMap(({ missing }) => missing)).toEqual([]);
  });

  it("is known by the times where they are far enough apart", async () => {
    const copies = [1, 2, 3].map((at) => ({ ...RST, at }));
    const two = [1.05, 3.05].map((at) => ({ ...LATER, at }));
    const { resets } = await compareSegments([...SENT, ...copies], [...ARRIVED, ...two]);
    expect(resets.map(({ verdict }) => verdict)).toEqual(["delivered", "dropped", "delivered"]);
    expect(resets.flatMap(({ missing }) => missing)).toEqual([]);
  });

  it("is known as far as the payload was captured", async () => {
    const { resets } = await compareSegments(
      [...SENT, { ...RST, payload: LONG }],
      [...ARRIVED, { ...LATER, payload: LONG, captured: 20 }],
    );
    expect(resets[0]).toMatchObject({
      verdict: "delivered",
      missing: ["what is beyond the first 20 octets of the payload: it was not captured"],
    });
  });
});

describe("what the way did to an RST", () => {
  it("is said for each header field, and the TTL", async () => {
    const { resets, summary } = await compareSegments(
      [...SENT, { ...RST, trafficClass: 0xb9 }],
      [
        ...ARRIVED,
        {
          ...LATER,
          ...{ trafficClass: 0, window: 9, sequence: 1001, identification: 78 },
          ...{ options: Uint8Array.of(1, 1, 1, 0), destinationPort: 40_001 },
        },
      ],
    );
    // Neither its numbers nor its ends are the same.
    expect(resets.map(({ verdict }) => verdict)).toEqual(["dropped", "added"]);
    expect(summary.changes).toEqual([]);
    const one = await compareSegments(
      [...SENT, { ...RST, trafficClass: 0xb9 }],
      [
        ...ARRIVED,
        {
          ...LATER,
          ...{ trafficClass: 0, window: 9, identification: 78 },
          ...{ options: Uint8Array.of(1, 1, 1, 0), destinationPort: 40_001 },
        },
      ],
    );
    expect(one.resets[0]).toMatchObject({
      verdict: "delivered",
      timeToLiveDifference: 7,
      changes: [
        { field: "destination", sent: "192.0.2.1:40000", received: "192.0.2.1:40001" },
        { field: "window", sent: 0, received: 9 },
        { field: "options", sent: "", received: "01010100" },
        { field: "dscp", sent: 46, received: 0 },
        { field: "ecn", sent: 1, received: 0 },
        { field: "identification", sent: 77, received: 78 },
      ],
    });
    expect(one.summary.timeToLiveDifferences).toEqual([{ difference: 7, resets: 1 }]);
  });
});

describe("the summary", () => {
  it("has rates by format and size, without what came the other way", async () => {
    const back = { source: "192.0.2.1", destination: "198.51.100.7", sequence: 7 };
    const { resets, summary } = await compareSegments(
      [
        ...SENT,
        RST,
        { ...RST, at: 2, payload: LONG, sequence: 3 },
        { ...RST, ...back, timeToLive: 57 },
      ],
      [...ARRIVED, LATER, { ...RST, ...back }],
    );
    expect(resets.map(({ direction }) => direction)).toEqual(["forward", "forward", "backward"]);
    expect(summary).toMatchObject({ backward: 1, clock: { landmarks: 4 } });
    expect(summary.clock?.seconds).toBeCloseTo(0.05, 5);
    expect(
      summary.groups.map(({ format, leastOctets, sent, intact }) => [
        format,
        leastOctets,
        sent,
        intact?.share,
      ]),
    ).toEqual([
      ["diagnostic", 8, 1, 1],
      ["text", 1000, 1, 0],
    ]);
  });

  it("leaves what nobody can tell out of the rates", async () => {
    const guess = { ...EMPTY, at: 1.06, sequence: 9, acknowledgment: 8, identification: 7 };
    const { summary } = await compareSegments([...SENT, RST], [...ARRIVED, guess]);
    expect(summary.groups).toHaveLength(1);
    expect(summary.groups[0]).toMatchObject({ sent: 1, ambiguous: 1 });
    expect(summary.groups[0]).not.toHaveProperty("intact");
    expect(summary.timeToLiveDifferences).toEqual([]);
    expect(summary.changes).toEqual([]);
  });

  it("says how many RSTs were beyond the limit, and compares none of their time", async () => {
    const many = [1, 2, 30, 31].map((at) => ({ ...RST, at, sequence: at }));
    const { summary } = await compareSegments(
      [...SENT, ...many],
      [...ARRIVED, ...many.map((one) => ({ ...one, at: one.at + 0.05 }))],
      3,
    );
    expect(summary.sender).toEqual({ file: "sender", frames: 6, resets: 3, notCompared: 1 });
    const more = await compareSegments([...SENT, ...many.slice(0, 1)], [...ARRIVED, ...many], 3);
    expect(more.summary.verdicts).toMatchObject({ delivered: 1, added: 1, uncovered: 1 });
  });

  it("says nothing of what is near the last RST that was kept", async () => {
    const kept = [1, 2, 30, 31].map((at) => ({ ...RST, at, sequence: at }));
    const [far, near] = [15, 26].map((at) => ({ ...LATER, at, sequence: 99 + at, sourcePort: at }));
    const arrived = [far, near].flatMap((one) => one ?? []);
    const { resets } = await compareSegments([...SENT, ...kept], [...ARRIVED, ...arrived], 3);
    const verdicts = resets.flatMap(({ verdict, sent }) => (sent ? [] : [verdict]));
    expect(verdicts).toEqual(["added", "uncovered"]);
  });

  it("sets no clock by a segment that was sent again", async () => {
    const again = SENT.map((one) => ({ ...one, at: one.at + 3 }));
    const { summary } = await compareSegments([...SENT, ...again], ARRIVED);
    expect(summary).not.toHaveProperty("clock");
  });

  it("asks whether captures without a common segment are of the same traffic", async () => {
    const { summary } = await compareSegments(
      [RST],
      [{ ...LATER, sequence: 1, acknowledgment: 1 }],
    );
    expect(summary).not.toHaveProperty("clock");
  });
});

describe("Wilson's interval", () => {
  // R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("of %i in %i is as published", (count, of, low, high) => {
    const rate = rateOf(count, of);
    expect(rate?.low).toBeCloseTo(low, 4);
    expect(rate?.high).toBeCloseTo(high, 4);
  });

  it("is none of nothing", () => expect(rateOf(0, 0)).toBeUndefined());

  it("has the share in it, and mirrors", () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), (count, rest) => {
        const rate = rateOf(count, count + rest);
        const other = rateOf(rest, count + rest);
        if (!rate || !other) return;
        expect(rate.low).toBeGreaterThanOrEqual(0);
        expect(rate.low).toBeLessThanOrEqual(rate.share);
        expect(rate.high).toBeGreaterThanOrEqual(rate.share);
        expect(rate.high).toBeLessThanOrEqual(1);
        expect(other.low).toBeCloseTo(1 - rate.high, 12);
      }),
    );
  });
});
