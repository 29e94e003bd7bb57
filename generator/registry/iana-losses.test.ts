import { describe, expect, it } from "vitest";
import { readOrThrow, realFile } from "../../test/support/registry-files.js";
import { readHead } from "./iana-losses.js";
import { readIanaXml } from "./iana-xml.js";
import { sourceFile } from "./source-file.js";

function headOf(markup: string, id = "b") {
  const text = `<registry xmlns="http://www.iana.org/assignments" id="a">
<updated>2026-01-01</updated><expert>E</expert>
<registry id="b">${markup}</registry>
<people><person id="P"/></people></registry>`;
  const file = sourceFile("x.xml", text);
  return readHead(file, readOrThrow(readIanaXml(file, id)));
}

describe("readHead", () => {
  it("finds the references of the registry, not those of its parts", () => {
    const record = '<record><value>1</value><xref type="rfc" data="rfc3"/></record>';
    const heads = '<xref type="rfc" data="rfc1"/><xref type="rfc" data="rfc2" section="4"/>';
    expect(headOf(`<title>B</title>${heads}${record}`)).toEqual({
      document: "RFC1; RFC2, Section 4",
      losses: [],
    });
  });

  it("says what is lost, each once", () => {
    const record =
      '<record date="2019-01-14"><value>1</value><name>N</name><controller>C</controller></record>';
    expect(headOf(`<expert>E</expert><hide/><expert/>${record}${record}`).losses).toEqual([
      "dropped <expert> of the registry",
      "dropped <hide> of the registry",
      "dropped <controller> of rows",
      "dropped the dates of 2 rows",
    ]);
  });

  it("looks at the chosen registry alone", () => {
    expect(headOf("<hide/>", "a").losses).toEqual(["dropped <expert> of the registry"]);
  });

  it("loses nothing of a file in normal form", () => {
    const file = realFile("tcp-failure-causes.draft-02.xml");
    expect(readHead(file, readOrThrow(readIanaXml(file)))).toEqual({
      document: "draft-ietf-tcpm-rst-diagnostic-payload-02",
      losses: [],
    });
  });
});
