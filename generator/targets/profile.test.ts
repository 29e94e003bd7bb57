import { unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { colourDistance, KINDS_OF_EYES } from "../../test/support/colour.js";
import { HOSTILE } from "../../test/support/hostile.js";
import { hostileModel } from "../../test/support/hostile-model.js";
import { addVendor, extendedModel, modelOf, ownModel } from "../../test/support/models.js";
import { profileOf } from "../../test/support/pack.js";
import {
  filterStrings,
  readColouringRules,
  readColourRules,
  readFilterList,
  readTable,
} from "../../test/support/profile.js";
import type { Model } from "../model/model.js";
import { isUsable } from "../model/registry.js";
import { buttons } from "./profile/named-filters.js";
import { colourRules, contrast, parseColour, target } from "./profile.js";

const own = ownModel();

function fileOf(model: Model, name: string): string {
  const content = profileOf(model).get(name);
  if (content === undefined) throw new Error(`the profile has no ${name}`);
  return content;
}

describe.each([
  ["our registry", own],
  ["an extended definition", extendedModel()],
])("the colour rules of %s", (_name, model) => {
  const rules = readColourRules(fileOf(model, "colorfilters"));

  it("are each written as they are meant", () => {
    const meant = colourRules(model).map(({ name, filter, colour }) => [
      name,
      filter,
      parseColour(colour).map((component) => component * 257),
    ]);
    expect(rules.map(({ name, filter, colours }) => [name, filter, colours[0]])).toEqual(meant);
  });

  it("can be read, with a contrast of 4.5:1 at least", () => {
    for (const { name, colours } of rules) {
      const [back, text] = colours.map(([red = 0, green = 0, blue = 0]) => {
        const colour: readonly [number, number, number] = [red / 257, green / 257, blue / 257];
        return colour;
      });
      if (!back || !text) throw new Error(`${name} has no colours`);
      expect([name, contrast(back, text) >= 4.5]).toEqual([name, true]);
    }
  });

  it("are the same for Wireshark 5.0, which takes them in place of those with their names", () => {
    expect(readColouringRules(fileOf(model, "coloring_rules.jsonc"))).toEqual(rules);
  });

  it("have each name once", () => {
    const names = rules.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });
});

describe.each(KINDS_OF_EYES)("the colours of resets for %s", (eyes) => {
  const resets = colourRules(own).filter(({ name }) => name.startsWith("RST"));
  const pairs = resets.flatMap((one, at) => resets.slice(at + 1).map((other) => ({ one, other })));

  it("are told apart", () => {
    const alike = pairs
      .map(({ one, other }) => ({
        names: `${one.name} / ${other.name}`,
        distance: colourDistance(parseColour(one.colour), parseColour(other.colour), eyes),
      }))
      .filter(({ distance }) => distance < 12);
    expect(alike).toEqual([]);
  });
});

describe("the colours of groups", () => {
  it("are those of the definition", () => {
    const rules = new Map(colourRules(own).map((rule) => [rule.name, rule.colour]));
    expect(own.groups.length).toBeGreaterThan(3);
    for (const { title, colour } of own.groups) expect(rules.get(`RST: ${title}`)).toBe(colour);
  });

  it("cover each cause of each revision", () => {
    const [registry] = own.registries;
    if (!registry) throw new Error("no registry");
    const rules = colourRules(own);
    for (const { rows } of [registry, ...registry.others]) {
      for (const row of rows.filter(isUsable)) {
        const title = own.groups.find(({ id }) => id === row.group)?.title;
        const rule = rules.find(({ name }) => name === `RST: ${title}`);
        expect(filterStrings(rule?.filter ?? "")).toContain(row.description);
      }
    }
  });
});

describe("the columns", () => {
  const lines = fileOf(own, "recent").split("\n");
  const widths = lines.flatMap((line) => {
    const [, format = "", width = ""] = /^\t"?(%[^"]*?)"?, (\d+),?$/.exec(line) ?? [];
    return format === "" ? [] : [[format, Number(width)] as const];
  });

  it("each have a width", () => {
    const formats = fileOf(own, "preferences").matchAll(/^\t"[^"]+", "(%[^"]+?)(?::0:[RU])?"/gm);
    expect(widths.map(([format]) => format)).toEqual(Array.from(formats, ([, format]) => format));
  });

  it("leave Info 500 of the 1400 pixels of a window, with its scroll bar and its overview", () => {
    expect(widths.at(-1)?.[0]).toBe("%i");
    const others = widths.slice(0, -1).reduce((sum, [, width]) => sum + width, 0);
    expect(1400 - 70 - others).toBeGreaterThanOrEqual(500);
  });
});

describe("the buttons", () => {
  it("have one for each cause that a sender may use, in the menu of its group", () => {
    const paths = buttons(own).map(({ path }) => path.join(" > "));
    for (const row of own.registries[0]?.rows.filter(isUsable) ?? []) {
      const title = own.groups.find(({ id }) => id === row.group)?.title;
      expect(paths).toContain(`Reset cause > ${title} > ${row.description}`);
    }
    expect(paths).toContain("Reset cause > Vendor 32473 > Example of a vendor-specific reason");
    expect(paths.join("\n")).not.toContain("Reserved");
  });

  it("leave out a registry that no menu could show, and keep the others", () => {
    const model = modelOf((folder) => {
      addVendor(
        folder,
        Array.from({ length: 500 }, (_, at) => [at + 1, `Cause ${at}`, ""] as const),
      );
    });
    const paths = buttons(model).map(({ path }) => path.join(" > "));
    expect(paths).not.toContain("Reset cause > Vendor 9 > Cause 1");
    expect(paths).toContain("Reset cause > Vendor 32473 > Example of a vendor-specific reason");
  });

  it("have each inferred cause, under Other where the definition lacks its group", () => {
    const pathsOf = (model: Model) => buttons(model).map(({ path }) => path.join(" > "));
    expect(pathsOf(own)).toContain("Reset cause > Timeout > idle-timeout");
    expect(pathsOf({ ...own, groups: [] })).toContain("Reset cause > Other > idle-timeout");
  });

  it.each([
    ["a single ampersand", "a & b", "a && b"],
    ["what begins a menu", "a//b///c", "a/ /b/ / /c"],
    ["a slash ahead", "/a", " /a"],
  ])("are labelled with %s as a menu shows it", (_name, cause, label) => {
    const model = modelOf((folder) => addVendor(folder, [[1, cause, ""]]));
    const labels = readTable(fileOf(model, "dfilter_buttons")).map(([, text]) => text);
    expect(labels).toContain(`Reset cause//Vendor 9//${label}`);
  });

  it("have a cause of two codes once", () => {
    const model = modelOf((folder) =>
      addVendor(folder, [
        [1, "Same", ""],
        [2, "Same", ""],
      ]),
    );
    expect(buttons(model).filter(({ path }) => path.at(-1) === "Same")).toHaveLength(1);
  });
});

describe.each(HOSTILE)("registry text with %s in the profile", (_name, text) => {
  const model = hostileModel(text);
  const harmless = hostileModel("Harmless words");

  it("comes out of the filters of rules, buttons and lists letter for letter", () => {
    const rule = readColourRules(fileOf(model, "colorfilters")).find(
      ({ name }) => name === "RST: Timeout",
    );
    expect(filterStrings(rule?.filter ?? "")).toEqual(
      expect.arrayContaining([text, `${text} again`]),
    );
    const table = readTable(fileOf(model, "dfilter_buttons"));
    expect(table.map(([, , filter = ""]) => filterStrings(filter)[1])).toContain(text);
    const graphs = readTable(fileOf(model, "io_graphs"));
    expect(graphs.flatMap(([, , filter = ""]) => filterStrings(filter))).toContain(text);
    const lists = readFilterList(fileOf(model, "dfilters"));
    expect(lists.flatMap(([, filter]) => filterStrings(filter))).toContain(text);
    const names = readFilterList(fileOf(model, "cfilters")).map(([name]) => name);
    expect(names).toContain(`TCP resets with a reason: ${text}`);
  });

  it("neither adds nor ends a line, nor a field of one", () => {
    for (const [name, content] of profileOf(model)) {
      const wanted = profileOf(harmless).get(name) ?? "";
      expect([name, content.split("\n").length]).toEqual([name, wanted.split("\n").length]);
    }
    for (const name of ["dfilter_buttons", "io_graphs"]) {
      const widths = new Set(readTable(fileOf(model, name)).map((fields) => fields.length));
      expect(widths).toEqual(new Set([name === "io_graphs" ? 9 : 4]));
    }
  });
});

describe("the zip", () => {
  const files = target(own, { version: "1.2.3" });
  const zip = files.find(({ path }) => path.endsWith(".zip"))?.content;
  if (!(zip instanceof Uint8Array)) throw new Error("no zip");

  it("has the files of the folder, below the name of the profile", () => {
    const packed = Object.entries(unzipSync(zip)).map(([path, octets]) => [
      `wireshark/profiles/${path}`,
      Buffer.from(octets).toString("utf8"),
    ]);
    const folder = files.filter(({ path }) => !path.endsWith(".zip"));
    expect(packed).toEqual(folder.map(({ path, content }) => [path, content]));
  });

  it("says nothing of the day and the system that it was made on", () => {
    const octets = Buffer.from(zip);
    const heads = [...positionsOf(octets, Buffer.from("PK\u0001\u0002"))];
    expect(heads).toHaveLength(8);
    for (const at of heads) {
      const head = {
        system: octets[at + 5],
        method: octets.readUInt16LE(at + 10),
        time: octets.readUInt16LE(at + 12),
        // 1 January of the first year, 1980.
        day: octets.readUInt16LE(at + 14),
        extra: octets.readUInt16LE(at + 30),
        attributes: octets.readUInt32LE(at + 38),
      };
      const nothing = { system: 0, method: 0, time: 0, day: 0x21, extra: 0, attributes: 0 };
      expect(head).toEqual(nothing);
    }
  });
});

function* positionsOf(octets: Buffer, wanted: Buffer): Generator<number> {
  for (let at = octets.indexOf(wanted); at >= 0; at = octets.indexOf(wanted, at + 1)) yield at;
}
