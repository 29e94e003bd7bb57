import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { failuresOf, findingsOf, pcapOf } from "../../test/support/conversation.js";
import { ownModel } from "../../test/support/models.js";
import { schemaOf } from "../../test/support/pack.js";
import { TCP_FLAG } from "../model/tcp-flag.js";
import { buildIcmpError } from "../samples/build-icmp.js";
import { buildIpv4 } from "../samples/build-ip.js";
import { buildTcp } from "../samples/build-tcp.js";
import type { PcapPacket } from "../samples/write-pcap.js";
import { openSchema } from "../verify/schema-check.js";

const ENDS = ["192.0.2.1", "198.51.100.7", "203.0.113.9"];
const NUMBERS = [0, 1, 2, 100, 101, 1000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

const packet = fc.record({
  ends: fc.constantFrom([0, 1], [1, 0], [1, 2], [2, 1], [0, 0]),
  flags: fc.oneof(fc.constantFrom(2, 16, 17, 18, 4, 20), fc.nat(255)),
  sequence: fc.constantFrom(...NUMBERS),
  acknowledgment: fc.constantFrom(...NUMBERS),
  window: fc.constantFrom(0, 500, 9700, 1980, 65_535),
  timeToLive: fc.constantFrom(57, 64, 128, 255),
  length: fc.constantFrom(0, 1, 7, 8, 100),
  first: fc.constantFrom(0x15, 0x16, 0x33, 0x42, 0x47),
  options: fc.uint8Array({ maxLength: 20 }),
  gap: fc.constantFrom(0, 0.001, 0.2, 1, 60, 350, -5),
});

type Soup = typeof packet extends fc.Arbitrary<infer T> ? readonly T[] : never;

function cook(soup: Soup): readonly PcapPacket[] {
  let seconds = 1_700_000_000;
  return soup.map((one) => {
    const [source = "", destination = ""] = one.ends.map((at) => ENDS[at]);
    seconds += one.gap;
    const payload = buildTcp({
      source,
      destination,
      sourcePort: source < destination ? 40_000 : 443,
      destinationPort: source < destination ? 443 : 40_000,
      sequenceNumber: one.sequence,
      acknowledgmentNumber: one.acknowledgment,
      flags: one.flags,
      window: one.window,
      options: one.options,
      payload: new Uint8Array(one.length).fill(one.first),
    });
    const octets = buildIpv4({ source, destination, payload, timeToLive: one.timeToLive });
    return { timeNanoseconds: BigInt(Math.round(seconds * 1e6)) * 1000n, octets };
  });
}

/** Each packet, and behind some of them an ICMP error about it. */
function season(packets: readonly PcapPacket[], errors: readonly number[]): readonly PcapPacket[] {
  return packets.flatMap((one, at) => {
    const chosen = errors[at] ?? 0;
    if (chosen === 0) return [one];
    const octets = buildIcmpError({
      source: "203.0.113.1",
      destination: "192.0.2.1",
      type: chosen % 2 === 0 ? 3 : 11,
      code: chosen,
      rest: chosen * 100,
      quoted: one.octets.subarray(0, 20 + chosen),
    });
    return [one, { ...one, octets }];
  });
}

const schema = openSchema(schemaOf(ownModel(), "reset-finding"));

describe("any soup of packets", () => {
  it("gives findings that satisfy the schema, each with an RST as its frame", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(packet, { maxLength: 60 }),
        fc.constantFrom(1, 2, 1024),
        async (soup, connectionLimit) => {
          const packets = cook(soup);
          for (const finding of await findingsOf(pcapOf(packets), { connectionLimit })) {
            if (schema.kind === "broken") throw new Error(schema.reason);
            expect(
              schema.check({ file: "soup", ...JSON.parse(JSON.stringify(finding)) }),
            ).toBeUndefined();
            expect((soup[finding.frame - 1]?.flags ?? 0) & TCP_FLAG.RST).not.toBe(0);
            expect(finding.evidence).toContain(finding.frame);
            if (finding.cause === "unknown") {
              expect(["low", "undecidable"]).toContain(finding.certainty);
            }
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it("gives failures that satisfy the schema, each with frames of the capture", async () => {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(packet, { maxLength: 60 }),
        fc.array(fc.nat(16), { maxLength: 60 }),
        fc.constantFrom(1, 2, 1024),
        async (soup, errors, connectionLimit) => {
          const packets = season(cook(soup), errors);
          const failures = await failuresOf(pcapOf(packets), { connectionLimit });
          count += failures.length;
          for (const failure of failures) {
            if (schema.kind === "broken") throw new Error(schema.reason);
            const line = { file: "soup", ...JSON.parse(JSON.stringify(failure)) };
            expect(schema.check(line)).toBeUndefined();
            expect(Math.max(...failure.evidence)).toBeLessThanOrEqual(packets.length);
            expect(failure.evidence).toContain(failure.frame);
          }
        },
      ),
      { numRuns: 400 },
    );
    expect(count).toBeGreaterThan(0);
  });
});
