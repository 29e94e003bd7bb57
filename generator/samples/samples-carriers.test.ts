import { describe, expect, it } from "vitest";
import { framesOf, sampleFrames } from "../../test/support/decode.js";
import { extendedModel, ownModel } from "../../test/support/models.js";
import { openRstFinder } from "../../test/support/rst-packets.js";
import { LINK_TYPE } from "../capture/protocol-numbers.js";
import { readPayload } from "../decode/read-payload.js";
import { isUsable } from "../model/registry.js";
import { makeSamples } from "./samples.js";
import { combinations, ENVELOPES } from "./samples-carriers.js";

const model = ownModel();
const last = model.registries[0]?.rows.findLast(isUsable);
const LAST_CODE = { status: "valid", reasonCode: last?.first, pen: 0, reason: last?.description };

describe("ethernet-carriers", async () => {
  const frames = await sampleFrames(model, "ethernet-carriers");
  const stating = frames.filter(({ expectation }) => expectation.facts);

  it("demands the same of each way to carry a payload", () => {
    expect(stating.length).toBeGreaterThan(10);
    for (const { expectation } of stating) expect(expectation.facts).toMatchObject(LAST_CODE);
  });

  it.each([
    ["one VLAN tag", /^.{24}8100000a0800/],
    ["stacked VLAN tags over IPv4", /^.{24}88a800648100000a0800/],
    ["stacked VLAN tags over IPv6", /^.{24}88a800648100000a86dd/],
    ["40 octets of IPv4 options", /^.{24}08004f/],
    ["40 octets of TCP options", /^.{24}080045.{38}.{24}f0/],
    ["Hop-by-Hop Options", /^.{24}86dd6.{11}00/],
    ["Destination Options", /^.{24}86dd6.{11}3c/],
    ["IPv6 fragments", /^.{24}86dd6.{11}2c/],
    ["an Ethernet trailer", /33aa....00000000000000000000$/],
  ])("has a payload behind %s", (_name, pattern) => {
    expect(stating.some(({ octets }) => pattern.test(octets.toString("hex")))).toBe(true);
  });

  it("demands something only of the fragment that completes the segment", () => {
    const fragments = frames.filter(({ expectation }) => /^Fragment /.test(expectation.sentence));
    const last = fragments.filter(({ expectation }) =>
      /^Fragment (\d) of \1,/.test(expectation.sentence),
    );
    expect(fragments.filter(({ expectation }) => expectation.facts)).toEqual(last);
    expect(last).toHaveLength(2);
    for (const { expectation } of last) expect(expectation.blind?.tool).toBe("tcpdump");
  });
});

describe("the samples of other link layers", () => {
  it("are one file for each, over IPv4 and IPv6", async () => {
    const samples = makeSamples(model).filter(({ name }) => name.startsWith("link-"));
    const frames = await Promise.all(samples.map(({ content }) => framesOf(model, content)));
    expect(frames.map((each) => each.map(({ linkType }) => linkType))).toEqual(
      [
        LINK_TYPE.RAW,
        LINK_TYPE.NULL,
        LINK_TYPE.LOOP,
        LINK_TYPE.LINUX_SLL,
        LINK_TYPE.LINUX_SLL2,
      ].map((type) => [type, type]),
    );
    for (const each of frames) {
      expect(each.map(({ decoded }) => decoded?.record.source.address)).toEqual([
        "192.0.2.1",
        "2001:db8::1",
      ]);
      for (const { expectation } of each) expect(expectation.facts).toMatchObject(LAST_CODE);
    }
  });
});

describe("combinations", () => {
  it.each([
    ["our registry", ownModel()],
    ["an extended definition", extendedModel()],
  ])("of %s state in each envelope what they must", (_name, model) => {
    const packets = combinations(model);
    expect(packets.length).toBe(model.diagnosticFormats.length * 4 * ENVELOPES.length);
    for (const { octets, facts, sentence } of packets) {
      const segment = openRstFinder()({ linkType: LINK_TYPE.ETHERNET, octets });
      const { payload = new Uint8Array(), lengthBytes = 0 } = segment ?? {};
      const reading = readPayload(model, { octets: payload, lengthBytes });
      expect(reading?.status, sentence).toBe(facts?.status);
      expect(reading?.reasonCode, sentence).toBe(facts?.reasonCode);
      expect(reading?.pen, sentence).toBe(facts?.pen);
    }
  });

  it("have no two envelopes alike", () => {
    const packed = ENVELOPES.map(({ pack }) => Buffer.from(pack(Buffer.of(1))).toString("hex"));
    expect(new Set(packed).size).toBe(ENVELOPES.length);
  });
});
