import { describe, expect, it } from "vitest";
import {
  cell,
  definitionOf,
  FORMAT,
  modelOf,
  numberField,
  registryOf,
  row,
} from "../../test/support/registry-sources.js";
import { pen } from "../model/identifiers.js";
import { buildModel, type ModelSources } from "./build-model.js";

const REFERENCED = { ...row(30, "2", "Cause"), reference: cell("RFC9293, Section 3.1") };
const CAUSES = registryOf({
  notes: [cell("A note.")],
  rows: [row(10, "14", "Timeout"), REFERENCED, row(20, "0", "Reserved")],
});
const VENDOR = registryOf({ id: cell("acme"), title: cell("ACME"), rows: [row(1, "7", "Mine")] });

const SOURCES: ModelSources = {
  definition: definitionOf(),
  registries: [{ revision: "draft-02", source: CAUSES, others: [] }],
  vendors: [
    { pen: pen(32473), source: VENDOR },
    { pen: pen(9), source: registryOf({ id: cell("nine") }) },
  ],
  organisations: new Map(),
  inputs: [{ path: "registry/causes.xml", digest: "ab12" }],
};

describe("buildModel", () => {
  const model = buildModel(SOURCES);
  const [format] = model.formats;

  it("says what is implemented, in which revision", () => {
    expect(model).toMatchObject({
      title: "Reset reasons",
      specification: "draft-example-00",
      revision: "draft-02",
      inputs: SOURCES.inputs,
    });
  });

  it("has the rows of a registry in the order of the codes", () => {
    expect(model.registries).toMatchObject([
      {
        id: "causes",
        title: "Causes",
        revision: "draft-02",
        notes: ["A note."],
        rows: [
          { first: 0, last: 0, description: "Reserved", reference: "", category: "reserved" },
          { first: 2, last: 2, description: "Cause", reference: "RFC9293, Section 3.1" },
          { first: 14, last: 14, description: "Timeout", reference: "", category: "assigned" },
        ],
      },
    ]);
  });

  it("keeps a range one row, and says what a row is", () => {
    const rows = [row(10, "18-65535", "Unassigned"), row(20, "9", "Private Use")];
    const [causes] = modelOf({
      registries: [{ revision: "draft-02", source: registryOf({ rows }), others: [] }],
    }).registries;
    expect(causes?.rows).toMatchObject([
      { first: 9, last: 9, category: "private-use" },
      { first: 18, last: 65_535, category: "unassigned" },
    ]);
  });

  it("has the groups of the definition in its order, and says of each row its group and origin", () => {
    const groups = {
      late: { title: "Late", colour: "#F0E442" },
      early: { title: "Early", colour: "#000000" },
    };
    const rows = [
      { ...row(10, "1", "A"), group: cell("late"), origin: cell("service-function") },
      row(20, "2", "B"),
    ];
    const built = modelOf({
      definition: definitionOf({ groups }),
      registries: [{ revision: "draft-02", source: registryOf({ rows }), others: [] }],
    });
    expect(built.groups).toEqual([
      { id: "late", title: "Late", colour: "#F0E442" },
      { id: "early", title: "Early", colour: "#000000" },
    ]);
    const [first, second] = built.registries[0]?.rows ?? [];
    expect(first).toMatchObject({ group: "late", origin: "service-function" });
    expect(second).not.toHaveProperty("group");
    expect(second).not.toHaveProperty("origin");
    expect(model.groups).toEqual([]);
  });

  it("has the vendors in the order of the PENs, without a revision", () => {
    expect(model.vendors.map((vendor) => vendor.pen)).toEqual([9, 32473]);
    expect(model.vendorByPen.get(32473)).toBe(model.vendors[1]);
    expect(model.vendors[1]?.registry).not.toHaveProperty("revision");
  });

  it("has a vendor's organisation in IANA's words, or else in its own", () => {
    const organisation = cell("ACME");
    const contactPage = cell("https://acme.example/");
    const source = { ...VENDOR, organisation, contactPage };
    const vendors = [{ pen: pen(9), source }];
    const vendorOf = (organisations: ModelSources["organisations"]) =>
      buildModel({ ...SOURCES, vendors, organisations }).vendors[0];
    const contact = { contactPage: contactPage.text };
    expect(vendorOf(new Map())).toMatchObject({ organisation: "ACME", ...contact });
    expect(vendorOf(new Map([[9, cell("Nine")]]))).toMatchObject({
      organisation: "Nine",
      ...contact,
    });
    expect(vendorOf(new Map([[8, cell("Eight")]]))).toMatchObject({ organisation: "ACME" });
  });

  it("says nothing of a vendor that nobody says anything of", () => {
    expect(Object.keys(model.vendors[1] ?? {})).toEqual(["pen", "registry"]);
  });

  it("lays the fields of a format behind each other, without gaps", () => {
    expect(
      format?.fields.map(({ name, offsetBytes, widthBits }) => [name, offsetBytes, widthBits]),
    ).toEqual([
      ["magic", 0, 16],
      ["reason-code", 2, 16],
      ["pen", 4, 32],
    ]);
  });

  it("counts the octets of every field before", () => {
    const fields = [...FORMAT.fields, numberField("first", 24), numberField("second", 8)];
    const definition = definitionOf({ formats: [{ ...FORMAT, fields }] });
    const [longer] = buildModel({ ...SOURCES, definition }).formats;
    expect(longer?.fields.map(({ offsetBytes }) => offsetBytes)).toEqual([0, 2, 4, 8, 11]);
  });

  it("has the key fields of a format at hand", () => {
    expect(format?.magic).toMatchObject({ kind: "magic", value: 0x33aa });
    expect(format?.reasonCode).toBe(format?.fields[1]);
    expect(format?.pen).toBe(format?.fields[2]);
    expect(format?.registry).toBe(model.registries[0]);
  });

  it("has the length, the malformed values and the examples of a format", () => {
    expect(format?.length).toEqual({
      least: 8,
      most: 8,
      octets: 8,
      problem: "wrong-length",
      section: "4.1",
    });
    expect(format?.malformedValues).toEqual([
      {
        problem: "reserved-code",
        field: format?.reasonCode,
        value: 0,
        when: "is",
        section: "4.1",
      },
    ]);
    expect(format?.examples).toEqual([
      {
        title: "a vendor's reason",
        section: "5",
        octets: [0x33, 0xaa, 0x04, 0xd2, 0x00, 0x00, 0x7e, 0xd9],
        values: new Map([
          ["reason-code", 1234],
          ["pen", 32473],
        ]),
      },
    ]);
  });

  it("knows values that alone are not malformed", () => {
    const malformed = [{ problem: "bad", field: "pen", "is-not": 3, section: "4" }];
    const definition = definitionOf({ formats: [{ ...FORMAT, malformed }] });
    expect(buildModel({ ...SOURCES, definition }).formats[0]?.malformedValues).toMatchObject([
      { value: 3, when: "is-not" },
    ]);
  });

  it.each<[string, Partial<ModelSources>]>([
    ["causes", { registries: [] }],
    [
      "a record's code",
      {
        registries: [
          { revision: "x", source: registryOf({ rows: [row(1, "x", "y")] }), others: [] },
        ],
      },
    ],
  ])("throws where a rule did not run: without %s", (what, edits) => {
    expect(() => buildModel({ ...SOURCES, ...edits })).toThrow(
      `the rules let through an input without ${what}`,
    );
  });
});
