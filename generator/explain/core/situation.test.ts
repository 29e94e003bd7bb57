import { describe, expect, it } from "vitest";
import {
  Conversation,
  captureOf,
  findingOf,
  findingsOf,
} from "../../../test/support/conversation.js";
import { TCP_FLAG } from "../../model/tcp-flag.js";

const { ACK, RST } = TCP_FLAG;
const made = (options = {}) => new Conversation(options);
const busy = (options = {}) =>
  made(options).handshake().exchange("client").exchange("server").exchange("client");
const HELLO = Uint8Array.of(22, 3, 1, 0, 100, 1, 0, 0, 96, 3, 3);

/** Live connections of one client to several servers, that it resets within some milliseconds. */
const together = (
  count: number,
  change: { readonly servers?: number; readonly step?: number } = {},
) =>
  Array.from({ length: count }, (_, at) => {
    const { servers = count, step = 0.001 } = change;
    const server = `198.51.100.${10 + (at % servers)}`;
    return busy({ clientPort: 50_000 + at, server, start: at * step })
      .wait(7)
      .abort("client");
  });

describe("a situation is named", () => {
  it("where a server closes an idle connection that its client uses at that moment", async () => {
    const race = busy()
      .exchange("server")
      .wait(5)
      .fin("server")
      .data("client")
      .refuse("server", { sequence: 202 });
    expect(await findingOf(race)).toMatchObject({
      cause: "data-after-close",
      situation: "keep-alive race",
    });
  });

  it("where a middlebox resets what has just named a server", async () => {
    const blocked = made()
      .syn()
      .wait(0.05)
      .synAck()
      .send("client")
      .send("client", { payload: HELLO })
      .abort("server", { timeToLive: 70 });
    const finding = await findingOf(blocked);
    expect(finding).toMatchObject({
      cause: "injected",
      resetBy: "middle",
      situation: "blocked by name",
      pattern: { bucket: "post-PSH", segments: "PSH+ACK → RST+ACK" },
    });
    expect(finding.nextStep).toContain("server name");
  });

  it("where one host resets connections to several others at once", async () => {
    const findings = await findingsOf(captureOf(...together(5)));
    expect(findings).toHaveLength(5);
    for (const { cause, situation, evidence } of findings) {
      expect([cause, situation]).toEqual(["application-abort", "process ended"]);
      expect(evidence).toHaveLength(5);
    }
  });

  it.each([
    ["three of them", together(3)],
    ["one after the other", together(5, { step: 1 })],
    ["parts of one session", together(5, { servers: 1 })],
    [
      "RSTs in place of FINs",
      together(5).map((one, at) =>
        busy({ clientPort: 51_000 + at, server: `198.51.100.${at + 10}` })
          .exchange("server")
          .fin("server")
          .abort("client", { sequence: one.ends.client.next }),
      ),
    ],
  ])("but not as the end of a process with %s", async (_what, conversations) => {
    const findings = await findingsOf(captureOf(...conversations));
    expect(findings.map(({ situation }) => situation)).not.toContain("process ended");
  });
});

describe("a pattern", () => {
  const later = { flags: RST, acknowledgment: 0 };

  it.each([
    ["post-SYN", "SYN → RST+ACK", made().syn().refuseSyn()],
    ["post-ACK", "SYN; ACK → RST+ACK", made().handshake().abort("server")],
    ["post-PSH", "PSH+ACK → RST", made().handshake().data("client").send("server", later)],
    [
      "post-PSH",
      "PSH+ACK → RST+ACK; RST+ACK0",
      made()
        .handshake()
        .data("client")
        .abort("server")
        .send("server", { flags: RST | ACK, acknowledgment: -1000 }),
    ],
    ["later", "PSH+ACK; Data → RST+ACK", busy().abort("client")],
    ["unknown", "? → RST+ACK", made().exchange("client").exchange("client").abort("server")],
  ])("is %s: %s", async (bucket, segments, conversation) => {
    expect((await findingOf(conversation)).pattern).toEqual({ bucket, segments });
  });
});

describe("who sent an RST", () => {
  const path = () => made().syn().wait(0.05).synAck().send("client").data("client");

  it.each([
    ["an identification and a window that were copied", { identification: 49_156, window: 502 }],
    ["the wrong distance", { timeToLive: 33 }],
  ])("is a middlebox with %s", async (_what, change) => {
    const first = path().wait(0.06).exchange("server");
    const finding = await findingOf(first.abort("server", { identification: 9, ...change }));
    expect(finding.resetBy).not.toBe("server");
  });

  it("is the end where its identification is the next one", async () => {
    const counted = busy().exchange("server").exchange("server").abort("server");
    expect(await findingOf(counted.wait(1).send("server"))).toMatchObject({ resetBy: "server" });
  });

  it("is the end on one host, where there is no middlebox", async () => {
    const local = busy({ server: "192.0.2.1" }).abort("server", { timeToLive: 3 });
    expect(await findingOf(local)).toMatchObject({ resetBy: "server" });
  });
});
