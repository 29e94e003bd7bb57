import { formatMistake, type Mistake } from "../../generator/model/mistake.js";
import type { Model } from "../../generator/model/model.js";
import { buildModel, type ModelSources } from "../../generator/registry/build-model.js";
import type {
  Definition,
  DefinitionData,
  FieldData,
  FormatData,
  NumericFieldData,
} from "../../generator/registry/definition.js";
import {
  type Cell,
  makeRow,
  type SourceRegistry,
  type SourceRow,
} from "../../generator/registry/source-registry.js";

/** The three fields of the draft, in the order of the wire; only for tests. */
export const MAGIC = {
  name: "magic",
  kind: "magic",
  bits: 16,
  value: 0x33aa,
  meaning: "Identifies the format",
  section: "4.1",
} as const satisfies FieldData;
export const REASON_CODE: NumericFieldData = {
  name: "reason-code",
  kind: "reason-code",
  bits: 16,
  meaning: "The cause",
  section: "4.1",
};
export const PEN: NumericFieldData = {
  name: "pen",
  kind: "pen",
  bits: 32,
  meaning: "Whose registry",
  section: "4.1",
};

/** A number with no table behind it; only for tests. */
export function numberField(name: string, bits: 8 | 16 | 24 | 32): FieldData {
  return { name, kind: "number", bits, meaning: "A number", section: "4.1" };
}

type DiagnosticData = FormatData & {
  readonly length: { readonly octets: number; readonly otherwise: string };
  readonly malformed: NonNullable<FormatData["malformed"]>;
};

/** A format that obeys all rules; only for tests. */
export const FORMAT: DiagnosticData = {
  id: "diagnostic",
  title: "Diagnostic payload",
  standing: "specified",
  section: "4.1",
  length: { octets: 8, otherwise: "wrong-length", section: "4.1" },
  fields: [MAGIC, REASON_CODE, PEN],
  registry: { "picked-by": "pen", zero: "causes" },
  malformed: [{ problem: "reserved-code", field: "reason-code", is: 0, section: "4.1" }],
  examples: [
    {
      title: "a vendor's reason",
      section: "5",
      octets: "33aa 04D2 0000 7ed9",
      fields: { "reason-code": 1234, pen: 32473 },
    },
  ],
};

const TEXT_FIELD: FieldData = { name: "text", kind: "text", meaning: "Words", section: "1" };

/** A format of printable text that obeys all rules; only for tests. */
export const TEXT_FORMAT: FormatData = {
  id: "text",
  title: "Text",
  standing: "guess",
  section: "1",
  length: { least: 4, section: "1" },
  fields: [TEXT_FIELD],
  patterns: [{ id: "shout", title: "Shouting", parts: [{ literal: "HO " }, "decimal", "reason"] }],
};

/** A format that is told by its shape, and obeys all rules; only for tests. */
export const SHAPE_FORMAT: FormatData = {
  id: "shape",
  title: "Shape",
  standing: "guess",
  section: "A",
  length: { octets: 10, section: "A" },
  fields: [
    { name: "shape-code", kind: "reason-code", bits: 8, meaning: "The cause", section: "A" },
    { name: "padding", kind: "zero", octets: 9, meaning: "Nothing", section: "A" },
  ],
  registry: { always: "causes" },
};

/** A definition of one good format, but for `data`; a place's path is the value's path. */
export function definitionOf(data: Partial<DefinitionData> = {}): Definition {
  return {
    data: {
      title: "Reset reasons",
      specification: "draft-example-00",
      registries: { causes: { default: "draft-02", revisions: { "draft-02": "causes.xml" } } },
      vendors: "vendors",
      formats: [FORMAT],
      ...data,
    },
    locate: (path) => ({ path: path.join("/"), line: 1, column: 1 }),
  };
}

/** A text and where it stands in `causes.xml`; only for tests. */
export function cell(text: string, line = 1, column = 1): Cell {
  return { text, place: { path: "causes.xml", line, column } };
}

/** A record of the line, its value on the next one; only for tests. */
export function row(line: number, value: string, description: string): SourceRow {
  return makeRow(cell("", line, 3).place, {
    value: cell(value, line + 1, 5),
    description: cell(description, line + 2, 5),
  });
}

/** A registry that obeys all rules, but for `edits`; only for tests. */
export function registryOf(edits: Partial<SourceRegistry> = {}): SourceRegistry {
  return {
    place: cell("", 2).place,
    id: cell("causes", 2),
    title: cell("Causes", 3),
    notes: [],
    rows: [row(10, "0", "Reserved"), row(20, "14", "Connection timeout")],
    ...edits,
  };
}

/** A Model of one format and no vendor, but for `edits`; only for tests. */
export function modelOf(edits: Partial<ModelSources> = {}): Model {
  return buildModel({
    definition: definitionOf(),
    registries: [{ revision: "draft-02", source: registryOf(), others: [] }],
    vendors: [],
    organisations: new Map(),
    inputs: [],
    ...edits,
  });
}

/** What a user is told; only for tests. */
export function told(mistakes: readonly (Mistake | undefined)[]): readonly string[] {
  return mistakes.flatMap((mistake) => (mistake ? [formatMistake(mistake)] : []));
}
