import { describe, expect, it } from "vitest";
import { addVendor, modelOf, ownModel } from "../../../test/support/models.js";
import type { DiagnosticFormat } from "../../model/format.js";
import type { Model } from "../../model/model.js";
import { target } from "../c-header.js";

function headerOf(model: Model): string {
  const [file] = target(model, { version: "1.2.3" });
  return String(file?.content);
}

function namesIn(model: Model, pattern: RegExp): readonly string[] {
  return [...headerOf(model).matchAll(pattern)].map(([, name = ""]) => name);
}

/** The format with another id, and another name of its PEN. */
function renamed(format: DiagnosticFormat, id: string, penName: string): DiagnosticFormat {
  const pen = { ...format.pen, name: penName };
  return {
    ...format,
    id,
    pen,
    fields: format.fields.map((one) => (one === format.pen ? pen : one)),
  };
}

describe("names that could clash", () => {
  it("are by their codes where two causes have the same words; the lower code keeps them", () => {
    const model = modelOf((folder) =>
      addVendor(folder, [
        [1, "Same words", ""],
        [2, "The same words!", ""],
        [3, "Code 2", ""],
      ]),
    );
    expect(namesIn(model, /^ {8}(TCP_PEN_9_\w+ = \d)/gm)).toEqual([
      "TCP_PEN_9_SAME_WORDS = 1",
      "TCP_PEN_9_CODE_2 = 2",
      "TCP_PEN_9_CODE_3 = 3",
    ]);
  });

  it("are made different where format and field together give one", () => {
    const own = ownModel();
    const diagnosticFormats = own.diagnosticFormats.flatMap((format) => [
      renamed(format, "x", "y-z"),
      renamed(format, "x-y", "z"),
    ]);
    const defined = namesIn({ ...own, diagnosticFormats }, /^#define (\w+) /gm);
    expect(new Set(defined).size).toBe(defined.length);
    expect(defined).toContain("TCP_RST_X_Y_Z_OFFSET_2");
  });

  it("are made different where two registries have the same initials", () => {
    const own = ownModel();
    const diagnosticFormats = own.diagnosticFormats.flatMap((format) => [
      format,
      { ...format, id: "other", registry: { ...format.registry, id: "tcp-fatal-codes" } },
    ]);
    expect(namesIn({ ...own, diagnosticFormats }, /^enum (tcp_fc\w*) \{/gm)).toEqual([
      "tcp_fc",
      "tcp_fc_2",
    ]);
  });

  it("are none of the draft's socket API", () => {
    const own = ownModel();
    const diagnosticFormats = own.diagnosticFormats.map((format) => ({
      ...format,
      registry: {
        ...format.registry,
        id: "rst-reasons",
        rows: format.registry.rows.map((row) => ({ ...row, description: "RST on close" })),
      },
    }));
    const names = namesIn({ ...own, diagnosticFormats }, /^ {8}(TCP_RR_\w+) = /gm);
    expect(names).toContain("TCP_RR_CODE_1");
    expect(names).not.toContain("TCP_RR_RST_ON_CLOSE");
  });
});

it("a registry without a row has no empty enum", () => {
  expect(headerOf(modelOf((folder) => addVendor(folder, [])))).not.toContain("tcp_pen_9");
});
