import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { target } from "../generator/targets/docs.js";
import { runCommand } from "../generator/verify/run-command.js";
import { ROOT, runCli } from "./support/cli.js";
import { readCells } from "./support/markdown.js";
import { extendedModel } from "./support/models.js";
import { selectFrames } from "./support/select-frames.js";
import { IS_ROOT, lacks, without } from "./support/tools.js";

const CODES = join(ROOT, "samples/registered-codes.pcapng");
const DOCUMENT = readFileSync(join(ROOT, "dist/docs/reset-reasons.md"), "utf8");

interface Section {
  readonly heading: string;
  /** That of the formats has no PEN. */
  readonly pen: number | undefined;
  readonly rows: readonly {
    readonly code: number;
    readonly display: string;
    readonly capture: string;
  }[];
}

/** The tables below their headings. */
function sectionsOf(markdown: string): readonly Section[] {
  return markdown
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [heading = "", ...lines] = section.split("\n");
      const pen = /^Private enterprise number: (\d+)\.$/m.exec(section)?.[1];
      const [titles = [], , ...rows] = lines.filter((line) => line.startsWith("|")).map(readCells);
      const cellOf = (cells: readonly string[], title: string) =>
        cells[titles.indexOf(title)] ?? "";
      return {
        heading,
        pen: pen === undefined ? undefined : Number(pen),
        rows: rows.map((cells) => ({
          code: Number(cellOf(cells, "Code")),
          display: cellOf(cells, "Display filter"),
          capture: cellOf(cells, "Capture filter"),
        })),
      };
    });
}

const sections = sectionsOf(DOCUMENT);
const [formats = []] = sections.map(({ rows }) => rows);
const [diagnostic] = formats;
const reasons = sections.flatMap(({ heading, pen, rows }) =>
  pen === undefined ? [] : rows.map((row) => ({ ...row, pen, name: `${row.code}, ${heading}` })),
);

interface Seen {
  readonly frame: number;
  readonly time: string;
  readonly source: { readonly address: string };
  readonly reasonCode?: number;
  readonly pen?: number;
}

/** What the reference decoder reads of a sample. */
function decode(path: string): readonly Seen[] {
  const lines = runCli(["decode", "--json", path]).stdout.split("\n").filter(Boolean);
  return lines.map((line): Seen => JSON.parse(line));
}

const FRAMES = decode(CODES);

function framesOf(code: number, pen: number): readonly Seen[] {
  return FRAMES.filter((seen) => seen.reasonCode === code && seen.pen === pen);
}

async function tcpdump(...args: readonly string[]) {
  const result = await runCommand({ program: "tcpdump", args });
  if (result.kind !== "exited") throw new Error(`tcpdump: ${result.kind}`);
  return result;
}

/** The times of the frames that a filter selects; no two frames of a sample have the same. */
async function selectedTimes(path: string, filter: string): Promise<readonly string[]> {
  const { code, stdout, stderr } = await tcpdump("-n", "-tttt", "-r", path, filter);
  expect(code, stderr).toBe(0);
  const times = stdout.match(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}/gm) ?? [];
  return times.map((time) => `${time.replace(" ", "T")}Z`);
}

it("the document has every code of the sample of registered codes", () => {
  const known = reasons.map(({ pen, code }) => `${pen}/${code}`);
  const seen = FRAMES.map(({ reasonCode, pen }) => `${pen}/${reasonCode}`);
  expect(seen.length).toBeGreaterThan(0);
  expect(known).toEqual(expect.arrayContaining(seen));
});

describe.skipIf(lacks("tcpdump"))(`its capture filter${without("tcpdump")}`, () => {
  it.each(reasons)("of $name selects the frames of that code alone, IPv4 and IPv6", async (row) => {
    const wanted = framesOf(row.code, row.pen);
    expect(await selectedTimes(CODES, row.capture)).toEqual(wanted.map(({ time }) => time));
    const versions = new Set(wanted.map(({ source }) => source.address.includes(":")));
    if (wanted.length > 0) expect(versions.size).toBe(2);
  });

  it("of a format selects all of its frames, and no others", async () => {
    const others = formats.slice(1).filter(({ capture }) => capture !== "");
    expect(others).toHaveLength(2);
    const capture = diagnostic?.capture ?? "";
    expect(await selectedTimes(CODES, capture)).toEqual(FRAMES.map(({ time }) => time));
    for (const other of [capture, ...others.map((one) => one.capture)]) {
      expect(await selectedTimes(join(ROOT, "samples/look-alikes.pcapng"), other)).toEqual([]);
    }
    for (const other of others) expect(await selectedTimes(CODES, other.capture)).toEqual([]);
  });

  it("selects frames with a VLAN tag where it is written as the document says", async () => {
    const carriers = join(ROOT, "samples/ethernet-carriers.pcapng");
    const capture = diagnostic?.capture ?? "";
    const tagged = await selectedTimes(carriers, `vlan and (${capture})`);
    expect(tagged).not.toEqual([]);
    const untagged = await selectedTimes(carriers, capture);
    expect(untagged.filter((time) => tagged.includes(time))).toEqual([]);
  });

  it("is compiled for other formats too", async () => {
    const [file] = target(extendedModel(), { version: "1.2.3" });
    const rows = sectionsOf(String(file?.content)).flatMap((section) => section.rows);
    expect(rows.length).toBeGreaterThan(20);
    for (const { capture } of rows) {
      const { code, stderr } = await tcpdump("-d", "-y", "EN10MB", capture);
      expect([stderr, code]).toEqual(["", 0]);
    }
  });
});

describe.skipIf(lacks("tshark"))(`its display filters${without("tshark")}`, () => {
  it("select the frames of their codes alone", async () => {
    const wanted = [
      ...formats.map(({ display }, at) => ({ display, frames: at === 0 ? FRAMES : [] })),
      ...reasons.map(({ display, code, pen }) => ({ display, frames: framesOf(code, pen) })),
    ];
    const luaPaths = [join(ROOT, "dist/wireshark/rstdiag.lua")];
    const filters = wanted.map(({ display }) => display);
    const selected = await selectFrames(CODES, filters, { luaPaths, isRoot: IS_ROOT });
    for (const { display, frames } of wanted) {
      const found = selected.get(display);
      expect([display, found]).toEqual([display, frames.map(({ frame }) => frame)]);
    }
  });
});
