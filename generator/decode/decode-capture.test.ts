import { describe, expect, it } from "vitest";
import { chunksOf, decodeBytes } from "../../test/support/decode.js";
import { ownModel } from "../../test/support/models.js";
import { CaptureError } from "../capture/frame.js";
import { LINK_TYPE } from "../capture/protocol-numbers.js";
import { buildEthernet } from "../samples/build-link.js";
import { ethernetFrame } from "../samples/sample-packet.js";
import { writePcapng } from "../samples/write-pcapng.js";
import { type DecodeCounts, type Decoded, decodeCapture } from "./decode-capture.js";

const model = ownModel();
const TIMEOUT = Buffer.from("33aa000e00000000", "hex");

/** A capture of Ethernet frames, a second apart. */
function captureOf(...frames: readonly Uint8Array[]): Uint8Array {
  const packets = frames.map((octets, at) => ({
    interface: 0,
    timeNanoseconds: BigInt(at) * 1_000_000_000n,
    octets,
  }));
  const interfaces = [{ linkType: LINK_TYPE.ETHERNET }];
  return writePcapng({ sections: [{ interfaces, packets }] });
}

const noRst = buildEthernet({ payload: Buffer.of(), etherType: 0x0806, minimumLength: 60 });
const capture = captureOf(
  noRst,
  ethernetFrame(4, TIMEOUT, { sourcePort: 80 }),
  ethernetFrame(4, Buffer.from("go away")),
  ethernetFrame(6, TIMEOUT, { sourcePort: 443 }),
  ethernetFrame(6, new Uint8Array()),
);

describe("decodeCapture", () => {
  it("hands over each stated reason in the order of the frames, with where and when", async () => {
    const decoded = await decodeBytes(model, capture);
    expect(decoded.map(({ record }) => record)).toMatchObject([
      {
        frame: 2,
        time: "1970-01-01T00:00:01.000000Z",
        source: { address: "192.0.2.1", port: 80 },
        destination: { address: "198.51.100.7" },
        reason: "Connection timeout",
        problems: [],
      },
      { frame: 3, format: "text", standing: "guess", text: "go away" },
      {
        frame: 4,
        time: "1970-01-01T00:00:03.000000Z",
        source: { address: "2001:db8::1", port: 443 },
        destination: { address: "2001:db8:2::7" },
        reasonCode: 14,
      },
    ]);
  });

  it("has in the record all of the reading but what is not for it", async () => {
    for (const { record, reading } of await decodeBytes(model, capture)) {
      const { lengthBytes, numbers, ...stated } = reading;
      expect(record).toMatchObject(stated);
      expect(record).not.toHaveProperty("lengthBytes");
      expect(record).not.toHaveProperty("numbers");
      expect([lengthBytes, numbers]).toEqual([record.format === "text" ? 7 : 8, {}]);
    }
  });

  it.each([1, 7, 64, 100_000])("counts the same in chunks of %d octets", async (chunkLength) => {
    const counts = { frames: 0, unread: 0, resets: 0, stated: 0, guessed: 0 };
    await decodeCapture(model, chunksOf(capture, chunkLength), { consume: () => {}, counts });
    expect(counts).toEqual({ frames: 5, unread: 0, resets: 4, stated: 2, guessed: 1 });
  });

  it("hands over and counts what was before the damage, then rejects", async () => {
    const counts: DecodeCounts = { frames: 0, unread: 0, resets: 0, stated: 0, guessed: 0 };
    const decoded: Decoded[] = [];
    const damaged = chunksOf(capture.subarray(0, -10));
    const reading = decodeCapture(model, damaged, { consume: (one) => decoded.push(one), counts });
    await expect(reading).rejects.toThrow(CaptureError);
    expect(counts).toEqual({ frames: 4, unread: 0, resets: 3, stated: 2, guessed: 1 });
    expect(decoded).toHaveLength(3);
  });
});
