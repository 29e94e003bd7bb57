import { describe, expect, it } from "vitest";
import { chunksOf } from "../../test/support/decode.js";
import {
  addCollisions,
  addOpening,
  addRefusals,
  addReset,
  addSyns,
  addTexts,
  FloodCapture,
  openAtOnce,
} from "../../test/support/floods.js";
import { ownModel } from "../../test/support/models.js";
import type { Finding } from "../model/finding.js";
import { createKey, hashKey } from "./connection-key.js";
import { WAS_CUT_SHORT, WAS_FORGOTTEN } from "./core/words.js";
import { explainCapture } from "./explain-capture.js";

async function explain(octets: Uint8Array, connectionLimit = 65_536) {
  const counts = { frames: 0, unread: 0, segments: 0, resets: 0, evicted: 0 };
  const findings: Finding[] = [];
  const framesRead: number[] = [];
  await explainCapture(ownModel(), chunksOf(octets), {
    consume: (finding) => {
      findings.push(finding);
      framesRead.push(counts.frames);
    },
    counts,
    connectionLimit,
  });
  return { findings, counts, framesRead };
}

const causesOf = (findings: readonly Finding[]) => findings.map(({ cause }) => cause);

describe("SYNs of a flood", () => {
  it("do not erase a connection, where a hash without a secret is the same for all", async () => {
    const capture = new FloodCapture();
    addOpening(capture, 0);
    addCollisions(capture, 100);
    addReset(capture, 0);
    const { findings } = await explain(capture.octets);
    expect(causesOf(findings)).toEqual(["application-abort"]);
    expect(findings[0]?.missing).toEqual([]);
  });

  it("do not displace conversations", async () => {
    const capture = new FloodCapture();
    for (let index = 0; index < 200; index += 1) addOpening(capture, index);
    addSyns(capture, 5000);
    for (let index = 0; index < 200; index += 1) addReset(capture, index);
    const { findings, counts } = await explain(capture.octets, 256);
    expect(new Set(causesOf(findings))).toEqual(new Set(["application-abort"]));
    expect(findings).toHaveLength(200);
    expect(counts.evicted).toBe(5000 + 200 - 256);
  });

  it("take no more than their share of what conversations fill", async () => {
    const capture = new FloodCapture();
    for (let index = 0; index < 256; index += 1) addOpening(capture, index);
    addSyns(capture, 5000);
    for (let index = 0; index < 256; index += 1) addReset(capture, index);
    const { findings } = await explain(capture.octets, 256);
    const known = findings.filter(({ cause }) => cause === "application-abort");
    expect(known.length).toBeGreaterThan(230);
  });
});

describe("a hash of two ends", () => {
  it("is the same for the same ends, and differs where one octet does", () => {
    const hashes = Array.from({ length: 1000 }, (_, at) => {
      const key = createKey();
      key[9] = 1;
      key[0] = at;
      expect(hashKey(key)).toBe(hashKey([...key]));
      return hashKey(key);
    });
    expect(new Set(hashes).size).toBeGreaterThan(998);
  });
});

describe("more open connections than are followed", () => {
  it.each([
    [1000, 1000],
    [1030, 980],
    [1500, 900],
    [5000, 700],
  ])("are %d of 1,024, and of at least %d the cause is found", async (count, least) => {
    const { findings, counts } = await explain(openAtOnce(count), 1024);
    const known = findings.filter(({ cause }) => cause === "application-abort");
    const forgotten = findings.filter(({ missing }) => missing.includes(WAS_FORGOTTEN));
    expect(findings).toHaveLength(count);
    expect(known.length).toBeGreaterThanOrEqual(least);
    expect(known.length + forgotten.length).toBe(count);
    expect(counts.evicted).toBeGreaterThanOrEqual(forgotten.length);
    // All of them have Wireshark's number.
    for (const { stream, client } of findings) expect(client.port).toBe(1024 + stream);
  });

  it("have the next number for a SYN with another number, as in Wireshark", async () => {
    const capture = new FloodCapture();
    addOpening(capture, 0);
    for (let index = 1; index < 50; index += 1) addOpening(capture, index);
    addRefusals(capture, 1);
    const { findings } = await explain(capture.octets, 8);
    expect(findings.map(({ stream, missing }) => [stream, missing])).toEqual([[50, []]]);
  });
});

describe("long texts at one instant", () => {
  it("do not wait until they fill the memory, which their findings say", async () => {
    const capture = new FloodCapture(0);
    addTexts(capture, 500, 60_000);
    const { findings, framesRead } = await explain(capture.octets);
    expect(findings).toHaveLength(500);
    expect(framesRead[0]).toBeLessThan(300);
    expect(findings[0]?.missing).toContain(WAS_CUT_SHORT);
    expect(findings.at(-1)?.missing).not.toContain(WAS_CUT_SHORT);
  });
});
