import { describe, expect, it } from "vitest";
import { Conversation, captureOf, findingsOf } from "../../test/support/conversation.js";

describe("without a handshake, the client is", () => {
  const seen = (clientPort: number, serverPort: number, start = 0) =>
    new Conversation({ clientPort, serverPort, start }).exchange("client").abort("server");

  it.each([
    ["who uses a reserved port towards one where servers listen", 909, 2049],
    ["who uses the higher one of two ports where servers listen", 8080, 443],
    ["who uses the higher one of two other ports", 50_123, 40_000],
  ])("%s", async (_what, clientPort, serverPort) => {
    const [finding] = await findingsOf(captureOf(seen(clientPort, serverPort)));
    expect([finding?.client.port, finding?.server.port]).toEqual([clientPort, serverPort]);
  });

  it("who then sends a SYN between the same ends", async () => {
    const later = new Conversation({
      clientPort: 40_000,
      serverPort: 50_123,
      first: 9e5,
      start: 1,
    });
    const [finding] = await findingsOf(captureOf(seen(40_000, 50_123), later.syn()));
    expect(finding?.client.port).toBe(40_000);
  });
});
