import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Conversation, captureOf, findingOf, findingsOf } from "../../test/support/conversation.js";
import { TCP_FLAG } from "../model/tcp-flag.js";

const hex = (digits: string) => Buffer.from(digits, "hex");
const text = (words: string) => new TextEncoder().encode(words);
const busy = (options = {}) =>
  new Conversation(options).handshake().exchange("client").exchange("server").exchange("client");
const TIMEOUT = hex("33aa000e00000000");
const experiment = (first: number) => new Uint8Array(1000).fill(first, 0, 1);
const MULTIPATH_RESET = Uint8Array.of(30, 4, 0x81, 2);
const MULTIPATH_RESET_AND_TIME = Uint8Array.of(1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2, 30, 4, 0x80, 3);

describe("a stated cause", () => {
  it.each([
    [
      "the diagnostic payload",
      busy().wait(60).abort("server", { payload: TIMEOUT }),
      {
        format: "diagnostic",
        reasonCode: 14,
        pen: 0,
        reason: "Connection timeout",
        certainty: "high",
      },
    ],
    [
      "BIG-IP's payload",
      busy()
        .wait(60)
        .abort("server", { payload: text("BIG-IP: [0x2409a71:704] Flow expired (sweeper)") }),
      { format: "text", reason: '"Flow expired (sweeper)"', reasonCode: 14, certainty: "high" },
    ],
    [
      "BIG-IP's payload of the other side",
      busy().abort("server", {
        payload: text("BIG-IP: [0x11c5672:3045] {peer} TCP RST from remote system"),
      }),
      {
        format: "text",
        reason: '"TCP RST from remote system" (on the proxy\'s other side)',
        reasonCode: 12,
      },
    ],
    [
      "Linux's experiment",
      busy().abort("server", { payload: experiment(15) }),
      {
        format: "linux-experiment",
        reason: expect.stringContaining("TCP_KEEPALIVE_TIMEOUT"),
        certainty: "high",
      },
    ],
    [
      "any sentence",
      busy().abort("server", { payload: text("session table full") }),
      { format: "text", reason: '"session table full"', certainty: "low" },
    ],
    [
      "NetScaler's window",
      busy().abort("server", { window: 9811, timeToLive: 250 }),
      { format: "netscaler-window", certainty: "medium" },
    ],
  ])("is read: %s", async (_name, conversation, expected) => {
    const finding = await findingOf(conversation);
    expect(finding).toMatchObject({ cause: "stated", stated: true, ...expected });
  });

  it.each([
    ["a transient reset", MULTIPATH_RESET, "Lack of resources (transient)", 10],
    ["behind timestamps", MULTIPATH_RESET_AND_TIME, "Administratively prohibited", 9],
    ["a fast close", Uint8Array.of(30, 12, 0x70, 0, 1, 2, 3, 4, 5, 6, 7, 8), "MPTCP fast close", 4],
  ])("is read from an MPTCP option: %s", async (_name, options, reason, reasonCode) => {
    expect(await findingOf(busy().abort("client", { options }))).toMatchObject({
      cause: "multipath",
      stated: true,
      format: "multipath",
      reason,
      reasonCode,
    });
  });

  it.each([
    ["HTTP", busy().abort("server", { payload: text("HTTP/1.1 503 Service Unavailable") })],
    [
      "octets that are no text",
      busy().abort("server", { payload: hex("450000280000400040060000c0000201") }),
    ],
    ["an experiment with an unknown reason", busy().abort("server", { payload: experiment(200) })],
    ["a NetScaler code from a host that counts from 64", busy().abort("server", { window: 9811 })],
    [
      "a NetScaler code that is the window it had before",
      busy().send("server", { window: 9811 }).abort("server", { window: 9811 }),
    ],
    ["another window", busy().abort("server", { window: 9812 + 3, timeToLive: 250 })],
  ])("is not taken from %s", async (_name, conversation) => {
    const { cause, certainty, reasonCode, stated } = await findingOf(conversation);
    const isClaim = stated && certainty !== "low";
    expect(isClaim, `${cause} ${reasonCode}`).toBe(false);
  });

  it.each([
    ["too short", "33aa000e0000", "length"],
    ["code 0", "33aa000000000000", "code"],
  ])(
    "is not taken from a malformed payload, which is named: %s",
    async (_what, digits, problem) => {
      const finding = await findingOf(busy().abort("server", { payload: hex(digits) }));
      expect(finding).toMatchObject({ cause: "application-abort", stated: false });
      expect(finding).not.toHaveProperty("format");
      expect(finding.ignored?.join()).toMatch(
        new RegExp(`diagnostic payload of the RST in frame 10 is malformed .*${problem}`),
      );
      const empty = await findingOf(busy().abort("server"));
      const { ignored: _ignored, ...rest } = finding;
      // As an RST without payload (draft section 4.2).
      expect(rest).toEqual(empty);
    },
  );

  it("is of another RST of the same end, where one is malformed", async () => {
    const finding = await findingOf(
      busy()
        .wait(60)
        .abort("server", { payload: hex("33aa") })
        .abort("server", { payload: TIMEOUT }),
    );
    expect(finding).toMatchObject({ cause: "stated", reasonCode: 14, frame: 10 });
    expect(finding.ignored).toHaveLength(1);
  });

  it("is the option's, where the payload is malformed", async () => {
    const finding = await findingOf(
      busy().abort("client", { options: MULTIPATH_RESET, payload: hex("33aa000e") }),
    );
    expect(finding).toMatchObject({ cause: "multipath", stated: true });
    expect(finding).not.toHaveProperty("ignored");
  });

  it("is of the RST that states it, where an empty one comes first", async () => {
    const finding = await findingOf(
      busy().wait(60).abort("server").wait(0.01).abort("server", { payload: TIMEOUT }),
    );
    expect(finding).toMatchObject({ cause: "stated", frame: 10, evidence: [10, 11] });
  });

  it("is held against what was captured", async () => {
    const finding = await findingOf(busy().abort("server", { payload: TIMEOUT }));
    expect(finding.contradictions[0]).toContain("the connection was not idle");
    expect(finding.certainty).toBe("medium");
    const fitting = await findingOf(busy().wait(60).abort("server", { payload: TIMEOUT }));
    expect(fitting.contradictions).toEqual([]);
    expect(fitting.alternatives).toContainEqual({ cause: "idle-timeout", certainty: "medium" });
  });

  it("is not held against what was not captured", async () => {
    const alone = new Conversation().abort("server", { payload: TIMEOUT });
    expect((await findingOf(alone)).contradictions).toEqual([]);
    const resent = busy()
      .data("client")
      .wait(0.3)
      .send("client", { sequence: 201, payload: new Uint8Array(100) });
    expect((await findingOf(resent.abort("server", { payload: TIMEOUT }))).contradictions).toEqual(
      [],
    );
  });

  it.each([
    ["data that was never sent", "33aa000300000000", new Conversation().handshake()],
    [
      "a SYN that was never sent",
      "33aa000600000000",
      new Conversation().data("client").data("server").data("client"),
    ],
  ])("is held against %s", async (_name, payload, conversation) => {
    conversation.abort("server", { payload: hex(payload) });
    expect((await findingOf(conversation)).contradictions).toHaveLength(1);
  });
});

const PUBLISHED = new URL("../../test/published/captures/", import.meta.url);

describe("captures that nobody here made", () => {
  it.each([
    ["tcp_rst_data.pcap", ["text"], "unknown"],
    ["tcp_rst_data-trunc.pcap", ["text"], "unknown"],
    ["tcp_rst_diag_payload.pcap", ["diagnostic"], "unknown"],
    ["mptcp-tcprst.pcap", ["multipath"], "unknown"],
  ])("say what they state, and nothing else: %s", async (name, formats, by) => {
    const findings = await findingsOf(readFileSync(new URL(name, PUBLISHED)));
    expect(findings.map(({ format }) => format)).toEqual(formats);
    for (const finding of findings) {
      expect(finding).toMatchObject({
        stated: true,
        resetBy: by,
        alternatives: [],
        contradictions: [],
      });
    }
  });
});

describe("a finding of a lone RST", () => {
  it("claims nothing", async () => {
    const lone = new Conversation().send("server", { flags: TCP_FLAG.RST });
    expect(await findingsOf(captureOf(lone))).toMatchObject([
      { cause: "unknown", certainty: "undecidable", resetBy: "unknown", unackedOctets: 0 },
    ]);
  });
});
