import { describe, expect, it } from "vitest";
import { extendedModel, ownModel } from "../../test/support/models.js";
import { openRstFinder } from "../../test/support/rst-packets.js";
import { LINK_TYPE } from "../capture/protocol-numbers.js";
import { readPayload } from "../decode/read-payload.js";
import { combinations, ENVELOPES } from "./samples-combinations.js";

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
