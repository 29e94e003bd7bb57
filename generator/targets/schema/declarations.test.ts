import { describe, expect, expectTypeOf, it } from "vitest";
import type {
  RstDiagnosticRecord,
  Endpoint as StatedEndpoint,
  ValidRecord,
} from "../../../dist/schema/rst-diagnostic.js";
import { extendedModel, ownModel } from "../../../test/support/models.js";
import { typeOf } from "../../../test/support/pack.js";
import type { Endpoint, RstRecord } from "../../model/record.js";

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
