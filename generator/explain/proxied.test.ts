import { describe, expect, it } from "vitest";
import { Conversation, captureOf, findingsOf } from "../../test/support/conversation.js";

const PROXY = "198.51.100.7";

const front = () => new Conversation({ server: PROXY }).handshake().exchange("client");
const behind = (_: unknown, at: number) =>
  new Conversation({
    client: PROXY,
    clientPort: 40_000 + at,
    server: "203.0.113.9",
    serverPort: 8080,
    start: 0.1,
  })
    .handshake()
    .exchange("client");

/** The reset of the front connection, `seconds` after that behind. */
async function frontFinding(seconds: number, backs: readonly Conversation[]) {
  const outer = front();
  for (const back of backs) back.abort("server");
  const last = backs[0]?.seconds ?? 0;
  outer.wait(last - outer.seconds + seconds).abort("server");
  const findings = await findingsOf(captureOf(outer, ...backs));
  return findings.find(({ server }) => server.address === PROXY);
}

describe("a proxied reset", () => {
  it("is one that comes at once after the reset behind", async () => {
    expect(await frontFinding(0.002, [behind(0, 0)])).toMatchObject({
      cause: "proxied",
      certainty: "medium",
      resetBy: "server",
      reason: "Reset received from the peer",
      evidence: [11, 12],
    });
  });

  it.each([
    ["is none a second later", 1, 1],
    ["is none where two were reset behind", 0.002, 2],
    ["is none without a reset behind", 0.002, 0],
  ])("%s", async (_name, seconds, count) => {
    const backs = Array.from({ length: count }, behind);
    const finding = await frontFinding(seconds, backs);
    expect(finding?.cause).not.toBe("proxied");
  });

  it("is none of a connection within one host, which is its own", async () => {
    const outer = new Conversation({ client: PROXY, server: PROXY }).handshake().exchange("client");
    const [finding] = await findingsOf(captureOf(outer.abort("server")));
    expect(finding?.cause).not.toBe("proxied");
  });

  it("is none where the connection behind was refused", async () => {
    const outer = front();
    const back = new Conversation({ client: PROXY, server: "203.0.113.9", start: 0.1 }).syn();
    back.refuse("server", { sequence: 0 });
    outer.wait(back.seconds - outer.seconds + 0.002).abort("server");
    const findings = await findingsOf(captureOf(outer, back));
    expect(findings.map(({ cause }) => cause)).not.toContain("proxied");
  });

  it("is none where the connection behind was older", async () => {
    const back = new Conversation({ client: PROXY, server: "203.0.113.9", serverPort: 8080 })
      .handshake()
      .exchange("client");
    const outer = new Conversation({ server: PROXY, start: 0.5 }).handshake().exchange("client");
    back.wait(outer.seconds - back.seconds).abort("server");
    outer.abort("server");
    const findings = await findingsOf(captureOf(outer, back));
    expect(findings.map(({ cause }) => cause)).not.toContain("proxied");
  });
});
