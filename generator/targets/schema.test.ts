import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { decodeBytes } from "../../test/support/decode.js";
import { extendedModel, ownModel } from "../../test/support/models.js";
import { schemaOf } from "../../test/support/pack.js";
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
