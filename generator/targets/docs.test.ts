import { describe, expect, it } from "vitest";
import { HOSTILE } from "../../test/support/hostile.js";
import { hostileModel } from "../../test/support/hostile-model.js";
import { readCells } from "../../test/support/markdown.js";
import { extendedModel, ownModel } from "../../test/support/models.js";
import { diagnosticRegistries, type Model } from "../model/model.js";
import { showCodes } from "../model/registry.js";
import { target } from "./docs.js";
import { markdownText } from "./rendering/escape.js";

function docsOf(model: Model): string {
  const [file] = target(model, { version: "1.2.3" });
  return String(file?.content);
}

/** The tables of a document, each one with its head. */
function tablesOf(markdown: string): readonly (readonly (readonly string[])[])[] {
  return markdown
    .split("\n\n")
    .filter((part) => part.startsWith("|"))
    .map((part) => {
      const [head = "", , ...rows] = part.trimEnd().split("\n");
      return [head, ...rows].map(readCells);
    });
}

function columnOf(table: readonly (readonly string[])[], title: string): readonly string[] {
  const [head = [], ...rows] = table;
  return rows.map((row) => row[head.indexOf(title)] ?? "");
}

describe.each([
  ["our registry", ownModel()],
  ["an extended definition", extendedModel()],
])("the document of %s", (_name, model) => {
  const docs = docsOf(model);
  const [formats = [], ...tables] = tablesOf(docs);
  const registries = [
    ...diagnosticRegistries(model),
    ...model.vendors.map(({ registry }) => registry),
    ...model.registries.filter(({ id }) => id === "linux-rst-reasons"),
  ];

  it("has a display filter for each format, and a capture filter where there can be one", () => {
    const displays = columnOf(formats, "Display filter");
    expect(displays).toContain("tcp.rst_diagnostic.magic == 0xF317");
    expect(displays).toContain('rstdiag.format == "opaque"');
    const captured = columnOf(formats, "Format").filter(
      (_title, at) => columnOf(formats, "Capture filter")[at] !== "",
    );
    expect(captured).toEqual(
      model.formats
        .map(({ title }) => title)
        .filter((one) => !/^(Text|Unknown payload)$/.test(one)),
    );
  });

  it("finds the codes of a format without a PEN by their own field", () => {
    const linux = tables.at(-1) ?? [];
    expect(columnOf(linux, "Display filter")).toEqual(
      columnOf(linux, "Code").map((code) => `rstdiag.linux_reason == ${code}`),
    );
    expect(columnOf(linux, "Capture filter")[0]).toMatch(/ = 1000 and tcp\[/);
    expect(docs).toContain(
      "\n## Linux reset reasons, revision v6.12\n\nCodes of the format: Linux",
    );
  });

  it("has a table of the formats, then one for each registry, IANA's first", () => {
    expect(formats.slice(1).map((cells) => cells.slice(0, 4))).toEqual(
      model.formats.map((one) => [one.title, one.standing, one.specification, one.section]),
    );
    expect(tables).toHaveLength(registries.length);
  });

  it.each(registries.map((registry, at) => [registry.id, registry, tables[at] ?? []] as const))(
    "has each row of %s as the registry states it",
    (_id, { rows, others }, table) => {
      // A column that has nothing in it is not there.
      const references = columnOf(table, "Specification");
      const known = columnOf(table, "Code").map((code, at) => [
        code,
        columnOf(table, "Cause")[at],
        references[at],
      ]);
      expect(known.filter(([, cause]) => cause !== "*not in this revision*")).toEqual(
        rows.map((row) => [showCodes(row), row.description, row.reference]),
      );
      expect(table[0]?.includes("In other revisions")).toBe(others.length > 0);
    },
  );

  it("says whose each registry is, and how to reach a vendor", () => {
    expect(docs).toContain("\nPrivate enterprise number: 0.\nThe payload");
    expect(docs).toContain(
      "\nPrivate enterprise number: 32473.\n" +
        "Organisation: Example Enterprise Number for Documentation Use.\n" +
        "How to reach it: <https://www.rfc-editor.org/info/rfc5612>.\n",
    );
  });

  it("says who may send each cause, where the registry says it", () => {
    const senders = {
      endpoint: "an endpoint",
      "service-function": "a service function",
      any: "an endpoint or a service function",
    };
    const [first] = tables;
    const rows = model.registries[0]?.rows ?? [];
    const told = new Map(
      columnOf(first ?? [], "Code").map((code, at) => [
        code,
        columnOf(first ?? [], "Who may send it")[at],
      ]),
    );
    expect(rows.some(({ origin }) => origin === "any")).toBe(true);
    for (const { first: code, origin } of rows) {
      expect(told.get(String(code))).toBe(origin ? senders[origin] : "");
    }
  });

  it("has each note below the table of its registry", () => {
    for (const { notes } of registries) {
      for (const note of notes) expect(docs).toContain(`|\n\nNote: ${markdownText(note)}\n`);
    }
  });

  it("begins with a comment that names licence and inputs", () => {
    expect(docs).toMatch(
      /^<!--\nSPDX-License-Identifier: CC0-1\.0\n[^>]*\n-->\n\n# Reset reasons\n/,
    );
  });

  it("has no two empty lines, and none in a table", () => {
    expect(docs).not.toContain("\n\n\n");
    expect(docs).toMatch(/[^\n]\n$/);
  });
});

/** What a reader sees around the texts. */
function shapeOf(markdown: string): readonly (readonly [string, number])[] {
  return markdown
    .split("\n")
    .map((line) => [line.slice(0, 2), line.startsWith("|") ? readCells(line).length : 0]);
}

const harmless = hostileModel("Harmless words");

describe.each(HOSTILE)("registry text with %s in the document", (_name, text) => {
  const docs = docsOf(hostileModel(text));

  it("does not add or end a line or a cell", () => {
    expect(shapeOf(docs)).toEqual(shapeOf(docsOf(harmless)));
  });

  it("comes out of its cells as it was", () => {
    const [formats = [], ...tables] = tablesOf(docs);
    expect(new Set(columnOf(formats, "Format"))).toEqual(new Set([text]));
    for (const table of tables.slice(0, -1)) {
      expect(columnOf(table, "Cause")).toEqual(expect.arrayContaining([text, `${text} again`]));
      expect(columnOf(table, "Specification")).toContain(text);
    }
  });
});
