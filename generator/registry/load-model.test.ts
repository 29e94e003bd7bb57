import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  CAUSES,
  copyOfRegistry,
  DEFINITION,
  EXCERPT,
  edit,
  load,
  REAL_FOLDER,
  VENDOR,
} from "../../test/support/registry-folder.js";
import { sourceFile } from "./source-file.js";
import { parseXml, type XmlElement } from "./xml-tree.js";

const DRAFT = "draft-ietf-tcpm-rst-diagnostic-payload-02";

/** Table 2 of the draft (section 9.1); "ThisDocument" is the draft. */
const TABLE_2 = [
  [0, "Reserved", DRAFT],
  [1, "Illegal option length", "RFC9293, Section 3.1"],
  [2, "Desynchronized state", "RFC9293, Section 3.5.1"],
  [3, "New data is received after CLOSE is called", "RFC9293, Sections 3.6.1 and 3.10.7.1"],
  [4, "ABORT process", "RFC9293, Section 3.10.5"],
  [5, "Unexpected ACK received by non-synchronized state connection", "RFC9293, Section 3.10.7"],
  [6, "Unexpected SYN in the window", "RFC9293, Section 3.10.7"],
  [7, "Unexpected security compartment", "RFC9293, Appendix A.1"],
  [8, "Malformed message", DRAFT],
  [9, "Not authorized", DRAFT],
  [10, "Resource exceeded", DRAFT],
  [11, "Network failure", DRAFT],
  [12, "Reset received from the peer", DRAFT],
  [13, "Destination unreachable", DRAFT],
  [14, "Connection timeout", DRAFT],
  [15, "Too much outstanding data", "RFC8684, Section 3.6"],
  [16, "Unacceptable performance", "RFC8684, Section 3.6"],
  [17, "Middlebox interference", "RFC8684, Section 3.6"],
];

function modelOf(folder: string) {
  const result = load(folder);
  if (result.kind === "loaded") return result.model;
  throw new Error(JSON.stringify(result.mistakes));
}

/** All objects of a value, those in maps too. */
function objectsIn(value: unknown, found = new Set<object>()): ReadonlySet<object> {
  if (typeof value !== "object" || value === null || found.has(value)) return found;
  found.add(value);
  const members = value instanceof Map ? [...value.values()] : Object.values(value);
  for (const member of members) objectsIn(member, found);
  return found;
}

function textOf(element: XmlElement): string {
  return element.children.map((it) => (it.kind === "text" ? it.text : textOf(it))).join("");
}

describe("the real registry", () => {
  const model = modelOf(REAL_FOLDER);
  const [causes] = model.registries;

  it("has the rows of the draft's Table 2, and no other", () => {
    expect(
      causes?.rows.map(({ first, description, reference }) => [first, description, reference]),
    ).toEqual(TABLE_2);
  });

  it("has code 0 reserved and all others assigned", () => {
    const reserved = causes?.rows.filter(({ category }) => category === "reserved");
    expect(reserved?.map(({ first }) => first)).toEqual([0]);
  });

  it("has the draft's title and note", () => {
    expect(causes).toMatchObject({
      id: "tcp-failure-causes",
      title: "TCP Failure Causes",
      revision: "draft-02",
      notes: [
        "Codes in the 8-14 range can be used by service functions (CGN, firewall, proxy, etc.).",
      ],
    });
  });

  it("has the draft's registration rule, for 1-65535 and as a whole", () => {
    const file = sourceFile(CAUSES, readFileSync(join(REAL_FOLDER, CAUSES), "utf8"));
    const parsed = parseXml(file);
    const root = parsed.kind === "read" ? parsed.value.children : [];
    const elements = root.filter((it): it is XmlElement => it.kind === "element");
    const named = (name: string) => elements.filter((it) => it.name === name).map(textOf);
    expect(named("registration_rule")).toEqual(["Expert Review"]);
    expect(named("range").map((text) => text.split(/\s+/).filter(Boolean))).toEqual([
      ["1-65535", "Expert", "Review"],
    ]);
  });

  it("has the vendor of the draft's example", () => {
    expect(model.vendorByPen.get(32473)?.registry.rows[0]).toEqual({
      first: 1234,
      last: 1234,
      description: expect.stringMatching(/vendor-specific/i),
      reference: `${DRAFT}, Figure 4`,
      category: "assigned",
      meaning: "example",
    });
  });

  it("has the format of section 4.1", () => {
    const [format] = model.formats;
    expect(model).toMatchObject({ specification: DRAFT, revision: "draft-02" });
    expect(format?.registry).toBe(causes);
    expect(format).toMatchObject({
      id: "diagnostic",
      length: { octets: 8, problem: "wrong-length" },
      magic: { value: 0x33aa, offsetBytes: 0, widthBits: 16 },
      reasonCode: { offsetBytes: 2, widthBits: 16 },
      pen: { offsetBytes: 4, widthBits: 32 },
      malformedValues: [{ problem: "reserved-code", value: 0, when: "is" }],
    });
  });

  it("is deeply frozen once it is a Model", () => {
    const objects = [...objectsIn(model)];
    expect(objects).toContain(causes?.rows[17]);
    expect(objects.filter((object) => !Object.isFrozen(object))).toEqual([]);
  });

  it("is listed with the digest of each file, in the order of reading", () => {
    const digest = (name: string) =>
      createHash("sha256")
        .update(readFileSync(join(REAL_FOLDER, name)))
        .digest("hex");
    expect(model.inputs.slice(0, 2)).toEqual([
      { path: `registry/${DEFINITION}`, digest: digest(DEFINITION) },
      { path: `registry/${CAUSES}`, digest: digest(CAUSES) },
    ]);
    expect(model.inputs).toContainEqual({ path: `registry/${VENDOR}`, digest: digest(VENDOR) });
  });

  it("has a vendor for each file of the vendors' folder", () => {
    const files = readdirSync(join(REAL_FOLDER, "vendors"));
    expect(model.vendors.map(({ pen }) => `${pen}.xml`).sort()).toEqual(files.sort());
  });
});

describe("loadModel", () => {
  it("has the rows in the order of the codes, whatever the file's", () => {
    const folder = copyOfRegistry();
    const late = "<record><value>300</value><description>Late</description></record>";
    edit(join(folder, CAUSES), "  <range>", `  ${late}\n  <range>`);
    const codes = modelOf(folder).registries[0]?.rows.map(({ first }) => first) ?? [];
    expect(codes).toEqual([...codes].sort((a, b) => a - b));
    expect(codes.at(-1)).toBe(300);
  });

  it("says the same of the inputs wherever they are", () => {
    expect(modelOf(copyOfRegistry())).toEqual(modelOf(REAL_FOLDER));
  });

  it.each([CAUSES, DEFINITION, VENDOR, EXCERPT])("reads %s with CR LF as it is without", (name) => {
    const folder = copyOfRegistry();
    const lines = readFileSync(join(folder, name), "utf8");
    edit(join(folder, name), lines, lines.replaceAll("\n", "\r\n"));
    const { inputs: _crlf, ...found } = modelOf(folder);
    const { inputs: _lf, ...wanted } = modelOf(REAL_FOLDER);
    expect(found).toEqual(wanted);
  });
});
