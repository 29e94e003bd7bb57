import { describe, expect, it } from "vitest";
import { Conversation, findingsOf } from "../../test/support/conversation.js";
import { uint32 } from "../capture/byte-order.js";
import { LINK_TYPE } from "../capture/protocol-numbers.js";
import { writePcapng } from "../samples/write-pcapng.js";

const SIMPLE_PACKET_BLOCK = 3;
const OVERHEAD = 16;

/** The packets of a conversation without any time. */
function timelessCapture({ packets }: Conversation): Uint8Array {
  const header = writePcapng({
    sections: [{ interfaces: [{ linkType: LINK_TYPE.RAW }], packets: [] }],
  });
  const blocks = packets.map(({ octets }) => {
    const padded = Buffer.concat([octets, Buffer.alloc(-octets.length & 3)]);
    const length = uint32(OVERHEAD + padded.length, "little");
    const type = uint32(SIMPLE_PACKET_BLOCK, "little");
    return Buffer.concat([type, length, uint32(octets.length, "little"), padded, length]);
  });
  return Buffer.concat([header, ...blocks]);
}

describe("a capture without times", () => {
  it("still shows what needs no time", async () => {
    const closed = new Conversation().syn().refuseSyn();
    const [finding] = await findingsOf(timelessCapture(closed));
    expect(finding).toMatchObject({ cause: "closed-port", certainty: "high" });
    expect(finding).not.toHaveProperty("time");
    expect(finding).not.toHaveProperty("idleSeconds");
  });

  it("does not show what needs one, and says so", async () => {
    const overflow = new Conversation().handshake().refuse("server", { sequence: 1 });
    const [finding] = await findingsOf(timelessCapture(overflow));
    expect(finding).toMatchObject({ cause: "unknown", certainty: "undecidable" });
    expect(finding?.missing.join("\n")).toContain("the packets have no capture times");
  });
});
