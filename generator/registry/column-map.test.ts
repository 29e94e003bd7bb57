import { describe, expect, it } from "vitest";
import { type ColumnNames, isPeople, knowsAny, mapColumns } from "./column-map.js";

/** A column whose name has a star cites references. */
function columnsOf(list: string) {
  return list
    .split(",")
    .filter(Boolean)
    .map((name) => ({ name: name.replace("*", ""), cites: name.endsWith("*") }));
}

function shown(list: string, wanted?: ColumnNames) {
  const { value = "-", descriptions, references } = mapColumns(columnsOf(list), wanted);
  return [value, descriptions.join(","), references.join(",")].join(" | ");
}

describe("mapColumns", () => {
  it.each([
    ["value,description,xref*", "value | description | xref"],
    ["xref*,description,value", "value | description | xref"],
    ["value,name,description,xref*", "value | description,name | xref"],
    ["name,value,xref*", "value | name | xref"],
    ["description,xref*", "- | description | xref"],
    ["name,xref*", "- | name | xref"],
    ["name,description,xref*", "name | description | xref"],
    ["value,xref*", "value |  | xref"],
    ["value,since,until,controller*,xref*", "value |  | xref"],
    ["value,type,xref*", "value | type | xref"],
    ["type,meaning,xref*", "type | meaning | xref"],
    ["value,length,description,spec*,reference*", "value | description | spec,reference"],
    ["name,protocol,xref*,description,number,note", "number | description,name | xref"],
    ["elementId,name,description*,requester*", "elementId | description,name | "],
    ["name,label,type,description,references*", "label | description,name | references"],
    ["addr,description,document*,controller*", "addr | description | document"],
    ["pen,type,name", "pen | name | "],
    ["note", "- |  | "],
    ["", "- |  | "],
    ["Kind,Length,Meaning,Reference*", "Kind | Meaning | Reference"],
    ["Code,Meaning,Reference*", "Code | Meaning | Reference"],
    ["Bit Offset,Name,Reference*,Assignment Notes", "Bit Offset | Name | Reference"],
    ["Address Block,Name [1],RFC*,Status [2]", "Address Block | Name [1] | RFC"],
    ["Decimal,Keyword,Protocol,Reference*", "Decimal | Protocol,Keyword | Reference"],
  ])("%s is %s", (list, expected) => {
    expect(shown(list)).toBe(expected);
  });

  it("does as it is told", () => {
    const list = "value,name,type,xref*,note*";
    expect(shown(list, { description: "Type" })).toBe("value | type | xref");
    expect(shown(list, { value: "name", reference: "note" })).toBe("name | value | note");
    expect(shown(list, { value: "no such" })).toBe("- | name | xref");
  });

  it("knows whom a column is about", () => {
    expect(
      ["controller", "Contact", "Change Controller", "change_controller"].every(isPeople),
    ).toBe(true);
    expect(["value", "description", "note"].some(isPeople)).toBe(false);
  });

  it("knows a table of a registry from one of something else", () => {
    expect(knowsAny(columnsOf("Foo,Type,Bar"))).toBe(true);
    expect(knowsAny(columnsOf("PRIVATE ENTERPRISE NUMBERS"))).toBe(false);
  });
});
