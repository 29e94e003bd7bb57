import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { extendedModel, ownModel } from "../../../test/support/models.js";
import { openSchema } from "../../verify/schema-check.js";
import { findLuaSyntaxError } from "../../verify/tools.js";
import { generatePack, renderTemplate, type Target } from "./target.js";

/** Lists of Wireshark, and what tcpdump's own suite and packagers read: none has comments. */
const HAS_NO_COMMENTS =
  /\/(dfilters|cfilters)$|^tcpdump\/README$|^wireshark\/(native\/|patches\/README$)/;

const GENERATOR = { version: "1.2.3" };

describe.each([
  ["our registry", ownModel()],
  ["a definition with another number and another format", extendedModel()],
])("the pack of %s", async (_name, model) => {
  const files = await generatePack(model, GENERATOR);
  const contentOf = (ending: string) =>
    String(files.find(({ path }) => path.endsWith(ending))?.content ?? "");

  it("has files of every target", async () => {
    const targets = readdirSync(new URL("../", import.meta.url)).flatMap(
      (name) => /^([a-z-]+)\.ts$/.exec(name)?.[1] ?? [],
    );
    expect(targets.length).toBeGreaterThan(2);
    const paths = files.map(({ path }) => path);
    for (const name of targets) {
      const { target }: { target: Target } = await import(`../${name}.ts`);
      const own = target(model, GENERATOR).map(({ path }) => path);
      expect([name, own.length > 0]).toEqual([name, true]);
      expect(paths).toEqual(expect.arrayContaining(own));
    }
  });

  it("has each path once, below the output folder and with `/`", () => {
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual([...new Set(paths)]);
    for (const path of paths) expect(path).toMatch(/^[a-z]+(\/[A-Za-z0-9._-][A-Za-z0-9 ._-]*)+$/);
  });

  it("has text files that end in one newline, without carriage returns", () => {
    for (const { path, content } of files) {
      if (typeof content === "string")
        expect([path, content]).toEqual([path, expect.stringMatching(/^[^\r]*[^\n]\n$/)]);
    }
  });

  it("names the inputs in every text", () => {
    for (const { path, content } of files) {
      if (typeof content !== "string" || HAS_NO_COMMENTS.test(path)) continue;
      // A mail to upstream names those that its change is made of.
      const isMail = path.startsWith("tcpdump/");
      for (const { digest } of isMail ? model.inputs.slice(0, 1) : model.inputs)
        expect([path, content.includes(digest)]).toEqual([path, true]);
    }
  });

  it("is the same each time", async () => {
    expect(await generatePack(model, GENERATOR)).toEqual(files);
  });

  it("has Lua that parses and a schema that accepts its own examples", () => {
    expect(findLuaSyntaxError(contentOf(".lua"))).toBeUndefined();
    expect(openSchema(contentOf(".schema.json")).kind).toBe("usable");
  });
});

const WORDS = { subject: "TCP", versions: "4.99", specification: "draft", revision: "draft-02" };
const LINES = { message: ["why"], changes: ["what"], header: [], provenance: ["one", "two"] };
const VIEW = { ...WORDS, ...LINES, number: 1, count: 2, tools: "git am" };

describe("renderTemplate", () => {
  it("repeats a line for each item, and leaves no line of its control tags", () => {
    expect(renderTemplate("tcpdump/preamble", VIEW)).toMatch(/BSD-3-Clause\n\n one\n two\n\n$/);
  });

  it.each(["<%= 1 + 1 %>", "<%- view.versions %>", "<% throw 1 %>", "a & b < c"])(
    "puts text in as it is, and never runs it: %s",
    (text) => {
      const filled = renderTemplate("tcpdump/preamble", { ...VIEW, provenance: [text] });
      expect(filled).toContain(`BSD-3-Clause\n\n ${text}\n\n`);
    },
  );

  it("throws where the view lacks the rows of a loop", () => {
    expect(() => renderTemplate("tcpdump/preamble", { versions: "4.99" })).toThrow();
  });
});
