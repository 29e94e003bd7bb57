import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readCapture } from "../generator/capture/read-capture.js";
import { listEncapsulations } from "../generator/samples/samples-encapsulations.js";
import { type PcapngPacket, writePcapng } from "../generator/samples/write-pcapng.js";
import { makePrivateFolder } from "../generator/verify/private-folder.js";
import { ROOT } from "./support/cli.js";
import { ownStreams, sumUp, wiresharkStreams } from "./support/streams.js";
import { lacks, skippedIf, without } from "./support/tools.js";

const FOLDER = join(ROOT, "samples/encapsulations");
const PAGE = join(ROOT, "docs/encapsulations.md");
const folder = makePrivateFolder("encapsulations");

afterAll(() => rmSync(folder, { recursive: true }));

/** What a table of the page says between these marks; `npm run docs` writes it. */
const MARKS = ["<!-- reading table -->\n", "<!-- end of reading table -->"] as const;

describe("each encapsulation", () => {
  it.each(listEncapsulations().map(({ title, name }) => [title, name] as const))(
    "%s lets its conversation be seen",
    async (_title, name) => {
      const frames = await ownStreams(join(FOLDER, `${name}.pcapng`));
      expect(frames.reduce((sum, { resets }) => sum + resets, 0)).toBeGreaterThanOrEqual(2);
    },
  );

  it("is in the reading table of the page", async () => {
    const rows = await Promise.all(
      listEncapsulations().map(async ({ name, title }) => {
        const counts = sumUp(await ownStreams(join(FOLDER, `${name}.pcapng`)));
        return `| ${title} | ${name} | ${counts} |`;
      }),
    );
    const page = readFileSync(PAGE, "utf8");
    const [before = "", rest = ""] = page.split(MARKS[0]);
    const after = rest.slice(rest.indexOf(MARKS[1]));
    const table = [
      "| encapsulation | sample | seen by explain and by Wireshark 4.0 |",
      "|---|---|---|",
    ];
    const wanted = `${before}${MARKS[0]}${[...table, ...rows].join("\n")}\n${after}`;
    if (process.env["RSTDIAG_WRITE_DOCS"]) writeFileSync(PAGE, wanted);
    expect(readFileSync(PAGE, "utf8")).toBe(wanted);
  });
});

/** Newer ones number connections by more than their ends; what we say of that is not decided yet. */
const IS_NEWER = !/ 4\.[0-2]\./.test(
  spawnSync("tshark", ["--version"], { encoding: "utf8" }).stdout ?? " 4.0.",
);
const OTHERWISE = skippedIf(IS_NEWER, "tshark 4.4 numbers streams otherwise");
/** Ends that meet again in another tunnel. */
const AMBIGUOUS = ["vxlan-tenants"];
const ENCAPSULATIONS = listEncapsulations().map(({ name }) => name);

describe.skipIf(lacks("tshark"))(`frames, streams and RSTs${without("tshark")}`, () => {
  it.each(ENCAPSULATIONS.filter((name) => !(IS_NEWER && AMBIGUOUS.includes(name))))(
    "are those of Wireshark: %s",
    async (name) => {
      const path = join(FOLDER, `${name}.pcapng`);
      expect(await ownStreams(path)).toEqual(wiresharkStreams(path));
    },
    30_000,
  );

  it.skipIf(IS_NEWER)(
    `are those of Wireshark in all other samples${OTHERWISE}`,
    async () => {
      const path = join(folder, "all.pcapng");
      writeFileSync(path, await joinSamples());
      expect(await ownStreams(path)).toEqual(wiresharkStreams(path));
    },
    120_000,
  );
});

/** All other samples in one capture, whose ends meet again and again. */
async function joinSamples(): Promise<Uint8Array> {
  const paths = ["samples", "samples/laboratory"].flatMap((name) =>
    readdirSync(join(ROOT, name))
      .filter((file) => /\.pcap(ng)?$/.test(file))
      .map((file) => join(ROOT, name, file)),
  );
  const interfaces = new Map<number, number>();
  const packets: PcapngPacket[] = [];
  for (const path of paths) {
    await readCapture(chunksOf(path), ({ linkType, octets, originalLength }) => {
      const index = interfaces.get(linkType) ?? interfaces.size;
      interfaces.set(linkType, index);
      const timeNanoseconds = BigInt(packets.length) * 1_000_000n;
      packets.push({
        interface: index,
        timeNanoseconds,
        octets: Buffer.from(octets),
        originalLength,
      });
    });
  }
  const described = [...interfaces.keys()].map((linkType) => ({ linkType }));
  return writePcapng({ sections: [{ interfaces: described, packets }] });
}

async function* chunksOf(path: string): AsyncGenerator<Uint8Array> {
  yield readFileSync(path);
}
