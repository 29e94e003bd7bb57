import { describe, expect, it } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { HOSTILE } from "../../test/support/hostile.js";
import { hostileModel } from "../../test/support/hostile-model.js";
import { readCells } from "../../test/support/markdown.js";
import { extendedModel, ownModel } from "../../test/support/models.js";
import { RELEASED_NAMES, target } from "./filter-names.js";
import { filterNames } from "./wireshark/fields.js";

function rowsOf(model: Parameters<typeof target>[0]) {
  const [file] = target(model, { version: "1.2.3" });
  const lines = String(file?.content)
    .split("\n")
    .filter((line) => line.startsWith("| `"));
  return lines.map(readCells);
}

describe("the list of filter names", () => {
  it.each(HOSTILE)("keeps %s in its cell", (_name, text) => {
    const rows = rowsOf(hostileModel(text));
    expect(rows.filter((cells) => cells.length !== 4)).toEqual([]);
    expect(rows.map(([, , , meaning]) => meaning)).toContain(text);
    expect(rows).toHaveLength(filterNames(hostileModel(text)).length);
  });

  it("keeps each name that was released, with its type", () => {
    const types = new Map(filterNames(ownModel()).map(({ name, type }) => [name, type]));
    const now = RELEASED_NAMES.map((released) => ({ ...released, type: types.get(released.name) }));
    expect(now).toEqual(RELEASED_NAMES);
  });

  it("says since when there is each name of our own", () => {
    expect(rowsOf(ownModel()).filter(([, , since]) => since === "not yet released")).toEqual([]);
    expect(new Set(RELEASED_NAMES.map(({ release }) => release))).toContain(packageJson.version);
  });

  it("says of a name that only another's definition has that no release brought it", () => {
    const added = rowsOf(extendedModel()).filter(([, , since]) => since === "not yet released");
    const own = new Set(filterNames(ownModel()).map(({ name }) => `\`${name}\``));
    expect(added.length).toBeGreaterThan(0);
    expect(added.filter(([name = ""]) => own.has(name))).toEqual([]);
  });
});
