import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { HOSTILE } from "../../test/support/hostile.js";
import { hostileModel } from "../../test/support/hostile-model.js";
import { readCells } from "../../test/support/markdown.js";
import { extendedModel, ownModel } from "../../test/support/models.js";
import { RELEASED_NAMES, target } from "./filter-names.js";
import { filterNames, filterValues } from "./wireshark/fields.js";

/** The words of numbers that a release brought. */
const RELEASED_WORDS: readonly { readonly name: string; readonly number: string }[] = parse(
  readFileSync(new URL("../../data/released-filter-words.csv", import.meta.url)),
  { columns: true, comment: "#" },
);

function rowsOf(model: Parameters<typeof target>[0]) {
  const [file] = target(model, { version: "1.2.3" });
  const names = String(file?.content).split("## Words of numbers")[0] ?? "";
  const lines = names.split("\n").filter((line) => line.startsWith("| `"));
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

  it("keeps each number that was released, with its word, and lists all that there are", () => {
    const now = filterValues(ownModel()).map((value) => ({
      ...value,
      number: String(value.number),
      release: packageJson.version,
    }));
    expect(RELEASED_WORDS).toEqual(now);
  });

  it("has the words of each field below its names", () => {
    const [file] = target(ownModel(), { version: "1.2.3" });
    const words = String(file?.content).split("## Words of numbers")[1] ?? "";
    const rows = words
      .split("\n")
      .filter((line) => line.startsWith("| `"))
      .map(readCells);
    expect(rows).toEqual(
      filterValues(ownModel()).map(({ name, number, word }) => [name, `${number}`, word]),
    );
  });

  it("numbers the formats of another definition behind ours, which keep their numbers", () => {
    const own = filterValues(ownModel()).filter(({ name }) => name === "rstdiag.format");
    const all = filterValues(extendedModel()).filter(({ name }) => name === "rstdiag.format");
    expect(all.slice(0, own.length)).toEqual(own);
    expect(all.map(({ number }) => number)).toEqual(all.map((_, at) => at));
    expect(all.length).toBeGreaterThan(own.length);
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
