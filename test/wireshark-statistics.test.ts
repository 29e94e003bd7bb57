import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { LINK_TYPE } from "../generator/capture/protocol-numbers.js";
import { decodeCapture } from "../generator/decode/decode-capture.js";
import type { RstRecord } from "../generator/model/record.js";
import { findCause } from "../generator/model/registry.js";
import { TCP_FLAG } from "../generator/model/tcp-flag.js";
import { quoteText } from "../generator/model/text.js";
import { buildIpv4, buildUnreachable } from "../generator/samples/build-ip.js";
import { buildEthernet } from "../generator/samples/build-link.js";
import { buildTcp } from "../generator/samples/build-tcp.js";
import { ethernetFrame, ipPacket } from "../generator/samples/sample-packet.js";
import { writePcap } from "../generator/samples/write-pcap.js";
import { makeFolder, ROOT } from "./support/cli.js";
import { ownModel } from "./support/models.js";
import { isPrinted, readPage, readSteps } from "./support/pages.js";
import { lacks, openTsharkForTest, without } from "./support/tools.js";

const LUA = join(ROOT, "dist/wireshark/rstdiag.lua");
const MODEL = ownModel();
const ON = ["-o", "rstdiag.statistics:TRUE"];
const TIMEOUT = Buffer.from("33aa000e00000000", "hex");

const RESETS = "TCP resets";
const PAYLOAD = "Payload";
const CAUSE = "Cause as stated by the sender, by origin";
const ADDRESS = "Address: RSTs with diagnostic payload";
const TITLES = [RESETS, PAYLOAD, CAUSE, ADDRESS];
const NOT_STATED = "(origin not stated)";

/** The rows of the tables by the title of their names; a row is its numbers. */
type Tables = ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>;

async function run(path: string, ...args: readonly string[]): Promise<string> {
  const tshark = openTsharkForTest(LUA);
  const result = await tshark.run(["-r", tshark.place(path), ...args]);
  if (result.kind !== "exited") throw new Error(`tshark: ${result.kind}`);
  expect(result.stderr).not.toMatch(/lua/i);
  expect(result.code).toBe(0);
  return result.stdout;
}

async function readTables(path: string, ...args: readonly string[]): Promise<Tables> {
  return parseTables(await run(path, "-q", ...ON, ...args));
}

function parseTables(text: string): Tables {
  const [, tables = ""] = text.split(/^=+\n/m);
  return new Map(
    tables.split("\n\n").map((lines) => {
      const [head = "", ...rows] = lines.trimEnd().split("\n");
      const title = TITLES.find((one) => head.endsWith(`  ${one}`));
      if (!title) throw new Error(`no table is named so: ${head}`);
      return [title, new Map(rows.map(parseRow))];
    }),
  );
}

function parseRow(line: string): [name: string, numbers: readonly number[]] {
  const [, numbers = "", name] = /^((?: *\d+)+) {2}(.*)$/.exec(line) ?? [];
  if (name === undefined) throw new Error(`no row of a table: ${line}`);
  return [name, numbers.trim().split(/ +/).map(Number)];
}

function writeCapture(frames: readonly Uint8Array[]): string {
  const path = join(makeFolder(), "capture.pcap");
  const packets = frames.map((octets, index) => ({ timeNanoseconds: BigInt(index), octets }));
  const file = { byteOrder: "little", resolution: "microseconds", snapLength: 65535 } as const;
  writeFileSync(path, writePcap({ ...file, linkType: LINK_TYPE.ETHERNET, packets }));
  return path;
}

/** All samples one behind the other, which pcapng allows. */
function joinSamples(): Uint8Array {
  const folder = join(ROOT, "samples");
  const names = readdirSync(folder).filter((name) => name.endsWith(".pcapng"));
  return Buffer.concat(names.map((name) => readFileSync(join(folder, name))));
}

async function decode(file: Uint8Array) {
  const records: RstRecord[] = [];
  const counts = { frames: 0, unread: 0, resets: 0, stated: 0, guessed: 0 };
  const chunks = (async function* () {
    yield file;
  })();
  await decodeCapture(MODEL, chunks, { consume: ({ record }) => records.push(record), counts });
  return { records, resets: counts.resets };
}

/** How often each name is there. */
function tally(names: readonly (string | undefined)[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of names) if (name !== undefined) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** One column of a table by the names of its rows, without those that have nothing in it. */
function column(tables: Tables, title: string, at = 0): Readonly<Record<string, number>> {
  const rows = [...(tables.get(title) ?? [])].map(([name, row]) => [name, row[at] ?? 0] as const);
  return Object.fromEntries(rows.filter(([, count]) => count > 0));
}

function causeOf(record: RstRecord): string | undefined {
  const { format, status, text, pattern, reason, reasonCode, pen, registry } = record;
  if (status === "malformed" || text === "") return undefined;
  if (pattern !== undefined) return `${quoteText(reason ?? "", 60)} (${pattern})`;
  if (text !== undefined) return quoteText(text, 60);
  const hasPen = MODEL.formats.some((one) => one.id === format && one.pen);
  if (reasonCode === undefined || (hasPen && pen === undefined)) return undefined;
  const owner = pen === undefined || pen === 0 ? "" : `, pen ${pen}`;
  if (reason !== undefined) return `${reason} (${reasonCode}${owner})`;
  return `code ${reasonCode}${registry === undefined ? "" : ` of ${registry}`}${owner}`;
}

function originOf({ registry: id, reasonCode }: RstRecord): string {
  const registries = [...MODEL.registries, ...MODEL.vendors.map(({ registry }) => registry)];
  const registry = registries.find((one) => one.id === id);
  if (!registry || reasonCode === undefined) return NOT_STATED;
  return findCause(registry, reasonCode)?.origin ?? NOT_STATED;
}

const LABELS = { specified: "", historic: ", historic", guess: ", a guess" };

describe.skipIf(lacks("tshark"))(`statistics of all samples${without("tshark")}`, async () => {
  const samples = joinSamples();
  const { records, resets } = await decode(samples);
  const diagnostic = records.filter(({ format }) => format === "diagnostic");
  const stated = records.filter((record) => causeOf(record) !== undefined);
  const unknown = stated.filter(({ text, reason }) => text === undefined && reason === undefined);
  // The samples have one reason that is not in a payload, which the reference decoder does not read.
  const OPTION = "MPTCP-specific error (MP_TCPRST option)";

  function writeSamples(): string {
    const path = join(makeFolder(), "samples.pcapng");
    writeFileSync(path, samples);
    return path;
  }

  it("count the segments as the reference decoder does", async () => {
    expect(column(await readTables(writeSamples()), RESETS)).toEqual({
      "RST segments": resets,
      "  with a diagnostic payload": diagnostic.length,
      "  with another payload": records.length - diagnostic.length,
      "  without a payload that is decoded": resets - records.length,
      "reasons stated outside a payload": 1,
      "codes that are not in the registry": unknown.filter(({ registry }) => registry).length,
      "codes of unknown vendors": unknown.filter(({ registry }) => !registry).length,
    });
    expect(unknown.length).toBeGreaterThan(0);
  });

  it.each(["valid", "malformed", "truncated", "total"])("count what is %s", async (status) => {
    const at = ["valid", "malformed", "truncated", "total"].indexOf(status);
    const wanted = records.filter((record) => status === "total" || record.status === status);
    const names = wanted.map(({ format, standing }) => `${format}${LABELS[standing]}`);
    expect(column(await readTables(writeSamples()), PAYLOAD, at)).toEqual(tally(names));
  });

  it("count each cause, and each origin", async () => {
    const counted = column(await readTables(writeSamples()), CAUSE);
    expect(counted).toEqual(
      tally([
        ...stated.map((record) => `  ${causeOf(record)}`),
        ...stated.map(originOf),
        ...[`  ${OPTION}`, NOT_STATED],
      ]),
    );
    expect(Object.keys(counted)).toEqual(expect.arrayContaining(["endpoint", "any", NOT_STATED]));
  });

  it("have the counters of section 6.3 for each address", async () => {
    const tables = await readTables(writeSamples());
    const receivers = (all: readonly RstRecord[]) =>
      tally(all.map((one) => one.destination.address));
    const invalid = diagnostic.filter(({ status }) => status === "malformed");
    expect(column(tables, ADDRESS, 0)).toEqual(tally(diagnostic.map((one) => one.source.address)));
    expect(column(tables, ADDRESS, 1)).toEqual(receivers(diagnostic));
    expect(column(tables, ADDRESS, 2)).toEqual(receivers(invalid));
  });

  it.each([
    ["two passes", ["-2"]],
    ["a display filter", ["-Y", "frame.number == 1"]],
    ["a tree of each packet", ["-V"]],
  ])("are the same with %s", async (_what, args) => {
    const tables = (text: string) => text.slice(text.indexOf("======"));
    const path = writeSamples();
    const without = tables(await run(path, "-q", ...ON));
    expect(tables(await run(path, ...ON, ...args))).toBe(without);
  });
});

describe.skipIf(lacks("tshark"))(`statistics${without("tshark")}`, () => {
  it("are not printed where nobody asks for them", async () => {
    const path = join(ROOT, "samples/specification-examples.pcapng");
    expect(await run(path, "-q")).toBe("");
    const { length } = (await run(path)).split("\n").filter(Boolean);
    expect(length).toBe(3);
    expect(await run(path, "-q", ...ON)).toMatch(/^=+\n(.*\n)+=+\n$/);
  });

  it("are zeros where there is no reset", async () => {
    const ends = { source: "192.0.2.8", destination: "192.0.2.9" };
    const tcp = buildTcp({ ...ends, sourcePort: 1, destinationPort: 2, flags: TCP_FLAG.ACK });
    const path = writeCapture([buildEthernet({ payload: buildIpv4({ ...ends, payload: tcp }) })]);
    const tables = await readTables(path);
    expect([...tables.keys()]).toEqual([RESETS]);
    expect(column(tables, RESETS)).toEqual({});
  });

  it.each(["-2", "-q"])("count one frame once: %s", async (option) => {
    const tables = await readTables(writeCapture([ethernetFrame(4, TIMEOUT)]), option);
    expect(column(tables, CAUSE)).toEqual({ any: 1, "  Connection timeout (14)": 1 });
  });

  it("do not count a quotation in an ICMP error, nor what was before it", async () => {
    const ends = { source: "192.0.2.9", destination: "192.0.2.1" };
    const quoted = ipPacket(4, TIMEOUT);
    const error = buildEthernet({ payload: buildUnreachable({ ...ends, code: 1, quoted }) });
    const path = writeCapture([error, ethernetFrame(4, new Uint8Array()), error]);
    const wanted = { "RST segments": 1, "  without a payload that is decoded": 1 };
    expect(column(await readTables(path), RESETS)).toEqual(wanted);
    expect(column(await readTables(path, "-2"), RESETS)).toEqual(wanted);
  });

  it("read by the revision that a preference chooses", async () => {
    const path = writeCapture([ethernetFrame(4, TIMEOUT)]);
    const tables = await readTables(path, "-o", "rstdiag.revision:draft-03");
    expect(column(tables, CAUSE)).toHaveProperty("  Reset received from the peer (14)", 1);
  });

  it("leave out the guesses that a preference leaves out", async () => {
    const certainty = "rstdiag.certainty:as the specification has them";
    const path = join(ROOT, "samples/other-formats.pcapng");
    const tables = await readTables(path, "-o", certainty);
    expect(column(tables, RESETS)).not.toHaveProperty("  with another payload");
  });

  it("keep 200 addresses and 200 causes that no registry has, however many there are", async () => {
    const hosts = Array.from({ length: 300 }, (_, index) => index);
    const frames = [...hosts, 300].map((index) => {
      const ends = { source: `10.0.${index >> 8}.${index & 255}`, destination: "192.0.2.9" };
      const payload = Buffer.from(TIMEOUT);
      if (index < 300) payload.writeUInt16BE(1000 + index, 2);
      const ports = { sourcePort: 1, destinationPort: 2 };
      const tcp = buildTcp({ ...ends, ...ports, flags: TCP_FLAG.RST, payload });
      return buildEthernet({ payload: buildIpv4({ ...ends, payload: tcp }) });
    });
    const tables = await readTables(writeCapture(frames));
    const sent = column(tables, ADDRESS, 0);
    expect(tables.get(ADDRESS)?.size).toBe(201);
    expect(sent["(all others)"]).toBe(301 - 199);
    expect(Object.values(sent).reduce((sum, one) => sum + one, 0)).toBe(301);
    const causes = column(tables, CAUSE);
    expect(causes).toMatchObject({ [NOT_STATED]: 300, "  (all others)": 100 });
    expect(causes).toHaveProperty("  Connection timeout (14)", 1);
    expect(Object.keys(causes)).toHaveLength(2 + 201 + 1);
  });
});

/** The commands of the page that print statistics, each with lines that it shows of them. */
function recipes(): readonly (readonly [command: string, lines: readonly string[]])[] {
  const page = readPage("docs/wireshark.md");
  return readSteps(page)
    .filter(({ command }) => command.startsWith("tshark -q "))
    .map(({ command, shown }) => [command, page.split("\n").slice(shown?.start, shown?.end)]);
}

describe.skipIf(lacks("tshark"))(
  `the statistics that docs/wireshark.md shows${without("tshark")}`,
  () => {
    it("are ours, and two of tshark's own", () => {
      expect(recipes()).toHaveLength(3);
    });

    it.each(recipes())("%s", async (command, lines) => {
      const [, , , sample = "", ...args] = command.split(" ");
      const printed = await run(join(ROOT, sample), "-q", ...args);
      expect(isPrinted(lines, printed.trimEnd().split("\n"))).toBe(true);
      expect(lines).not.toEqual([]);
    });
  },
);
