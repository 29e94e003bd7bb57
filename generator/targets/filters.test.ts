import { describe, expect, it } from "vitest";
import { HOSTILE, LINE_ENDS } from "../../test/support/hostile.js";
import { hostileModel } from "../../test/support/hostile-model.js";
import { extendedModel, ownModel } from "../../test/support/models.js";
import { reasonCode } from "../model/identifiers.js";
import { diagnosticRegistries, type Model } from "../model/model.js";
import { isUsable } from "../model/registry.js";
import { MOST_REASONS, target } from "./filters.js";

function filesOf(model: Model): Readonly<Record<string, string>> {
  const files = target(model, { version: "1.2.3" });
  return Object.fromEntries(files.map(({ path, content }) => [path, String(content)]));
}

/** Reads a line as Wireshark does: a quoted name with backslashes, a blank, the filter. */
function readEntry(line: string): readonly [name: string, filter: string] {
  const [, name = "", filter = ""] = /^"((?:[^"\\]|\\.)*)" (.+)$/.exec(line) ?? [];
  return [name.replace(/\\(.)/g, "$1"), filter];
}

function entriesOf(file = ""): readonly (readonly [string, string])[] {
  return file.trimEnd().split("\n").map(readEntry);
}

function expressionsOf(file = ""): readonly string[] {
  return file.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
}

describe.each([
  ["our registry", ownModel()],
  ["an extended definition", extendedModel()],
])("the filters of %s", (_name, model) => {
  const files = filesOf(model);

  it("have one for each kind of reset and each assigned reason, in each form", () => {
    const reasons = [
      ...diagnosticRegistries(model),
      ...model.vendors.map(({ registry }) => registry),
    ]
      .flatMap(({ rows }) => rows)
      .filter(isUsable);
    const testable = model.formats.filter(({ id }) => id !== "text" && id !== "opaque");
    const count = testable.length + 2 + model.vendors.length + reasons.length;
    expect(entriesOf(files["filters/dfilters"])).toHaveLength(count);
    expect(entriesOf(files["filters/cfilters"])).toHaveLength(2 * count);
    expect(expressionsOf(files["filters/filters.txt"])).toHaveLength(5 * count);
  });

  it("are the same in all files", () => {
    const text = expressionsOf(files["filters/filters.txt"]);
    for (const [name, filter] of entriesOf(files["filters/cfilters"])) {
      expect(name).toMatch(/^TCP reset(, VLAN)?: ./);
      expect(text).toContain(filter);
    }
    for (const [, filter] of entriesOf(files["filters/dfilters"])) {
      expect(files["filters/filters.txt"]).toContain(`\n# In Wireshark: ${filter}\n`);
    }
  });

  it("are said not to be there for what no capture filter can tell", () => {
    expect(files["filters/filters.txt"]).toContain(
      '\n#   Text: rstdiag.format == "text"\n' +
        '#   Unknown payload: rstdiag.format == "opaque"\n',
    );
  });

  it("have names of their own", () => {
    const names = entriesOf(files["filters/cfilters"]).map(([name]) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

/** Our Model with these causes, from code 1 on, whether a registry could have them or not. */
function modelWith(descriptions: readonly string[]): Model {
  const own = ownModel();
  const rows = descriptions.map((description, at) => ({
    first: reasonCode(at + 1),
    last: reasonCode(at + 1),
    description,
    reference: "",
    category: "assigned" as const,
  }));
  const diagnosticFormats = own.diagnosticFormats.map((format) => ({
    ...format,
    registry: { ...format.registry, rows },
  }));
  return { ...own, diagnosticFormats };
}

describe("a registry with every code there is", () => {
  const [registry] = ownModel().registries;
  const files = filesOf(modelWith(Array.from({ length: 0xffff }, (_, at) => `Cause ${at + 1}`)));

  it("is not listed, and the file says so", () => {
    const text = files["filters/filters.txt"] ?? "";
    expect(text).toContain(`# With more than ${MOST_REASONS} reasons, these are not listed;`);
    expect(text).toContain(`#   ${registry?.title}\n`);
    expect(text.length).toBeLessThan(100_000);
  });

  it("leaves the filters of the others", () => {
    expect(files["filters/dfilters"]).toContain("pen == 32473");
    expect(files["filters/dfilters"]).not.toContain("Cause 1 ");
  });
});

describe.each(HOSTILE)("registry text with %s in the filters", (_name, text) => {
  const files = filesOf(hostileModel(text));
  const harmless = filesOf(hostileModel("Harmless words"));

  it("changes no filter, and adds none", () => {
    const textOf = (found: typeof files) => expressionsOf(found["filters/filters.txt"]);
    expect(textOf(files)).toEqual(textOf(harmless));
    for (const name of ["filters/cfilters", "filters/dfilters"]) {
      const filters = (found: typeof files) => entriesOf(found[name]).map(([, filter]) => filter);
      expect(filters(files)).toEqual(filters(harmless));
    }
  });

  it("comes out of a name as it was", () => {
    const names = entriesOf(files["filters/dfilters"]).map(([name]) => name);
    expect(names).toContain(`TCP reset: ${text} (code 1, pen 0)`);
  });
});

describe.each(LINE_ENDS)("a line end in registry text, %s", (_name, text) => {
  it("ends no line", () => {
    const harmless = filesOf(modelWith(["Harmless words"]));
    for (const [name, content] of Object.entries(filesOf(modelWith([text])))) {
      const lines = content.split(/[\p{Cc}\u2028\u2029]/u);
      expect(lines.length).toBe(harmless[name]?.split("\n").length);
    }
  });
});
