import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { makeSamples } from "../generator/samples/samples.js";
import { runCommand } from "../generator/verify/run-command.js";
import { openTshark, type TsharkOptions } from "../generator/verify/tshark-run.js";
import { makeFolder, ROOT, readTree } from "./support/cli.js";
import { decodeBytes } from "./support/decode.js";
import { HOSTILE } from "./support/hostile.js";
import { hostileModel } from "./support/hostile-model.js";
import { luaOf, profileOf } from "./support/pack.js";
import { filterStrings, readColourRules, readFilterList, readTable } from "./support/profile.js";
import { IS_ROOT, lacks, without } from "./support/tools.js";

const LUA = join(ROOT, "dist/wireshark/rstdiag.lua");
const PROFILES = join(ROOT, "dist/wireshark/profiles");
const ZIP = join(ROOT, "dist/wireshark/tcp-resets-profile.zip");
const NAME = "TCP resets";
const CODES = join(ROOT, "samples/registered-codes.pcapng");

/**
 * Fields that the profile has a column for and that the plugin is about to have. Wireshark leaves
 * the column of an unknown field empty; no filter may name one of these.
 */
const AWAITED: readonly string[] = [];

function profileFile(name: string): string {
  return readFileSync(join(PROFILES, NAME, name), "utf8");
}

function openWith(options: Pick<TsharkOptions, "luaPaths" | "profiles">) {
  const tshark = openTshark({ ...options, isRoot: IS_ROOT });
  onTestFinished(() => tshark.close());
  return async (capture: string, ...args: readonly string[]) => {
    const result = await tshark.run(["-C", NAME, "-r", tshark.place(capture), ...args]);
    if (result.kind !== "exited") throw new Error(`tshark: ${result.kind}`);
    return result;
  };
}

/** The fields of ours that a text names. */
function fieldsIn(text: string): readonly string[] {
  return [...new Set(text.match(/\b(?:rstdiag|tcp\.rst_diagnostic)\.[a-z_]+/g) ?? [])];
}

describe.skipIf(lacks("tshark"))(`the fields of the profile${without("tshark")}`, () => {
  /** tshark exits with an error for a field that nobody registers. */
  async function isRegistered(field: string): Promise<boolean> {
    const run = openWith({ luaPaths: [LUA], profiles: PROFILES });
    const { code, stderr } = await run(CODES, "-T", "fields", "-e", field);
    if (code !== 0) expect(stderr).toContain(field);
    return code === 0;
  }

  it("are each registered by the plugin, but for those that it is about to have", async () => {
    const lines = readdirSync(join(PROFILES, NAME))
      .flatMap((name) => profileFile(name).split("\n"))
      .filter((line) => !/^(#|\/\/)/.test(line));
    const named = fieldsIn(lines.join("\n"));
    expect(named.length).toBeGreaterThan(8);
    const states = await Promise.all(
      named.map(async (field) => ({ field, isThere: await isRegistered(field) })),
    );
    const missing = states.flatMap(({ field, isThere }) => (isThere ? [] : field));
    expect(missing.sort()).toEqual([...AWAITED].sort());
  });

  it("are in no filter before they are registered", () => {
    const filters = [
      "colorfilters",
      "coloring_rules.jsonc",
      "dfilter_buttons",
      "dfilters",
      "io_graphs",
    ].map(profileFile);
    expect(fieldsIn(filters.join("\n")).filter((field) => AWAITED.includes(field))).toEqual([]);
  });
});

describe.skipIf(lacks("tshark"))(`the profile, without the plugin${without("tshark")}`, () => {
  const run = (...args: readonly string[]) =>
    openWith({ luaPaths: [], profiles: PROFILES })(CODES, ...args);

  it("prints every packet, and says nothing", async () => {
    const { code, stdout, stderr } = await run();
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.trimEnd().split("\n")).toHaveLength(36);
  });

  it("names with --color the rules that it cannot use, and paints with the others", async () => {
    const fields = ["-T", "fields", "-e", "frame.coloring_rule.name"];
    const { code, stdout, stderr } = await run("--color", ...fields);
    expect(code).toBe(0);
    expect(stdout).toBe("RST without a known reason\n".repeat(36));
    const told = [...stderr.matchAll(/Could not compile "([^"]*)"/g)];
    const ours = readColourRules(profileFile("colorfilters"))
      .filter(({ filter }) => /rstdiag|rst_diagnostic/.test(filter))
      .map(({ name }) => name);
    expect(ours.length).toBeGreaterThan(8);
    expect(told.map(([, name]) => name)).toEqual(ours);
  });
});

describe.skipIf(lacks("tcpdump"))(`the capture filters${without("tcpdump")}`, () => {
  async function select(filter: string, sample: string) {
    const capture = join(ROOT, `samples/${sample}.pcapng`);
    const args = ["-n", "-r", capture, filter];
    const result = await runCommand({ program: "tcpdump", args });
    if (result.kind !== "exited") throw new Error(`tcpdump: ${result.kind}`);
    expect(result.code, result.stderr).toBe(0);
    return result.stdout.split("\n").filter((line) => line.includes("Flags ["));
  }

  it("select resets, and those that state a reason", async () => {
    const [[, resets = ""] = [], ...formats] = readFilterList(profileFile("cfilters"));
    expect(formats).toHaveLength(1);
    for (const [, filter] of [["", resets] as const, ...formats]) {
      expect(await select(filter, "registered-codes")).toHaveLength(36);
    }
    const others = await select(resets, "look-alikes");
    expect(others.length).toBeGreaterThan(0);
    for (const line of others) expect(line).toMatch(/Flags \[R/);
    expect(await select(formats[0]?.[1] ?? "", "look-alikes")).toEqual([]);
  });
});

describe.skipIf(lacks("unzip"))(`the zip${without("unzip")}`, () => {
  it("unpacks to the folder", async () => {
    const folder = makeFolder();
    const result = await runCommand({ program: "unzip", args: ["-q", ZIP, "-d", folder] });
    expect(result).toMatchObject({ kind: "exited", code: 0, stdout: "", stderr: "" });
    expect(readTree(folder)).toEqual(readTree(PROFILES));
  });
});

describe.skipIf(lacks("tshark")).each(HOSTILE)(
  `a profile with %s${without("tshark")}`,
  (_name, text) => {
    const model = hostileModel(text);

    it("is loaded by the real tshark, and finds the cause letter for letter", async () => {
      const folder = makeFolder();
      const profiles = join(folder, "profiles");
      mkdirSync(join(profiles, NAME), { recursive: true });
      const files = profileOf(model);
      for (const [name, content] of files) writeFileSync(join(profiles, NAME, name), content);
      const lua = join(folder, "rstdiag.lua");
      writeFileSync(lua, luaOf(model));
      const codes = makeSamples(model).find(({ name }) => name === "registered-codes.pcapng");
      const capture = join(folder, "codes.pcapng");
      writeFileSync(capture, codes?.content ?? new Uint8Array());
      const decoded = await decodeBytes(model, codes?.content ?? new Uint8Array());
      const wanted = decoded
        .filter(({ record }) => record.reason === text && record.pen === 0)
        .map(({ record }) => record.frame);
      expect(wanted.length).toBeGreaterThan(0);

      const run = openWith({ luaPaths: [lua], profiles });
      const columns = ["frame.number", "frame.coloring_rule.name", "rstdiag.reason"];
      // In `-T fields` tshark 4.0 escapes no backslash, and 4.4 and later do.
      const fields = ["-T", "json", ...columns.flatMap((field) => ["-e", field])];
      const painted = await run(capture, "--color", ...fields);
      expect({ code: painted.code, stderr: painted.stderr }).toEqual({ code: 0, stderr: "" });
      const packets: readonly { _source: { layers: Record<string, readonly string[]> } }[] =
        JSON.parse(painted.stdout);
      const rows = packets.map(({ _source: { layers } }) =>
        columns.map((name) => layers[name]?.[0]),
      );
      for (const frame of wanted) {
        const row = rows.find(([number]) => number === String(frame));
        expect(row?.slice(1)).toEqual(["RST: Timeout", text]);
      }
      const button = readTable(files.get("dfilter_buttons") ?? "").find(
        ([, , filter = ""]) => filterStrings(filter)[1] === text,
      );
      const found = await run(
        capture,
        "-Y",
        button?.[2] ?? "no button",
        "-T",
        "fields",
        "-e",
        "frame.number",
      );
      expect(found.stdout.split("\n").filter(Boolean).map(Number)).toEqual(wanted);
    });
  },
);
