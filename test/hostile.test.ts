import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RegistryRow } from "../generator/model/registry.js";
import { tcpdumpText } from "../generator/model/tcpdump-text.js";
import { findUnprintable } from "../generator/model/text.js";
import { loadModel } from "../generator/registry/load-model.js";
import { makeSamples } from "../generator/samples/samples.js";
import { generatePack } from "../generator/targets/rendering/target.js";
import { edit, makeFolder, ROOT, readTree, runCli } from "./support/cli.js";
import { HOSTILE, KEYWORDS, REFUSED } from "./support/hostile.js";
import { addVendor, editDefinition, modelOf, registryXml } from "./support/models.js";
import { buildOrSkip, writePatch } from "./support/tcpdump.js";
import { lacks, openTsharkForTest, without } from "./support/tools.js";

const PEN = 9;
const DEFAULT = "tcp-failure-causes.draft-02.xml";

/** Of ordinary characters and of those that mean something somewhere, without what is refused. */
const randomTexts = fc.sample(
  fc
    .string({
      unit: fc.oneof(
        fc.constantFrom(..."\\\"'`[]{}()<>%$#@*/?-=~&|;,.:!^_ ab1"),
        fc.string({ unit: "binary", maxLength: 1 }),
      ),
      minLength: 1,
      maxLength: 40,
    })
    .map((text) => text.replace(/\s+/g, " ").trim())
    .filter((text) => text !== "" && findUnprintable(text) === undefined),
  150,
);
const TEXTS = [...HOSTILE.map(([, text]) => text), ...KEYWORDS, ...randomTexts]
  .map((text) => text.replace(/\s+/g, " ").trim())
  .filter((text) => !/^[\s(<[*"-]*(?:unassigned|unallocated|removed)/i.test(text));

/** One Model with all texts: each has a code of its own, and is a reference and an organisation. */
function writeHostile(folder: string): void {
  editDefinition(folder, ({ "enterprise-numbers": _excerpt, ...data }) => data);
  const rows = TEXTS.map((text, at) => [at + 1, text, text] as const);
  const own = registryXml({ id: "tcp-failure-causes", title: "Causes", rows });
  writeFileSync(join(folder, DEFAULT), own);
  addVendor(folder, rows);
  rmSync(join(folder, "vendors/32473.xml"));
  for (const [at, [, text]] of HOSTILE.entries()) {
    const texts = { id: `hostile-${at}`, title: text, note: text, organisation: text };
    const xml = registryXml({ ...texts, rows: [[1, text, text]] });
    writeFileSync(join(folder, `vendors/${FIRST_PEN + at}.xml`), xml);
  }
}

const FIRST_PEN = 1000;
const model = modelOf(writeHostile);
const rowsByCode = new Map<number, RegistryRow>(
  model.diagnosticFormats[0]?.registry.rows.map((row) => [row.first, row]),
);

/** Only what the plugin says itself has brackets around it. */
function withoutBrackets(text: string): string {
  return text.replaceAll("[", String.raw`\x5b`).replaceAll("]", String.raw`\x5d`);
}

/** Mail addresses and empty brackets are taken out of a reference when it is read. */
function referenceOf(code: number): string {
  return rowsByCode.get(code)?.reference ?? "";
}

/** What tshark has of a code of IANA, or of the one vendor with all texts. */
function wordsOf(code: number) {
  return [TEXTS[code - 1], referenceOf(code) || undefined, undefined];
}

it("has the hostile texts as they are in the registry, its references too", () => {
  for (const [at, [, text]] of HOSTILE.entries()) {
    expect(rowsByCode.get(at + 1)).toMatchObject({ description: text, reference: text });
  }
});

function writeSample(folder: string): string {
  const sample = makeSamples(model).find(({ name }) => name === "registered-codes.pcapng");
  const path = join(folder, "hostile.pcapng");
  writeFileSync(path, sample?.content ?? "");
  return path;
}

async function writePack(folder: string): Promise<void> {
  for (const { path, content } of await generatePack(model, { version: "1.2.3" })) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** Code, PEN and texts of each packet, as tshark has them in its JSON. */
async function readWithTshark(lua: string, capture: string) {
  const tshark = openTsharkForTest(lua);
  const names = ["reason", "reference", "organisation"].map((name) => `rstdiag.${name}`);
  const upstream = ["reason_code", "vendor_reason_code", "pen"].map(
    (name) => `tcp.rst_diagnostic.${name}`,
  );
  const fields = [...upstream, ...names, "_ws.lua.error"].flatMap((name) => ["-e", name]);
  const result = await tshark.run(["-r", tshark.place(capture), "-T", "json", ...fields]);
  if (result.kind !== "exited") throw new Error(`tshark: ${result.kind}`);
  const packets: readonly { _source: { layers: Record<string, readonly string[]> } }[] = JSON.parse(
    result.stdout,
  );
  // The JSON of tshark 4.4 has the Info column without what a plugin adds to it.
  const column = ["-r", tshark.place(capture), "-o", 'gui.column.format:"Info","%i"'];
  const printed = await tshark.run(column);
  const infos = printed.kind === "exited" ? printed.stdout.split("\n") : [];
  return packets.map(({ _source: { layers } }, at) => {
    const [ianaCode, vendorCode, pen, reason, reference, organisation] = [
      ...upstream,
      ...names,
    ].map((name) => layers[name]?.[0]);
    const info = infos[at] ?? "";
    return {
      code: Number(ianaCode ?? vendorCode),
      pen: Number(pen),
      texts: [reason, reference, organisation],
      info,
      error: layers["_ws.lua.error"],
    };
  });
}

describe.skipIf(lacks("tshark"))(`tshark${without("tshark")}`, () => {
  it("shows every text of a registry letter for letter", async () => {
    const folder = makeFolder();
    await writePack(folder);
    const capture = writeSample(folder);
    const packets = await readWithTshark(join(folder, "wireshark/rstdiag.lua"), capture);
    expect(packets).toHaveLength(2 * (2 * TEXTS.length + HOSTILE.length));
    for (const { code, pen, texts, error } of packets) {
      expect(error).toBeUndefined();
      const owner = pen >= FIRST_PEN ? HOSTILE[pen - FIRST_PEN]?.[1] : undefined;
      const wanted = owner === undefined ? wordsOf(code) : [owner, owner, owner];
      expect([pen, code, ...texts]).toEqual([pen, code, ...wanted]);
    }
    const shown = packets.filter(({ pen }) => pen === 0);
    for (const { code, info } of shown)
      expect(info).toContain(`[RST: ${withoutBrackets(TEXTS[code - 1] ?? "")} (${code})]`);
  });
});

describe("the patched tcpdump", () => {
  it("is built without a new warning, and prints the safe form of every text and nothing else", async ({
    skip,
  }) => {
    const folder = makeFolder();
    const built = await buildOrSkip(skip, writePatch(model, folder));
    if (!built) return;
    const args = ["-n", "-t", "-vvv", "-r", writeSample(folder)];
    const { stdout, status } = spawnSync(built.program, args, { encoding: "utf8" });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^[\x20-\x7e\t\n]*$/);
    const printed = stdout.split("\n").flatMap((line) => / \[RST: (.*)\]$/.exec(line)?.[1] ?? []);
    expect(printed).toHaveLength(2 * (2 * TEXTS.length + HOSTILE.length));
    const codes = [0, PEN].flatMap((pen) => TEXTS.map((text, at) => ({ pen, code: at + 1, text })));
    const owners = HOSTILE.map(([, text], at) => ({ pen: FIRST_PEN + at, code: 1, text }));
    const wanted = [...codes, ...owners].flatMap(({ pen, code, text }) => {
      const safe = tcpdumpText(text);
      const line = safe === "" ? `code ${code}, pen ${pen}` : `${safe} (code ${code}, pen ${pen})`;
      return [line, line];
    });
    expect(printed).toEqual(wanted);
  });
});

describe("the JSON Schema", () => {
  it("is parsed back with every text", async () => {
    const folder = makeFolder();
    await writePack(folder);
    const schema = JSON.parse(
      readFileSync(join(folder, "schema/rst-diagnostic.schema.json"), "utf8"),
    );
    const rows: readonly {
      properties: { reasonCode?: { const?: number }; reason: unknown; reference: unknown };
    }[] = schema.$defs["tcp-failure-causes"].oneOf;
    const words = new Map(rows.map(({ properties }) => [properties.reasonCode?.const, properties]));
    for (const [at, text] of TEXTS.entries()) {
      const reference = referenceOf(at + 1);
      expect(words.get(at + 1)).toMatchObject({
        reason: { const: text },
        reference: reference === "" ? false : { const: reference },
      });
    }
  });
});

/** Where a file of inputs can have a text, as the writer of the file would put it there. */
const POSITIONS = [
  ["a record", (folder: string, text: string) => writeXml(folder, { row: text })],
  ["a reference", (folder: string, text: string) => writeXml(folder, { reference: text })],
  ["a title", (folder: string, text: string) => writeXml(folder, { title: text })],
  ["a note", (folder: string, text: string) => writeXml(folder, { note: text })],
  ["an organisation", (folder: string, text: string) => writeXml(folder, { organisation: text })],
  ["a table", (folder: string, text: string) => writeCsv(folder, `1,${quote(text)},`)],
  ["a table's reference", (folder: string, text: string) => writeCsv(folder, `1,a,${quote(text)}`)],
  [
    "the definition",
    (folder: string, text: string) => editDefinition(folder, (data) => ({ ...data, title: text })),
  ],
] as const;

function writeXml(
  folder: string,
  texts: { row?: string; reference?: string; title?: string; note?: string; organisation?: string },
): void {
  const { row = "a", reference = "", title = "t", ...others } = texts;
  const xml = registryXml({ id: "vendor-9", title, ...others, rows: [[1, row, reference]] });
  writeFileSync(join(folder, "vendors/9.xml"), xml);
}

function writeCsv(folder: string, line: string): void {
  writeFileSync(join(folder, "vendors/9.csv"), `Value,Description,Reference\n${line}\n`);
}

function quote(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function copyRegistry(): string {
  const folder = join(makeFolder(), "registry");
  cpSync(join(ROOT, "registry"), folder, { recursive: true });
  return folder;
}

describe.each(POSITIONS)("in %s", (_where, put) => {
  it.each(REFUSED)("%s is refused with its place", (_what, text) => {
    const folder = copyRegistry();
    put(folder, text);
    const result = loadModel({ path: folder, name: "registry" });
    expect(result.kind).toBe("mistakes");
    const mistakes = result.kind === "mistakes" ? result.mistakes : [];
    expect(mistakes.length).toBeGreaterThan(0);
    for (const { place, what } of mistakes) {
      expect(place.path).toMatch(
        /^registry\/(vendors\/9\.(xml|csv)|rst-diagnostic-payload\.yaml)$/,
      );
      expect(place.line).toBeGreaterThan(0);
      expect(what.length).toBeLessThan(400);
    }
  });
});

/** A folder with a registry in it and something beside it that nobody may touch. */
function makeSandbox() {
  const root = makeFolder();
  const registry = join(root, "work/registry");
  cpSync(join(ROOT, "registry"), registry, { recursive: true });
  mkdirSync(join(root, "outside"));
  writeFileSync(join(root, "outside/precious.txt"), "precious");
  writeFileSync(join(root, "outside/9.csv"), "Value,Description\n1,a\n");
  return { root, registry, cwd: join(root, "work"), out: join(root, "work/out") };
}

describe("generate writes nothing outside its folder", () => {
  const HEAD = "Value,Description\n1,a\n";

  it.each([
    [
      "a vendor's file with a line feed in its name",
      (at: Sandbox) => writeFileSync(join(at.registry, "vendors/a\n9.csv"), HEAD),
    ],
    [
      "a vendor's file with dots for a name",
      (at: Sandbox) => writeFileSync(join(at.registry, "vendors/..9.csv"), HEAD),
    ],
    [
      "a vendor's file that is a link",
      (at: Sandbox) =>
        symlinkSync(join(at.root, "outside/9.csv"), join(at.registry, "vendors/9.csv")),
    ],
    [
      "a vendor's file that is a link to itself",
      (at: Sandbox) => symlinkSync("9.csv", join(at.registry, "vendors/9.csv")),
    ],
    [
      "a folder of vendors that is a link",
      (at: Sandbox) => {
        renameSync(join(at.registry, "vendors"), join(at.root, "outside/vendors"));
        symlinkSync(join(at.root, "outside/vendors"), join(at.registry, "vendors"));
      },
    ],
    [
      "a registry above the folder",
      (at: Sandbox) =>
        edit(
          join(at.registry, "rst-diagnostic-payload.yaml"),
          DEFAULT,
          "../../outside/precious.txt",
        ),
    ],
    [
      "a registry with an absolute name",
      (at: Sandbox) =>
        edit(
          join(at.registry, "rst-diagnostic-payload.yaml"),
          DEFAULT,
          join(at.root, "outside/precious.txt"),
        ),
    ],
    [
      "an id that is a path",
      (at: Sandbox) =>
        writeFileSync(
          join(at.registry, "vendors/9.xml"),
          registryXml({ id: "../../x", title: "t", rows: [[1, "a", ""]] }),
        ),
    ],
    [
      "a format's id that is a path",
      (at: Sandbox) =>
        edit(join(at.registry, "rst-diagnostic-payload.yaml"), "id: diagnostic", "id: ../../x"),
    ],
    [
      "a revision that is a path",
      (at: Sandbox) =>
        edit(join(at.registry, "rst-diagnostic-payload.yaml"), "draft-02:", '"../../x":'),
    ],
    ["texts that are paths", (at: Sandbox) => addVendor(at.registry, [[1, "../../x", "/etc/x"]])],
  ] as const)("with %s", (_what, prepare) => {
    const sandbox = makeSandbox();
    prepare(sandbox);
    const before = readTree(sandbox.root);
    const args = ["generate", "--registry", sandbox.registry, "--out", sandbox.out];
    const { status, stderr } = runCli(args, { cwd: sandbox.cwd });
    expect([0, 1]).toContain(status);
    // A refusal is lines with a place each: no internal error, and no line of a name's own.
    if (status === 1) expect(stderr).toMatch(/^(?:[^\n]*:\d+:\d+: [^\n]+\n)+$/);
    const written = Object.keys(readTree(sandbox.root)).filter((path) => !(path in before));
    expect(written.filter((path) => !path.startsWith("/work/out/"))).toEqual([]);
    expect(written.length > 0).toBe(status === 0);
    for (const [path, octets] of Object.entries(before)) {
      expect(readTree(sandbox.root)[path]).toBe(octets);
    }
  });

  it.each(["../outside/9.csv", "/etc/hostname", "a\nb.csv", "..", "x/../../outside/9.csv"])(
    "with --vendor %j",
    (name) => {
      const sandbox = makeSandbox();
      const before = readTree(sandbox.root);
      const args = [
        "generate",
        "--registry",
        sandbox.registry,
        "--out",
        sandbox.out,
        "--vendor",
        name,
      ];
      const { status } = runCli(args, { cwd: sandbox.cwd });
      expect(status === 0).toBe(basename(name) === "9.csv" && existsSync(join(sandbox.cwd, name)));
      const written = Object.keys(readTree(sandbox.root)).filter((path) => !(path in before));
      expect(written.filter((path) => !path.startsWith("/work/out/"))).toEqual([]);
    },
  );

  it("with links in the place of its files: they are refused, neither followed nor replaced", () => {
    const sandbox = makeSandbox();
    const lua = join(sandbox.out, "wireshark/rstdiag.lua");
    const args = ["generate", "--registry", sandbox.registry, "--out", sandbox.out];
    expect(runCli(args, { cwd: sandbox.cwd }).status).toBe(0);
    rmSync(lua);
    const precious = join(sandbox.root, "outside/precious.txt");
    symlinkSync(precious, lua);
    const { status, stderr } = runCli(args, { cwd: sandbox.cwd });
    expect([status, stderr]).toEqual([
      1,
      expect.stringContaining("rstdiag.lua is a link, which is"),
    ]);
    expect([readFileSync(precious, "utf8"), readlinkSync(lua)]).toEqual(["precious", precious]);
  });
});

type Sandbox = ReturnType<typeof makeSandbox>;
