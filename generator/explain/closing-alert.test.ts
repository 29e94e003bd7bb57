import { describe, expect, it } from "vitest";
import { Conversation, findingOf } from "../../test/support/conversation.js";

const hex = (digits: string) => Buffer.from(digits, "hex");
/** TLS 1.3: level, description, type and tag, as application data. */
const SEALED = hex(`1703030013${"5a".repeat(19)}`);
/** TLS 1.2 with AES-GCM: a nonce of 8 octets, level and description, a tag of 16. */
const ENCRYPTED = hex(`150303001a${"5a".repeat(26)}`);
const CLOSE_NOTIFY = hex("15030300020100");

/** The client closes; the server still sends these payloads, and the client refuses them. */
function refuseAfterClose(...payloads: readonly Uint8Array[]) {
  const conversation = new Conversation().handshake().exchange("client").exchange("server");
  conversation.fin("client");
  for (const payload of payloads) conversation.send("server", { payload });
  return findingOf(conversation.refuse("client", { sequence: 102 }));
}

describe("a closing alert of TLS to an end that has closed", () => {
  it.each([
    ["TLS 1.3", [SEALED]],
    ["TLS 1.2", [ENCRYPTED]],
    ["no encryption", [CLOSE_NOTIFY]],
    ["an alert that is sent twice", [SEALED, SEALED]],
  ])("is benign: %s", async (_what, payloads) => {
    expect(await refuseAfterClose(...payloads)).toMatchObject({
      cause: "data-after-close",
      certainty: "high",
      benign: true,
      unackedOctets: 0,
      nextStep: expect.stringMatching(/^No action needed: /),
    });
  });

  it.each([
    ["a record of another length", [hex(`1703030014${"5a".repeat(20)}`)]],
    ["data before it", [Buffer.alloc(100, 0x41), SEALED]],
    ["data behind it in its segment", [Buffer.concat([SEALED, Buffer.alloc(9)])]],
    ["no version of TLS", [hex(`1705030013${"5a".repeat(19)}`)]],
    ["a handshake", [hex(`1603030013${"5a".repeat(19)}`)]],
  ])("is not taken for it: %s", async (_what, payloads) => {
    const finding = await refuseAfterClose(...payloads);
    expect(finding).toMatchObject({ cause: "data-after-close", benign: false });
    const late = payloads.reduce((sum, { length }) => sum + length, 0);
    expect(finding?.unackedOctets).toBeGreaterThanOrEqual(late);
  });
});
