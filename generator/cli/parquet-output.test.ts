import { describe, expect, it } from "vitest";
import { TIME } from "../model/record.js";
import { columnsOf } from "./parquet-output.js";

describe("columnsOf", () => {
  it.each([
    [{ type: "boolean" }, "BOOLEAN"],
    [{ type: "number", minimum: 0 }, "DOUBLE"],
    [{ type: "integer", minimum: 0, maximum: 65_535 }, "USMALLINT"],
    [{ type: "integer", minimum: 0, maximum: 65_536 }, "UINTEGER"],
    [{ type: "integer", minimum: 0, maximum: 2 ** 32 - 1 }, "UINTEGER"],
    [{ type: "integer", minimum: 0, maximum: 2 ** 32 }, "BIGINT"],
    [{ type: "integer", minimum: -1, maximum: 9 }, "BIGINT"],
    [{ type: "integer", minimum: 0 }, "BIGINT"],
    [{ type: "string" }, "VARCHAR"],
    [{ enum: ["high", "low"] }, "VARCHAR"],
    [TIME, "TIMESTAMP_NS"],
    [{ type: "string", pattern: "^\\d+$" }, "VARCHAR"],
    [{ type: "array", items: { type: "integer", minimum: 1 } }, "BIGINT[]"],
    [{ $ref: "#/$defs/End" }, 'STRUCT("port" USMALLINT)'],
    [{ type: "array", items: { $ref: "#/$defs/End" } }, 'STRUCT("port" USMALLINT)[]'],
    [{ type: "object", properties: { 'a"b': { type: "boolean" } } }, 'STRUCT("a""b" BOOLEAN)'],
  ])("makes of %j the type %s", (member, type) => {
    const End = {
      type: "object",
      properties: { port: { type: "integer", minimum: 0, maximum: 9 } },
    };
    expect(columnsOf({ properties: { member }, $defs: { End } })).toEqual([
      { name: "member", type },
    ]);
  });

  it("follows the schema itself to where it is defined", () => {
    const Row = { properties: { a: { type: "boolean" }, b: { type: "string" } } };
    expect(columnsOf({ $ref: "#/$defs/Row", $defs: { Row } }).map(({ name }) => name)).toEqual([
      "a",
      "b",
    ]);
  });

  it.each([[{}], [{ type: "null" }], [{ $ref: "#/$defs/Nobody" }], [{ type: "array" }]])(
    "throws for %j, which has no single type",
    (member) => {
      expect(() => columnsOf({ properties: { member } })).toThrow();
    },
  );
});
