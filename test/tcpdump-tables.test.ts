import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Model } from "../generator/model/model.js";
import { findCause } from "../generator/model/registry.js";
import { ethernetFrame } from "../generator/samples/sample-packet.js";
import { writePcap } from "../generator/samples/write-pcap.js";
import { readWithTcpdump } from "../generator/verify/tcpdump-facts.js";
import { makeFolder } from "./support/cli.js";
import { modelOf, registryXml } from "./support/models.js";
import { buildOrSkip, writePatch } from "./support/tcpdump.js";

type Rows = readonly (readonly [code: number, description: string, reference: string])[];

interface Payload {
  readonly code: number;
  readonly pen: number;
}

function rowsOf(count: number, first = 1): Rows {
  return Array.from({ length: count }, (_, at) => [first + at, `Cause ${first + at}`, ""]);
}

/** Our registry's default revision with other rows; `change` gets its XML. */
function withRows(folder: string, rows: Rows, change = (xml: string) => xml): void {
  const xml = registryXml({ id: "tcp-failure-causes", title: "TCP Failure Causes", rows });
  writeFileSync(join(folder, "tcp-failure-causes.draft-02.xml"), change(xml));
}

const CASES: readonly { what: string; model: () => Model; payloads: readonly Payload[] }[] = [
  {
    what: "5,000 codes, the last ones as a range",
    model: () =>
      modelOf((folder) =>
        withRows(folder, rowsOf(5000), (xml) =>
          xml.replace("<value>5000</value>", "<value>5000-5200</value>"),
        ),
      ),
    payloads: [0, 1, 2499, 4999, 5000, 5100, 5200, 5201, 65535].map((code) => ({ code, pen: 0 })),
  },
  {
    what: "all 65,535 codes",
    model: () => modelOf((folder) => withRows(folder, rowsOf(65535))),
    payloads: [0, 1, 255, 256, 32767, 32768, 65534, 65535].map((code) => ({ code, pen: 0 })),
  },
  {
    what: "2,000 vendors with 50 codes each",
    model: () =>
      modelOf((folder) => {
        for (let pen = 50_000; pen < 52_000; pen += 1) {
          const rows = rowsOf(50, 1 + (pen % 100));
          const xml = registryXml({ id: `vendor-${pen}`, title: `Vendor ${pen}`, rows });
          writeFileSync(join(folder, "vendors", `${pen}.xml`), xml);
        }
      }),
    payloads: [49_999, 50_000, 50_001, 50_999, 51_998, 51_999, 52_000].flatMap((pen) =>
      [-1, 0, 25, 49, 50].map((at) => ({ code: 1 + (pen % 100) + at, pen })),
    ),
  },
];

describe.each(CASES)("a patch for $what", ({ model: makeModel, payloads }) => {
  it("is built, and tells the same reasons as the Model", async ({ skip }) => {
    const model = makeModel();
    const folder = makeFolder();
    const built = await buildOrSkip(skip, writePatch(model, folder));
    if (!built) return;
    const capturePath = join(folder, "reasons.pcap");
    writeFileSync(capturePath, captureOf(payloads));
    const readings = await readWithTcpdump(built.program, capturePath, 3);
    if (typeof readings === "string") throw new Error(readings);
    const found = [...readings.values()].map((line) => line.replace(/^.* \[RST: /, ""));
    expect(found).toEqual(payloads.map((payload) => wantedText(model, payload)));
  });
});

function captureOf(payloads: readonly Payload[]): Uint8Array {
  return writePcap({
    byteOrder: "big",
    resolution: "microseconds",
    linkType: 1,
    snapLength: 262_144,
    packets: payloads.map(({ code, pen }, at) => {
      const octets = Buffer.from("33aa000000000000", "hex");
      octets.writeUInt16BE(code, 2);
      octets.writeUInt32BE(pen, 4);
      const frame = ethernetFrame(4, octets, { sourcePort: 40000 + at });
      return { timeNanoseconds: 0n, octets: frame };
    }),
  });
}

function wantedText({ diagnosticFormats, vendorByPen }: Model, { code, pen }: Payload): string {
  const registry = pen === 0 ? diagnosticFormats[0]?.registry : vendorByPen.get(pen)?.registry;
  const reason = registry && findCause(registry, code)?.description;
  const numbers = `code ${code}, pen ${pen}`;
  const invalid = code === 0 ? " (invalid)" : "";
  return `${reason === undefined ? numbers : `${reason} (${numbers})`}${invalid}]`;
}
