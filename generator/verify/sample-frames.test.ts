import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { extendedModel, ownModel } from "../../test/support/models.js";
import { CaptureError } from "../capture/frame.js";
import { makeSamples } from "../samples/samples.js";
import { writePcapng } from "../samples/write-pcapng.js";
import { compareDecoder, readSampleFrames } from "./facts.js";
import { makePrivateFolder } from "./private-folder.js";

const folder = makePrivateFolder("samples");
const model = ownModel();

function save(name: string, content: Uint8Array) {
  const path = join(folder, name);
  writeFileSync(path, content);
  return { name, path };
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("readSampleFrames", () => {
  it.each([model, extendedModel()])(
    "reads samples with which the decoder agrees",
    async (either) => {
      for (const { name, content } of makeSamples(either)) {
        const frames = await readSampleFrames(either, save(name, content));
        expect(frames).toMatchObject({ name, path: join(folder, name) });
        expect(compareDecoder(frames).disagreements).toEqual([]);
        expect(frames.expectations.size).toBeGreaterThan(0);
      }
    },
  );

  it("counts frames from 1, and has only those decoded that have a payload", async () => {
    const sample = makeSamples(model).find(({ name }) => name === "truncated.pcapng");
    const { expectations, decoded } = await readSampleFrames(
      model,
      save("cut", sample?.content ?? Buffer.of()),
    );
    expect([...expectations.keys()]).toEqual(Array.from({ length: 28 }, (_, at) => at + 1));
    expect(decoded.has(1)).toBe(false);
    expect(decoded.get(2)?.record.frame).toBe(2);
  });

  it("throws where a comment demands nothing", async () => {
    const packets = [{ interface: 0, timeNanoseconds: 0n, octets: Buffer.alloc(60) }];
    const content = writePcapng({ sections: [{ interfaces: [{ linkType: 1 }], packets }] });
    await expect(readSampleFrames(model, save("silent", content))).rejects.toThrow(
      "does not say what must be seen",
    );
  });

  it("throws where the file is damaged", async () => {
    const content = makeSamples(model)[0]?.content.subarray(0, -3) ?? Buffer.of();
    await expect(readSampleFrames(model, save("damaged", content))).rejects.toThrow(CaptureError);
  });
});
