import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { diagnosticRegistries } from "../generator/model/model.js";
import { quoteText } from "../generator/model/text.js";
import type { ExpectedFacts } from "../generator/samples/expectation.js";
import { readSampleFrames } from "../generator/verify/facts.js";
import { makePrivateFolder } from "../generator/verify/private-folder.js";
import { openTshark, type TsharkRun } from "../generator/verify/tshark-run.js";
import { ROOT } from "./support/cli.js";
import { ownModel } from "./support/models.js";
import { readFilterList, readTable } from "./support/profile.js";
import { selectFrames } from "./support/select-frames.js";
import { IS_ROOT, lacks, without } from "./support/tools.js";

const LUA = join(ROOT, "dist/wireshark/rstdiag.lua");
const PROFILES = join(ROOT, "dist/wireshark/profiles");
const NAME = "TCP resets";
const MODEL = ownModel();

function profileFile(name: string): string {
  return readFileSync(join(PROFILES, NAME, name), "utf8");
}

async function run(tshark: TsharkRun, ...args: readonly string[]) {
  const result = await tshark.run(["-C", NAME, ...args]);
  if (result.kind !== "exited") throw new Error(`tshark: ${result.kind}`);
  return result;
}

/** What must be seen of a frame of the samples, if it states a reason that Wireshark can see. */
interface Frame {
  readonly number: number;
  readonly facts: ExpectedFacts | undefined;
}

/** All samples one behind the other, which pcapng allows, and what each frame states. */
async function joinSamples(): Promise<{
  readonly content: Uint8Array;
  readonly frames: readonly Frame[];
}> {
  const folder = join(ROOT, "samples");
  const names = readdirSync(folder).filter((name) => name.endsWith(".pcapng"));
  const frames: Frame[] = [];
  const chunks: Buffer[] = [];
  for (const name of names) {
    const path = join(folder, name);
    const sample = await readSampleFrames(MODEL, { name, path });
    for (const { facts, blind } of sample.expectations.values()) {
      const isSeen = blind?.tool !== "tshark";
      frames.push({ number: frames.length + 1, facts: isSeen ? facts : undefined });
    }
    chunks.push(readFileSync(path));
  }
  return { content: Buffer.concat(chunks), frames };
}

/** The title of the group that a stated reason is of. */
function groupOf({ reason, pen }: ExpectedFacts): string | undefined {
  const vendor = MODEL.vendorByPen.get(pen ?? -1)?.registry;
  const registries = pen === 0 ? diagnosticRegistries(MODEL) : [vendor];
  const rows = registries.flatMap((registry) => registry?.rows ?? []);
  const group = rows.find(({ description }) => description === reason)?.group;
  return MODEL.groups.find(({ id }) => id === group)?.title;
}

/** The rule that must paint a frame with a stated reason, by what the reference decoder reads. */
function ruleOf(facts: ExpectedFacts): string {
  if (facts.status === "malformed") return "RST: malformed reason";
  if (facts.status === "truncated") return "RST: truncated reason";
  const group = groupOf(facts);
  if (group !== undefined) return `RST: ${group}`;
  const isVendors = facts.pen !== undefined && facts.pen !== 0;
  return isVendors ? "RST: reason of a vendor" : "RST: other reason or payload";
}

const LABELS = { specified: "", historic: ", historic", guess: ", a guess" };

/** What the column must show: the cause in words, or the code, and how sure the reading is. */
function causeOf({ status, format, reason, reasonCode, pen, text }: ExpectedFacts): string {
  const standing = MODEL.formats.find(({ id }) => id === format)?.standing;
  const code = pen === undefined ? undefined : `code ${reasonCode}, pen ${pen}`;
  if (status === "malformed" || standing === undefined) return "";
  const label = LABELS[standing];
  if (text !== undefined) return `${format}${label}: ${quoteText(reason ?? text, 60)}`;
  const words = reason ?? code;
  return words === undefined ? "" : `${words}${label}`;
}

const isCause = (text: string | undefined) => (facts: ExpectedFacts) => facts.reason === text;
const isKnownPen = (pen: number) => pen === 0 || MODEL.vendorByPen.has(pen);

const isGuess = ({ format }: ExpectedFacts) =>
  MODEL.formats.find(({ id }) => id === format)?.standing === "guess";

/** What a filter that is not about one cause selects of the frames that state a reason. */
const WANTED: Readonly<Record<string, (facts: ExpectedFacts) => boolean>> = {
  Any: () => true,
  // Only the explanation says these, and nobody asked for it.
  "By a middlebox": () => false,
  "Octets lost": () => false,
  Benign: () => false,
  "Contradicts the stated cause": () => false,
  "With a reason": (facts) => !isGuess(facts),
  "With a guess": isGuess,
  "Without a payload": () => false,
  Malformed: ({ status }) => status === "malformed",
  Truncated: ({ problems }) => problems.includes("truncated"),
  "Unknown code": ({ status, pen, reason }) =>
    status !== "malformed" && pen !== undefined && isKnownPen(pen) && reason === undefined,
  Vendor: ({ pen, reasonCode }) => (pen ?? 0) > 0 && reasonCode !== undefined,
  "Unknown vendor": ({ pen }) => pen !== undefined && !isKnownPen(pen),
  "Read otherwise by another revision": ({ otherReadings = [] }) => otherReadings.length > 0,
};

interface NamedFilter {
  readonly name: string;
  readonly filter: string;
  readonly isWanted: (facts: ExpectedFacts) => boolean;
}

/** Filters of menus and lists that only tell resets from each other, by name. */
const ALSO_OTHER_FRAMES = new Set(["Any", "Without a payload"]);

describe.skipIf(lacks("tshark"))(`the profile, with the plugin${without("tshark")}`, () => {
  const folder = makePrivateFolder("profile");
  let tshark: TsharkRun;
  let path: string;
  const joined = join(folder, "samples.pcapng");
  let frames: readonly Frame[];
  /** Frames whose reason is in no payload. */
  let elsewhere: ReadonlySet<number>;
  const stating = () =>
    frames.flatMap(({ number, facts }) => (facts === undefined ? [] : [{ number, facts }]));

  beforeAll(async () => {
    tshark = openTshark({ luaPaths: [LUA], isRoot: IS_ROOT, profiles: PROFILES });
    const samples = await joinSamples();
    frames = samples.frames;
    writeFileSync(joined, samples.content);
    path = tshark.place(joined);
    elsewhere = new Set(await select('rstdiag.source && !(rstdiag.source == "payload")'));
    expect(elsewhere.size).toBe(1);
  });
  afterAll(() => {
    tshark.close();
    rmSync(folder, { recursive: true });
  });

  const options = { luaPaths: [LUA], isRoot: IS_ROOT, profiles: PROFILES, args: ["-C", NAME] };

  async function select(filter: string): Promise<readonly number[]> {
    return (await selectFrames(joined, [filter], options)).get(filter) ?? [];
  }

  /** Each filter selects, of the frames that state a reason, those that it should, and no others. */
  async function check(all: readonly NamedFilter[]) {
    const own = new Set(stating().map(({ number }) => number));
    const selected = await selectFrames(
      joined,
      all.map(({ filter }) => filter),
      options,
    );
    for (const { name, filter, isWanted } of all) {
      const wanted = stating().filter(({ facts }) => isWanted(facts));
      const found = selected.get(filter) ?? [];
      const others = found.filter((number) => !own.has(number) && !elsewhere.has(number));
      const stated = found.filter((number) => own.has(number));
      expect([name, stated]).toEqual([name, wanted.map(({ number }) => number)]);
      if (!ALSO_OTHER_FRAMES.has(name)) expect([name, others]).toEqual([name, []]);
      else expect([name, others.length > 0]).toEqual([name, true]);
    }
  }

  it("is loaded without a word, and paints as without a terminal", async () => {
    for (const colour of [[], ["--color"]]) {
      const { code, stdout, stderr } = await run(tshark, "-r", path, ...colour);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout.trimEnd().split("\n")).toHaveLength(frames.length);
    }
  });

  it("paints each frame with the rule of its cause", async () => {
    const fields = ["-T", "fields", "-e", "frame.number", "-e", "frame.coloring_rule.name"];
    const { stdout } = await run(tshark, "-r", path, "--color", ...fields);
    const rules = new Map(
      stdout.split("\n").map((line) => {
        const [number = "", rule = ""] = line.split("\t");
        return [Number(number), rule] as const;
      }),
    );
    for (const { number, facts } of frames) {
      const rule = rules.get(number) ?? "";
      if (facts) expect([number, rule]).toEqual([number, ruleOf(facts)]);
      else if (elsewhere.has(number)) expect(rule).toBe("RST: other reason or payload");
      else expect([number, rule]).toEqual([number, expect.not.stringMatching(/^RST: /)]);
    }
    const used = new Set(rules.values());
    for (const { title } of MODEL.groups) expect(used).toContain(`RST: ${title}`);
    expect(used).toContain("RST without a known reason");
  });

  it("has buttons that each select the frames that they name", async () => {
    const table = readTable(profileFile("dfilter_buttons"));
    expect(table.length).toBeGreaterThan(25);
    const buttons = table.map(([enabled, label = "", filter = ""]) => {
      const name = label.split("//").at(-1)?.replaceAll("&&", "&") ?? "";
      const isWanted = label.startsWith("Reset//") ? WANTED[name] : isCause(name);
      if (!isWanted) throw new Error(`nobody knows what the button ${label} selects`);
      expect(enabled).toBe("TRUE");
      return { name, filter, isWanted };
    });
    await check(buttons);
  });

  it("has saved filters that each select the frames that they name", async () => {
    const list = readFilterList(profileFile("dfilters"));
    expect(list.length).toBeGreaterThan(MODEL.groups.length);
    const saved = list.map(([title, filter]) => {
      const [kind, name = ""] = title.split(": ");
      const isWanted =
        kind === "Reset" ? WANTED[name] : (facts: ExpectedFacts) => groupOf(facts) === name;
      if (!isWanted) throw new Error(`nobody knows what the filter ${title} selects`);
      return { name, filter, isWanted };
    });
    await check(saved);
  });

  it("has graphs in which each reset is in one bar", async () => {
    const [line, ...bars] = readTable(profileFile("io_graphs"));
    const filters = [...bars, line].map((row) => row?.[2] ?? "");
    const selected = await selectFrames(joined, filters, options);
    const sets = bars.map(([, , filter = ""]) => selected.get(filter) ?? []);
    const all = sets.flat().sort((a, b) => a - b);
    expect(all).toEqual(selected.get(line?.[2] ?? ""));
    for (const [at, [, title = ""]] of bars.entries()) {
      if (MODEL.groups.some((group) => group.title === title)) {
        const wanted = stating().filter(({ facts }) => groupOf(facts) === title);
        expect([title, sets[at]]).toEqual([title, wanted.map(({ number }) => number)]);
      }
    }
  });

  it("has columns that say what the reference decoder reads", async () => {
    const { stdout } = await run(tshark, "-r", path, "-T", "psml");
    const read = (block: string) =>
      [...block.matchAll(/<section>(.*?)<\/section>|<section\/>/g)].map(([, text = ""]) =>
        text.replaceAll("&quot;", '"'),
      );
    const titles = read(/<structure>([\s\S]*?)<\/structure>/.exec(stdout)?.[1] ?? "");
    const packets = [...stdout.matchAll(/<packet>([\s\S]*?)<\/packet>/g)].map(([, one = ""]) =>
      read(one),
    );
    const columnOf = (number: number, title: string) =>
      packets[number - 1]?.[titles.indexOf(title)];
    expect(titles.slice(5)).toEqual(["Reset cause", "Certainty", "Reset by", "Info"]);
    for (const { number, facts } of stating()) {
      expect([number, columnOf(number, "Reset cause")]).toEqual([number, causeOf(facts)]);
      // Nobody asked for the explanation.
      expect([columnOf(number, "Certainty"), columnOf(number, "Reset by")]).toEqual(["", ""]);
    }
  });
});
