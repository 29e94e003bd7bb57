import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Conversation, captureOf, findingsOf, pcapOf } from "../../test/support/conversation.js";
import { chunksOf } from "../../test/support/decode.js";
import { ownModel } from "../../test/support/models.js";
import { TCP_FLAG } from "../model/tcp-flag.js";
import { buildIcmpError } from "../samples/build-icmp.js";
import { buildIpv4 } from "../samples/build-ip.js";
import { buildTcp } from "../samples/build-tcp.js";
import type { PcapPacket } from "../samples/write-pcap.js";
import type { CaptureEdges } from "./capture-edges.js";
import { explainCapture } from "./explain-capture.js";

const { ACK, FIN, RST, SYN } = TCP_FLAG;
const SAMPLES = fileURLToPath(new URL("../../samples", import.meta.url));
const HOSTS = ["192.0.2.1", "192.0.2.2", "198.51.100.7"];

/** Few hosts, ports and numbers, so that connections meet, begin anew, and go on with each other. */
const packet = fc.record({
  client: fc.constantFrom(0, 1),
  port: fc.constantFrom(40_000, 40_001, 40_002),
  isClient: fc.boolean(),
  flags: fc.constantFrom(SYN, SYN | ACK, ACK, ACK, ACK, FIN | ACK, RST, RST | ACK),
  sequence: fc.constantFrom(0, 1, 1000, 1001, 1101, 0x7fffffff, 0xffffffff),
  acknowledgment: fc.constantFrom(0, 1, 1001, 1101, 1201, 0x80000000),
  length: fc.constantFrom(0, 1, 100),
  timeToLive: fc.constantFrom(57, 64),
  identification: fc.constantFrom(0, 7),
  gap: fc.constantFrom(0, 0.0005, 0.2, 61),
  tunnel: fc.constantFrom(0, 0, 0, 0, 1, 2),
  isQuoted: fc.constantFrom(false, false, false, false, false, true),
});

type Packet = typeof packet extends fc.Arbitrary<infer T> ? T : never;

/** In GRE with a key (RFC 2890). */
function enter(tunnel: number, packet: Uint8Array): Uint8Array {
  const payload = Buffer.concat([Buffer.from([0x20, 0, 8, 0, 0, 0, 0, tunnel]), packet]);
  const ends = { source: "203.0.113.2", destination: "203.0.113.3" };
  return buildIpv4({ ...ends, payload, protocol: 47 });
}

/** Each packet, and behind some of them an ICMP error about it. */
function cook(soup: readonly Packet[]): readonly PcapPacket[] {
  let seconds = 1_700_000_000;
  return soup.flatMap((one) => {
    seconds += one.gap;
    const client = { address: HOSTS[one.client] ?? "", port: one.port };
    const server = { address: HOSTS[2] ?? "", port: 443 };
    const [from, to] = one.isClient ? [client, server] : [server, client];
    const ends = { source: from.address, destination: to.address };
    const payload = buildTcp({
      ...ends,
      sourcePort: from.port,
      destinationPort: to.port,
      sequenceNumber: one.sequence,
      acknowledgmentNumber: one.acknowledgment,
      flags: one.flags,
      payload: new Uint8Array(one.length),
    });
    const { timeToLive, identification } = one;
    const octets = buildIpv4({ ...ends, payload, timeToLive, identification });
    const timeNanoseconds = BigInt(Math.round(seconds * 1e6)) * 1000n;
    const quotedOctets = octets.subarray(0, 48);
    const error = { source: "203.0.113.1", destination: from.address, type: 3, code: 1, rest: 0 };
    const about = { timeNanoseconds, octets: buildIcmpError({ ...error, quoted: quotedOctets }) };
    const sent = { timeNanoseconds, octets: one.tunnel === 0 ? octets : enter(one.tunnel, octets) };
    return one.isQuoted ? [sent, about] : [sent];
  });
}

/** What the connections that were reset are parts of. */
async function relationsOf(capture: Uint8Array, isReadTwice: boolean) {
  const counts = { frames: 0, unread: 0, segments: 0, resets: 0, evicted: 0 };
  const found: { frame: number; by: string }[] = [];
  await explainCapture(ownModel(), chunksOf(capture), {
    consume: () => {},
    onHistory: ({ relation }) => {
      if (relation !== undefined) found.push({ frame: relation.frame, by: relation.by });
    },
    ...(isReadTwice && { ahead: () => chunksOf(capture) }),
    counts,
  });
  return found;
}

async function edgesOf(capture: Uint8Array, isReadTwice: boolean): Promise<CaptureEdges> {
  const counts = { frames: 0, unread: 0, segments: 0, resets: 0, evicted: 0 };
  let edges: CaptureEdges | undefined;
  await explainCapture(ownModel(), chunksOf(capture), {
    consume: () => {},
    onEdges: (found) => {
      edges = found;
    },
    ...(isReadTwice && { ahead: () => chunksOf(capture) }),
    counts,
  });
  if (edges === undefined) throw new Error("no edges");
  return edges;
}

describe("a capture that is read twice", () => {
  it("gives the same findings and the same numbers as one that is read once", async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(packet, { maxLength: 60 }), async (soup) => {
        const capture = pcapOf(cook(soup));
        const once = await findingsOf(capture);
        found += once.length;
        expect(await findingsOf(capture, { isReadTwice: true })).toEqual(once);
      }),
      { numRuns: 150 },
    );
    expect(found).toBeGreaterThan(100);
  });

  it("begins and ends with the same connections", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(packet, { minLength: 1, maxLength: 60 }), async (soup) => {
        const capture = pcapOf(cook(soup));
        expect(await edgesOf(capture, true)).toEqual(await edgesOf(capture, false));
      }),
      { numRuns: 60 },
    );
  });

  it("gives the same findings of each sample", async () => {
    const names = readdirSync(SAMPLES, { recursive: true, encoding: "utf8" });
    for (const name of names.filter((one) => /\.pcap(ng)?$/.test(one))) {
      const capture = readFileSync(join(SAMPLES, name));
      const once = await findingsOf(capture);
      expect(await findingsOf(capture, { isReadTwice: true }), name).toEqual(once);
    }
  }, 60_000);

  it.each([
    ["the server's address was changed", { clientPort: 50_000, server: "203.0.113.9" }],
    ["the client's port was changed", { clientPort: 50_001 }],
  ])("knows where a connection that is not reset has got to, where %s", async (_, changed) => {
    const one = new Conversation({ clientPort: 50_000 }).handshake().exchange("client");
    // What it acknowledges was not captured.
    one.send("client", { acknowledgment: 200_000 });
    const part = new Conversation({ ...changed, start: 1 });
    part.send("server", { sequence: 200_000, acknowledgment: 100, payload: Buffer.alloc(100) });
    part.abort("server");
    const capture = captureOf(one, part);
    expect(await relationsOf(capture, false)).toEqual([{ frame: 1, by: "numbers" }]);
    expect(await relationsOf(capture, true)).toEqual([{ frame: 1, by: "numbers" }]);
  });

  it("knows from what distance a host accepts, though one packet was captured twice", async () => {
    const accepted = new Conversation({ clientPort: 50_000 }).syn();
    accepted.send("server", { flags: SYN | ACK, sequence: 0, identification: 5 });
    accepted.seconds -= 0.0009;
    // It has passed a router.
    accepted.send("server", { flags: SYN | ACK, sequence: 0, identification: 5, timeToLive: 56 });
    const refused = new Conversation({ clientPort: 50_001, start: 1 }).syn();
    refused.refuseSyn({ timeToLive: 60 });
    const capture = captureOf(accepted, refused);
    const causes = async (isReadTwice: boolean) =>
      (await findingsOf(capture, { isReadTwice })).map(({ cause }) => cause);
    expect(await causes(false)).toEqual(["firewall-reject"]);
    expect(await causes(true)).toEqual(["firewall-reject"]);
  });

  it("forgets no connection that is reset for others that are not", async () => {
    const conversations = Array.from({ length: 40 }, (_, at) => {
      const one = new Conversation({ clientPort: 50_000 + at });
      one.handshake();
      one.send("client", { payload: Buffer.from("GET / HTTP/1.1\r\n\r\n") });
      return one;
    });
    const last = conversations[0];
    if (last === undefined) throw new Error("no conversation");
    last.seconds += 1;
    last.send("server", { flags: RST | ACK });
    const capture = captureOf(...conversations);
    const [finding] = await findingsOf(capture, { connectionLimit: 4, isReadTwice: true });
    expect(finding?.missing).toEqual([]);
    expect(finding?.stream).toBe(0);
  });

  it("is refused where an RST has come meanwhile", async () => {
    const one = new Conversation();
    one.handshake();
    const before = captureOf(one);
    one.send("server", { flags: RST });
    const counts = { frames: 0, unread: 0, segments: 0, resets: 0, evicted: 0 };
    const sink = { consume: () => {}, ahead: () => chunksOf(before), counts };
    await expect(explainCapture(ownModel(), chunksOf(captureOf(one)), sink)).rejects.toThrow(
      "frame 4: the file was changed while it was read; explain a copy of it",
    );
  });
});
