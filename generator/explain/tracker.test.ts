import { describe, expect, it } from "vitest";
import { Conversation, captureOf, findingOf, findingsOf } from "../../test/support/conversation.js";
import { chunksOf } from "../../test/support/decode.js";
import { ownModel } from "../../test/support/models.js";
import type { History } from "./core/history.js";
import { explainCapture } from "./explain-capture.js";

const busy = (options = {}) =>
  new Conversation(options).handshake().exchange("client").exchange("server").exchange("client");

async function run(capture: Uint8Array, connectionLimit: number) {
  const counts = { frames: 0, unread: 0, segments: 0, resets: 0, evicted: 0 };
  const histories: History[] = [];
  await explainCapture(ownModel(), chunksOf(capture), {
    consume: () => {},
    onHistory: (history) => histories.push(history),
    counts,
    connectionLimit,
  });
  return { counts, histories };
}

describe("connections beyond the limit", () => {
  const open = Array.from({ length: 10 }, (_, at) => busy({ clientPort: 40_000 + at, start: at }));

  it("are forgotten, and counted", async () => {
    expect((await run(captureOf(...open), 4)).counts).toMatchObject({ evicted: 6, resets: 0 });
    expect((await run(captureOf(...open), 10)).counts).toMatchObject({ evicted: 0, resets: 0 });
  });

  it("are reported if they were reset, and not counted as forgotten", async () => {
    const reset = Array.from({ length: 10 }, (_, at) =>
      busy({ clientPort: 40_000 + at, start: at * 0.1 }).abort("client"),
    );
    expect((await run(captureOf(...reset), 2)).counts).toMatchObject({ evicted: 0, resets: 10 });
  });
});

describe("connections that are over", () => {
  const closed = (at: number) =>
    busy({ clientPort: 40_000 + at, start: at })
      .fin("client")
      .fin("server");
  const streamOf = async (capture: Uint8Array) => {
    const { histories } = await run(capture, 8);
    return histories.map(({ stream, stage, isForgotten }) => ({ stream, stage, isForgotten }));
  };
  const after = busy({ clientPort: 50_000, start: 200 });

  it("are known to a late segment", async () => {
    const first = closed(0).wait(300).abort("client");
    expect(await streamOf(captureOf(first, closed(1), after))).toEqual([
      { stream: 0, stage: "closed", isForgotten: false },
    ]);
  });

  it("are forgotten for others that are over, but for their number, which is Wireshark's", async () => {
    const first = closed(0).wait(300).abort("client");
    const others = [1, 2, 3].map(closed);
    expect(await streamOf(captureOf(first, ...others, after))).toEqual([
      { stream: 0, stage: "unknown", isForgotten: true },
    ]);
  });
});

describe("a history", () => {
  it("keeps the first events and the latest of a long connection", async () => {
    const long = busy();
    for (let count = 0; count < 200; count += 1) long.exchange("client", 10);
    const [history] = (await run(captureOf(long.abort("client")), 4)).histories;
    expect(history?.before.slice(0, 3).map(({ syn }) => syn)).toEqual([true, true, false]);
    expect(history?.before.at(-1)?.frame).toBe(409);
    expect(history?.before.length).toBeLessThanOrEqual(64);
    expect(history?.sides.client.octets).toBe(2200);
  });

  it("has numbers relative to the first ones, over their end too", async () => {
    const wrapped = busy({ first: 0xffffff80 }).exchange("client", 1000).abort("client");
    const [history] = (await run(captureOf(wrapped), 4)).histories;
    expect(history?.reset).toMatchObject({ sequence: 1201, acknowledgment: 101 });
    expect(history?.sides.client.next).toBe(1201);
  });

  it("has a packet once that was captured twice", async () => {
    const twice = busy().exchange("client");
    const copies = twice.packets.flatMap((packet) => [packet, packet]);
    twice.packets.splice(0, twice.packets.length, ...copies);
    const [history] = (await run(captureOf(twice.abort("client")), 4)).histories;
    expect(history?.sides.client.octets).toBe(300);
  });
});

describe("a connection of the same ends", () => {
  it("is another one after a reset", async () => {
    const first = busy().abort("client");
    const second = busy({ first: 900_000, start: 1 }).abort("server");
    const findings = await findingsOf(captureOf(first, second));
    expect(findings.map(({ stream, resetBy }) => [stream, resetBy])).toEqual([
      [0, "client"],
      [1, "server"],
    ]);
  });

  it("goes on after a SYN that was none of its ends'", async () => {
    const forged = new Conversation({ first: 700_000, start: 0.5 }).syn();
    const rest = busy().wait(1).exchange("client").abort("client");
    // The number is Wireshark's, which begins a stream at that SYN and stays there.
    expect(await findingOf(forged, rest)).toMatchObject({ stream: 1, cause: "application-abort" });
  });

  it("is reported twice where it survives a forged reset and is reset later", async () => {
    const survivor = busy().refuse("client", { sequence: 300 }).send("server").wait(10);
    for (let count = 0; count < 5; count += 1) survivor.exchange("client");
    const findings = await findingsOf(captureOf(survivor.abort("client")));
    expect(findings.map(({ cause, stream }) => [cause, stream])).toEqual([
      ["inexact-rst", 0],
      ["application-abort", 0],
    ]);
  });
});

describe("a challenge ACK of an old connection", () => {
  it("does not make a hole in the new one", async () => {
    const renewed = new Conversation()
      .syn()
      .send("server", { sequence: 777, acknowledgment: 4444 })
      .refuse("client", { sequence: 4444 });
    renewed.ends.server.next = 0;
    renewed
      .wait(1)
      .handshake()
      .exchange("client")
      .exchange("server")
      .exchange("client")
      .abort("client");
    const findings = await findingsOf(captureOf(renewed));
    expect(findings.map(({ cause, certainty, missing }) => [cause, certainty, missing])).toEqual([
      ["old-connection", "high", []],
      ["application-abort", "medium", []],
    ]);
  });
});

describe("lost octets", () => {
  it.each([
    ["none where all was acknowledged", busy().wait(1).abort("client"), 0],
    ["what was not acknowledged", busy().data("client", 70).wait(1).abort("client"), 70],
    [
      "what was on its way to the end that reset",
      busy().wait(1).abort("client").data("server", 50).refuse("client", { sequence: 201 }),
      50,
    ],
    [
      "what an end sent that a middlebox had reset",
      busy()
        .wait(1)
        .abort("server", { timeToLive: 99, identification: 54321 })
        .wait(0.1)
        .data("server", 80)
        .refuse("client", { sequence: 201 }),
      80,
    ],
    [
      "none of the payload of RSTs",
      busy()
        .wait(1)
        .abort("server", { payload: Uint8Array.of(0x33, 0xaa, 0, 10, 0, 0, 0, 0) })
        .abort("server", { payload: Uint8Array.of(0x33, 0xaa, 0, 10, 0, 0, 0, 0) }),
      0,
    ],
    [
      "none of what was answered before the RST",
      busy().wait(1).exchange("server", 30).exchange("client", 9).abort("server"),
      0,
    ],
    ["what the RST followed at once", busy().wait(1).exchange("server", 30).abort("server"), 30],
    [
      "none of an RST that was not believed",
      busy()
        .data("client", 9)
        .refuse("client", { sequence: 300 })
        .send("server", { acknowledgment: 201 })
        .wait(0.1)
        .exchange("client"),
      0,
    ],
  ])("are %s", async (_name, conversation, octets) => {
    expect((await findingOf(conversation)).unackedOctets).toBe(octets);
  });
});
