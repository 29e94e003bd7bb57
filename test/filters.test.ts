import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { makeSamples } from "../generator/samples/samples.js";
import { reasonFilter, resetFilter } from "../generator/targets/filters/reset-filter.js";
import { FORMS, type NamedFilter, namedFilters } from "../generator/targets/filters.js";
import { readFilterFrames } from "../generator/verify/filter-frames.js";
import { countInstructions, proveCapture } from "../generator/verify/filter-proof.js";
import { findTsharkVersion, openTshark } from "../generator/verify/tshark-run.js";
import { COPIED_PACK, copyProject, edit, makeFolder, ROOT, runCli } from "./support/cli.js";
import { extendedModel, ownModel } from "./support/models.js";
import { IS_ROOT, lacks, without } from "./support/tools.js";

const model = ownModel();

function firstOf(filters: readonly NamedFilter[]): NamedFilter {
  const [first] = filters;
  if (!first) throw new Error("no filter");
  return first;
}

describe.skipIf(lacks("tcpdump") || lacks("tshark"))(
  `rstdiag verify --filters${without("tcpdump") || without("tshark")}`,
  () => {
    it("prints what each filter selects, which is what it must", () => {
      const { status, stdout, stderr } = runCli(["verify", "--filters"]);
      expect(`${stderr}${stdout.split("\n").filter((line) => /WRONG/.test(line))}`).toBe("");
      expect(status).toBe(0);
      const lines = stdout.split("\n");
      for (const { name } of namedFilters(model).filters) {
        const rows = lines.filter((line) => line.startsWith(`${name}  `));
        expect(rows).toHaveLength(FORMS.length + 1);
        for (const row of rows) expect(row).toMatch(/ [1-9]\d* {2}[a-z-]+ \d/);
      }
    });

    it("does not try what is not in the pack", () => {
      const folder = copyProject();
      edit(join(folder, "dist/filters/filters.txt"), "0x33aa000e", "0x33aa000f");
      const { status, stderr } = runCli(["verify", ...COPIED_PACK, "--filters"], { cwd: folder });
      expect(status).toBe(3);
      expect(stderr).toContain("dist/filters/filters.txt");
    });
  },
);

describe.skipIf(lacks("tcpdump"))(
  `the proof of a capture filter${without("tcpdump")}`,
  async () => {
    const samples = ["combinations", "malformed"].map((name) => ({
      name,
      path: join(ROOT, "samples", `${name}.pcapng`),
    }));
    const trial = { model, frames: await readFilterFrames(model, samples) };
    const any = firstOf(namedFilters(model).filters);
    const malformed = { name: "malformed", ...resetFilter(model, { kind: "malformed" }) };

    async function wrongWith(filter: NamedFilter, from: RegExp, to: string): Promise<number> {
      const broken = (form: Parameters<typeof filter.capture>[0]) => {
        const text = filter.capture(form);
        return text.replace(from, to);
      };
      const results = await proveCapture(trial, { ...filter, capture: broken });
      return results.reduce((sum, { missed, excess }) => sum + missed.length + excess.length, 0);
    }

    it("finds nothing wrong with a right one", async () => {
      expect(await wrongWith(any, /$^/, "")).toBe(0);
      expect(await wrongWith(malformed, /$^/, "")).toBe(0);
    });

    it.each([
      ["the length", any, / and ip6?\[[24]:2\] -[^=]*= 8/g, ""],
      ["the RST flag", any, /tcp\[13\] & 4 != 0/, "tcp[13] & 0x14 != 0"],
      ["where TCP options end", any, /tcp\[\(\(tcp\[12\] & 0xf0\) >> 2\):2\]/g, "tcp[20:2]"],
      ["where IP options end", any, /\(\(ip\[0\] & 0xf\) << 2\)/g, "20"],
      ["a long Hop-by-Hop Options header", any, /\(ip6\[41\] << 3\)/g, "0"],
      ["the magic number", any, /0x33aa/g, "0x33ab"],
      ["fragments", malformed, / and ip\[6:2\] & 0x2000 = 0/g, ""],
      ["segments that are too short", malformed, / and ip6?\[[24]:2\] >= .*? \+ 2 and/g, " and"],
      ["the reserved code", malformed, / or (tcp|ip6)\[[^:]*:2\] = 0\)/g, ")"],
      ["the VLAN tag", any, /^vlan and/, "vlan or"],
    ])("notices a filter that is wrong about %s", async (_what, filter, from, to) => {
      expect(await wrongWith(filter, from, to)).toBeGreaterThan(0);
    });

    it("says what libpcap said where a filter is none", async () => {
      const results = await proveCapture(trial, { ...any, capture: () => "tcp[13" });
      for (const { problem } of results) expect(problem).toContain("syntax error");
    });
  },
);

describe.skipIf(lacks("tcpdump"))(
  `the filter of a reason without a PEN${without("tcpdump")}`,
  async () => {
    const path = join(ROOT, "samples/other-formats.pcapng");
    const trial = {
      model,
      frames: await readFilterFrames(model, [{ name: "other-formats", path }]),
    };
    const registry = model.registries.find(({ id }) => id === "linux-rst-reasons");

    it.each([
      ["a code", 24, 24],
      ["a range", 3, 24],
    ])("selects %s and no other", async (name, first, last) => {
      const filter = registry && reasonFilter(model, registry, { codes: { first, last } });
      if (!filter) throw new Error("no filter");
      for (const result of await proveCapture(trial, { name, ...filter })) {
        const { missed, excess, selected } = result;
        expect([result.form, missed, excess]).toEqual([result.form, [], []]);
        expect(selected.length, result.form).toBeGreaterThan(0);
      }
    });
  },
);

describe.skipIf(lacks("tcpdump"))(`the filters of other definitions${without("tcpdump")}`, () => {
  it("select what they must", async () => {
    const extended = extendedModel();
    const folder = makeFolder();
    const samples = makeSamples(extended).map(({ name, content }) => {
      writeFileSync(join(folder, name), content);
      return { name, path: join(folder, name) };
    });
    const trial = { model: extended, frames: await readFilterFrames(extended, samples) };
    const kinds = namedFilters(extended).filters.filter(({ finds }) => finds.kind !== "reason");
    const range = { kind: "reason", codes: { first: 3, last: 9 }, pen: 0 } as const;
    const tried = [...kinds, { name: "range", ...resetFilter(extended, range) }];
    for (const filter of tried) {
      for (const result of await proveCapture(trial, filter)) {
        expect(result).toMatchObject({ missed: [], excess: [] });
        expect(result.selected.length, `${filter.name}, ${result.form}`).toBeGreaterThan(0);
      }
    }
  });

  it("are compiled where a pack has all sorts of fields", async () => {
    for (const { capture } of namedFilters(extendedModel()).filters) {
      for (const { form } of FORMS)
        expect(await countInstructions(capture(form))).toBeTypeOf("number");
    }
  });
});

describe.skipIf(lacks("tshark"))(`the files of Wireshark${without("tshark")}`, () => {
  /** What tshark says while it reads its configuration: 4.0 reads cfilters, later ones nothing. */
  async function complaints(cfilters: string): Promise<string> {
    const tshark = openTshark({ luaPaths: [], isRoot: IS_ROOT });
    onTestFinished(() => tshark.close());
    const folder = makeFolder();
    writeFileSync(join(folder, "cfilters"), cfilters);
    const placed = tshark.place(join(folder, "cfilters"));
    const home = placed.replace(/\/cfilters$/, "/home");
    writeFileSync(join(home, "cfilters"), cfilters);
    const sample = tshark.place(join(ROOT, "samples/link-raw.pcapng"));
    const result = await tshark.run(["-r", sample]);
    return result.kind === "exited" ? result.stderr : result.kind;
  }

  it("are read without a complaint", async () => {
    const cfilters = readFileSync(join(ROOT, "dist/filters/cfilters"), "utf8");
    expect(await complaints(cfilters)).not.toMatch(/cfilters/);
    const version = await findTsharkVersion();
    const broken = await complaints(cfilters.replaceAll('"', ""));
    if (version?.tshark.startsWith("4.0."))
      expect(broken).toContain("doesn't have a quoted filter name");
  });
});
