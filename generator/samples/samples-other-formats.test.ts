import { describe, expect, it } from "vitest";
import { sampleFrames } from "../../test/support/decode.js";
import { extendedModel, ownModel } from "../../test/support/models.js";

const model = ownModel();

describe("look-alikes", () => {
  it.each([model, extendedModel()])("nearly are diagnostic, and none is", async (either) => {
    const frames = await sampleFrames(either, "look-alikes");
    expect(frames.length).toBeGreaterThan(10);
    for (const { expectation, decoded } of frames) {
      const { sentence, facts } = expectation;
      expect([sentence, decoded?.reading.format]).toEqual([sentence, facts?.format]);
      expect(["text", "opaque", undefined]).toContain(facts?.format);
    }
  });

  it.each([
    ["a segment without RST", /33aa000e00000000$/],
    ["swapped octets", /aa33000e00000000$/],
    ["a late magic number", /0033aa000e000000$/],
    ["half a magic number", /33$/],
    [
      "a text that imitates tcpdump",
      new RegExp(`${Buffer.from("[RST: code 9, pen 0").toString("hex")}$`),
    ],
    ["an option of MPTCP", /1e048101$/],
  ])("have %s", async (_name, pattern) => {
    const frames = await sampleFrames(model, "look-alikes");
    expect(frames.some(({ octets }) => pattern.test(octets.toString("hex")))).toBe(true);
  });
});
