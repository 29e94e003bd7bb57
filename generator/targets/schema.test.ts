import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, expectTypeOf, it } from "vitest";
import type {
  RstDiagnosticRecord,
  Endpoint as StatedEndpoint,
  ValidRecord,
} from "../../dist/schema/rst-diagnostic.js";
import { decodeBytes } from "../../test/support/decode.js";
import { extendedModel, ownModel } from "../../test/support/models.js";
import { schemaOf, typeOf } from "../../test/support/pack.js";
import type { Endpoint, RstRecord } from "../model/record.js";
import { makeSamples } from "../samples/samples.js";

const own = ownModel();

interface Stated {
  readonly examples: readonly { readonly status: string; readonly pen?: number }[];
}

describe.each([
  ["our registry", own],
  ["an extended definition", extendedModel()],
])("the schema of %s", (_name, model) => {
  const text = schemaOf(model);
  const { examples, ...schema }: Stated = JSON.parse(text);
  const validate = new Ajv2020({ strictRequired: false, strictTypes: false }).compile(schema);

  it("satisfies the metaschema of draft 2020-12", () => {
    expect(schema).toHaveProperty("$schema", "https://json-schema.org/draft/2020-12/schema");
    expect(new Ajv2020().validateSchema(schema)).toBe(true);
  });

  it("has an example of each status, all of which satisfy it", () => {
    expect(new Set(examples.map(({ status }) => status))).toEqual(
      new Set(["valid", "malformed", "truncated"]),
    );
    expect(examples.some(({ pen }) => pen !== undefined && pen > 0)).toBe(true);
    for (const example of examples) expect([example, validate(example)]).toEqual([example, true]);
  });

  it("accepts what the decoder reads of every sample", async () => {
    const samples = await Promise.all(
      makeSamples(model).map(({ content }) => decodeBytes(model, content)),
    );
    const records = samples.flat().map(({ record }) => record);
    expect(records.length).toBeGreaterThan(100);
    for (const record of records) expect([record, validate(record)]).toEqual([record, true]);
  });

  it("is JSON of two blanks that ends in one newline", () => {
    expect(text).toBe(`${JSON.stringify(JSON.parse(text), null, 2)}\n`);
  });
});

describe("the schema's registries", () => {
  it("have every row as the registry states it", () => {
    const { $defs } = JSON.parse(schemaOf(own));
    for (const { id, title, rows } of [
      ...own.registries,
      ...own.vendors.map((one) => one.registry),
    ]) {
      expect($defs[id]).toMatchObject({ title, required: expect.arrayContaining(["registry"]) });
      expect($defs[id].oneOf.slice(0, rows.length)).toMatchObject(
        rows.map(({ first: code, description, reference }) => ({
          properties: {
            reasonCode: { const: code },
            reason: { const: description },
            reference: reference === "" ? false : { const: reference },
          },
        })),
      );
    }
  });
});

/** A record without the brands of its numbers, which only the generator's own code has. */
type PlainRecord = Omit<RstRecord, "reasonCode" | "pen"> & {
  readonly reasonCode?: number;
  readonly pen?: number;
};

describe("the generated TypeScript type", () => {
  it("is a kind of the record that decode prints", () => {
    expectTypeOf<RstDiagnosticRecord>().toExtend<PlainRecord>();
    expectTypeOf<StatedEndpoint>().toEqualTypeOf<Endpoint>();
  });

  it("has each of its members and the file, and no other", () => {
    expectTypeOf<keyof RstDiagnosticRecord>().toEqualTypeOf<keyof RstRecord | "file">();
  });

  it("knows that a valid record has a code, a pen and no problem", () => {
    type Valid = ValidRecord;
    expectTypeOf<Valid["reasonCode"]>().toEqualTypeOf<number>();
    expectTypeOf<Valid["pen"]>().toEqualTypeOf<number>();
    expectTypeOf<Valid["problems"]>().toEqualTypeOf<readonly []>();
    expectTypeOf<RstDiagnosticRecord["status"]>().toEqualTypeOf<RstRecord["status"]>();
  });

  it("names the formats, the problems and the further numbers of the Model", () => {
    const type = typeOf(extendedModel());
    expect(type).toContain('export type DiagnosticFormat = "diagnostic" | "second-format";\n');
    expect(type).toContain(
      'export type OtherFormat = "description" | "linux-experiment" | "text" | "opaque";\n',
    );
    expect(type).toContain('export type Pattern = "big-ip";\n');
    expect(type).toContain(
      'export type Problem = "wrong-length" | "reserved-code" | "strange-version" | "not-text" | "truncated";\n',
    );
    expect(type).toContain(
      "  /** The try-count of the test */\n  readonly tryCount?: number;\n" +
        "  /** The layout-version of the test */\n  readonly layoutVersion?: number;\n" +
        "  /** The path-id of the test */\n  readonly pathId?: number;\n}\n",
    );
  });

  it("is printable ASCII and ends in one newline", () => {
    expect(typeOf(ownModel())).toMatch(/^[\x20-\x7e\n]*[^\n]\n$/);
  });
});
