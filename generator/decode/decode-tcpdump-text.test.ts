import { describe, expect, it } from "vitest";
import { extendedModel, ownModel } from "../../test/support/models.js";
import type { Model } from "../model/model.js";
import type { DecodeCounts, Decoded } from "./decode-capture.js";
import { decodeTcpdumpText } from "./decode-tcpdump-text.js";

const own = ownModel();

async function decode(text: string, model: Model = own) {
  const found: Decoded["record"][] = [];
  const counts: DecodeCounts = { frames: 0, unread: 0, resets: 0, stated: 0, guessed: 0 };
  const consume = ({ record }: Decoded) => found.push(record);
  async function* chunks() {
    // Lines and characters are divided anywhere.
    for (let at = 0; at < text.length; at += 7) yield Buffer.from(text.slice(at, at + 7));
  }
  await decodeTcpdumpText(model, chunks(), { consume, counts });
  return { found, counts };
}

const HEAD = "12:00:00.000001 IP (tos 0x0, ttl 64, id 1, flags [none], proto TCP (6), length 48)\n";
const FLOW = "    192.0.2.1.443 > 198.51.100.7.52292: ";
const RST = "Flags [R.], cksum 0xb619 (correct), seq 1000:1008, ack 2000, win 0, ";
const frame = (payload: string) => `${HEAD}${FLOW}${RST}${payload}\n`;
const timeout = frame("length 8 [RST: code 14, pen 0]");

describe("decodeTcpdumpText", () => {
  it("makes the record that the payload would give", async () => {
    const { found, counts } = await decode(timeout);
    expect(found).toEqual([
      {
        frame: 1,
        source: { address: "192.0.2.1", port: 443 },
        destination: { address: "198.51.100.7", port: 52292 },
        format: "diagnostic",
        standing: "specified",
        status: "valid",
        reasonCode: 14,
        pen: 0,
        registry: "tcp-failure-causes",
        revision: "draft-02",
        reason: "Connection timeout",
        reference: "draft-ietf-tcpm-rst-diagnostic-payload-02",
        otherReadings: [{ revision: "draft-03", reason: "Reset received from the peer" }],
        problems: [],
      },
    ]);
    expect(counts).toEqual({ frames: 1, unread: 0, resets: 1, stated: 1, guessed: 0 });
  });

  it.each([
    ["length 8 [RST: code 999, pen 77]", { status: "valid", reasonCode: 999, pen: 77 }],
    ["length 8 [RST: code 0, pen 5 (invalid)]", { status: "malformed", reasonCode: 0, pen: 5 }],
    ["length 8 [RST: Any words (code 14, pen 0)]", { reason: "Connection timeout" }],
    ["length 12 [RST: length 12 != 8 (invalid)]", { status: "malformed" }],
    [
      "length 12 [RST: length 12 != 8 (invalid) [|tcp]",
      { problems: ["wrong-length", "truncated"] },
    ],
    ["length 8 [RST:  [|tcp]", { status: "truncated", problems: ["truncated"] }],
  ])("reads %s", async (payload, record) => {
    const { found } = await decode(frame(payload));
    expect(found).toMatchObject([record]);
  });

  it.each([
    ["]", { status: "valid", reason: expect.stringMatching(/^TCP_STATE: /), problems: [] }],
    [" [|tcp]", { status: "truncated", problems: ["truncated"] }],
  ])("reads a guess as one: linux-reason 14%s", async (end, record) => {
    const { found, counts } = await decode(frame(`length 1000 [RST: linux-reason 14${end}`));
    const known = { format: "linux-experiment", standing: "guess", reasonCode: 14 };
    expect(found).toMatchObject([{ ...known, ...record }]);
    expect(counts).toMatchObject({ resets: 1, stated: 0, guessed: 1, unread: 0 });
  });

  it.each([
    ["a guess of another length", "length 999 [RST: linux-reason 14]"],
    ["a guess that no revision knows", "length 1000 [RST: linux-reason 25]"],
    ["a guess of too many bits", "length 1000 [RST: linux-reason 256]"],
    ["no code", "length 8 [RST: Connection timeout]"],
    ["a code that is none", "length 8 [RST: code 65536, pen 0]"],
    ["a PEN that is none", "length 8 [RST: code 1, pen 4294967296]"],
    ["a length that no format has", "length 9 [RST: code 1, pen 0]"],
    ["a number that no format has", "length 8 [RST: code 1, pen 0, try-count 3]"],
  ])("counts what it cannot read: %s", async (_what, payload) => {
    const { found, counts } = await decode(frame(payload));
    expect(found).toEqual([]);
    expect(counts).toMatchObject({ resets: 1, stated: 0, unread: 1 });
  });

  it("finds a format by its length and its numbers", async () => {
    const text = frame("length 9 [RST: code 14, pen 0, try-count 3]");
    const { found } = await decode(text, extendedModel());
    expect(found).toMatchObject([{ format: "diagnostic", reasonCode: 14, tryCount: 3 }]);
  });

  it.each([
    ["IPv6", "IP6 (hlim 64, payload length: 28) 2001:db8::1.443 > 2001:db8::2.99: "],
    ["extension headers", "IP6 (hlim 64) 2001:db8::1 > 2001:db8::2: HBH (padn) 443 > 99: "],
    [
      "IP in IP",
      "IP (tos 0x0) 192.0.2.8 > 192.0.2.9: IP6 (hlim 64) 2001:db8::1.443 > 2001:db8::2.99: ",
    ],
  ])("reads the ends of %s", async (_what, ahead) => {
    const { found } = await decode(`12:00:00.000001 ${ahead}${RST}length 8 [RST: code 1, pen 0]\n`);
    expect(found).toMatchObject([
      {
        source: { address: "2001:db8::1", port: 443 },
        destination: { address: "2001:db8::2", port: 99 },
      },
    ]);
  });

  it.each([
    ["names", timeout.replace("192.0.2.1.443", "host.example.https")],
    ["no header, as without -v", timeout.replace(/\(tos[^\n]*\n *(?=192)/, "")],
  ])("does not read %s, and says so", async (_what, text) => {
    const { found, counts } = await decode(text);
    expect(found).toEqual([]);
    expect(counts).toMatchObject({ frames: 1, unread: 1 });
  });

  it.each([
    ["the form of the payload", "length 30 [RST , length 8 [RST: code 9, pen 0]"],
    ["the end of the payload", "length 21 [RST ] [RST: code 9, pen 0]"],
    ["the colon", "length 16 [RST : code 9, pen 0]"],
    ["a frame behind an escaped line end", `length 99 [RST+ x]^J${HEAD.trim()}^J${FLOW.trim()}]`],
  ])("takes a text that imitates %s for a text", async (_what, payload) => {
    const { found, counts } = await decode(frame(payload));
    expect(found).toEqual([]);
    expect(counts).toEqual({ frames: 1, unread: 0, resets: 1, stated: 0, guessed: 0 });
  });

  it("takes nothing from a segment that is no RST", async () => {
    const { found, counts } = await decode(timeout.replace("[R.]", "[P.]"));
    expect([found, counts.resets]).toEqual([[], 0]);
  });

  it("ends where -A prints a payload with its own line ends", async () => {
    const forged = `${timeout}E..0....@......\n${timeout}`;
    await expect(decode(forged)).rejects.toThrow("line 3: neither the beginning of a frame");
  });
});
