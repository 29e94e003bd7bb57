import { describe, expect, it } from "vitest";
import { readC } from "../../test/support/c.js";
import { HOSTILE } from "../../test/support/hostile.js";
import { hostileModel } from "../../test/support/hostile-model.js";
import { extendedModel, ownModel } from "../../test/support/models.js";
import { diagnosticRegistries, type Model } from "../model/model.js";
import { target } from "./c-header.js";

function headerOf(model: Model): string {
  const [file] = target(model, { version: "1.2.3" });
  return String(file?.content);
}

/** The constants of all enums, in their order. */
function constantsOf(header: string): readonly (readonly [string, number])[] {
  const found = header.matchAll(/^ {8}(TCP_\w+) = (\d+),?$/gm);
  return [...found].map(([, name = "", code]) => [name, Number(code)]);
}

/** Words of descriptions become names, and a long text is in several literals. */
function shapeOf(model: Model): string {
  return readC(headerOf(model))
    .code.replace(/TCP_(FC|PEN_32473)_\w+/g, "NAME")
    .replace(/""( "")+/g, '""');
}

describe.each([
  ["our registry", ownModel()],
  ["an extended definition", extendedModel()],
])("the header of %s", (_name, model) => {
  const header = headerOf(model);
  const registries = [
    ...diagnosticRegistries(model),
    ...model.vendors.map(({ registry }) => registry),
  ];

  it("has a constant for each code of each registry, all of them different", () => {
    const constants = constantsOf(header);
    expect(constants.map(([, code]) => code)).toEqual(
      registries.flatMap(({ rows }) => rows.map(({ first }) => first)),
    );
    expect(new Set(constants.map(([name]) => name)).size).toBe(constants.length);
    for (const [name] of constants) expect(name.length).toBeLessThanOrEqual(63);
  });

  it("has each text as it is", () => {
    const strings = readC(header).strings.map(String).join("");
    for (const { description } of registries.flatMap(({ rows }) => rows)) {
      expect(strings).toContain(description);
    }
  });

  it("is printable ASCII in at most 80 columns, without tabs and blanks at the end", () => {
    for (const line of header.split("\n"))
      expect(line).toMatch(/^([\x20-\x7e]{0,79}[\x21-\x7e])?$/);
  });

  it("says whose number a vendor's is", () => {
    expect(header.replace(/\n \* /g, " ")).toContain(
      "private enterprise number 32473 (Example Enterprise Number for Documentation Use).",
    );
  });

  it("names licence and inputs", () => {
    expect(header).toContain(" * SPDX-License-Identifier: BSD-3-Clause\n");
    for (const { path } of model.inputs) expect(header).toContain(` *   ${path}\n`);
  });
});

describe("the layout of the draft's figure 1", () => {
  it.each([
    ["MAGIC", "0x33AA"],
    ["LENGTH", "8"],
    ["MAGIC_OFFSET", "0"],
    ["REASON_CODE_OFFSET", "2"],
    ["PEN_OFFSET", "4"],
    ["PEN_SIZE", "4"],
  ])("TCP_RST_DIAGNOSTIC_%s is %s", (name, value) => {
    const found = new RegExp(`^#define TCP_RST_DIAGNOSTIC_${name} +(\\S+)$`, "m");
    expect(found.exec(headerOf(ownModel()))?.[1]).toBe(value);
  });
});

const harmless = hostileModel("Harmless words");

describe.each(HOSTILE)("registry text with %s in the header", (_name, text) => {
  const model = hostileModel(text);

  it("does not change the shape of the C, and comes out of it as it was", () => {
    expect(shapeOf(model)).toBe(shapeOf(harmless));
    const strings = readC(headerOf(model)).strings.map(String);
    expect(strings.join("")).toContain(`${text}${text} again`);
  });

  it("leaves it in printable ASCII", () => {
    expect(headerOf(model)).toMatch(/^[\x20-\x7e\n]*$/);
  });
});
