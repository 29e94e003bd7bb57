import { describe, expect, it } from "vitest";
import { Conversation, captureOf, findingsOf } from "../../test/support/conversation.js";

/** Connections without data that the client resets, at these times. */
const series = (times: readonly number[], isHalfOpen = false) =>
  times.map((start, at) => {
    const made = new Conversation({ start, clientPort: 50_000 + at, serverPort: 80 });
    return isHalfOpen ? made.syn().synAck().refuse("client") : made.handshake().abort("client");
  });

const causes = async (conversations: readonly Conversation[]) =>
  (await findingsOf(captureOf(...conversations))).map(({ cause }) => cause);

describe("health checks", () => {
  it.each([
    ["with a handshake", false],
    ["half open", true],
  ])("are connections at a fixed period: %s", async (_name, isHalfOpen) => {
    const findings = await findingsOf(captureOf(...series([0, 5, 10, 15.01, 20], isHalfOpen)));
    expect(findings).toHaveLength(5);
    for (const finding of findings) {
      expect(finding).toMatchObject({ cause: "health-check", certainty: "high", benign: true });
    }
  });

  it("are none where there are few of them", async () => {
    expect(await causes(series([0, 5, 10], true))).toEqual([
      "application-abort",
      "application-abort",
      "application-abort",
    ]);
  });

  it("are none at irregular times", async () => {
    expect(await causes(series([0, 5, 7, 19, 20]))).not.toContain("health-check");
  });

  it("are none where there was data", async () => {
    const conversations = [0, 5, 10, 15].map((start, at) =>
      new Conversation({ start, clientPort: 50_000 + at })
        .handshake()
        .exchange("client")
        .abort("client"),
    );
    expect(await causes(conversations)).not.toContain("health-check");
  });

  it("keep what does not fit the period", async () => {
    const found = await causes(series([0, 5, 10, 15, 17], true));
    expect(found.filter((cause) => cause === "health-check")).toHaveLength(4);
    expect(found).toContain("application-abort");
  });
});
