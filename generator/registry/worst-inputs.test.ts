import { describe, expect, it } from "vitest";
import { formatMistakes } from "../model/mistake.js";
import { readDefinition } from "./definition.js";
import { readEnterpriseNumbers } from "./enterprise-numbers.js";
import { importRegistry } from "./import-registry.js";
import { sourceFile } from "./source-file.js";

const OCTETS = 1024 * 1024;
/** Linear readers take seconds at most; one that looks back at all it has read takes many minutes. */
const LIMIT_MS = 90_000;

const filled = (part: string) => part.repeat(Math.floor(OCTETS / part.length));

function numbered(partOf: (at: number) => string): string {
  const parts: string[] = [];
  for (let [at, length] = [0, 0]; length < OCTETS; at += 1) {
    const part = partOf(at);
    parts.push(part);
    length += part.length;
  }
  return parts.join("");
}

const table = (row: string) => `Value,Description,Reference\n${row}\n`;
const registry = (content: string) =>
  `<registry xmlns="http://www.iana.org/assignments" id="a"><title>a</title>${content}</registry>`;

const WORST: readonly (readonly [what: string, name: string, text: string])[] = [
  ["marks of footnotes that are none", "a.csv", table(`1,${filled(" [1]")}x,y`)],
  ["brackets that never close", "a.csv", table(`1,x,${filled("[")}`)],
  ["references that go on", "a.csv", table(`1,x,${filled("of [a]")}`)],
  ["parts of mail addresses", "a.csv", table(`1,x,${filled("a.a@")}`)],
  ["empty lines", "a.csv", table(filled("\r"))],
  ["rows that are too short", "a.csv", table(filled("x,y\n"))],
  ["quotes in quotes", "a.csv", table(`1,"${filled('""')}",x`)],
  ["as many columns as have room", "a.csv", `Value,${numbered((at) => `c${at},`)}\n`],
  ["a caption of blanks", "a.csv", `Value${filled("a ")},Description\n1,x\n`],
  ["as many elements as have room", "a.xml", registry(`<record>${numbered((at) => `<e${at}/>`)}`)],
  [
    "records that each have another element",
    "a.xml",
    registry(numbered((at) => `<record><value>${at}</value><e${at}>x</e${at}></record>`)),
  ],
  [
    "namespaces",
    "a.xml",
    `<registry xmlns="http://www.iana.org/assignments" ${numbered((at) => `xmlns:a${at}="b${at}" `)}/>`,
  ],
  ["comments before a mistake", "a.xml", registry(`${filled("<!---->")}&`)],
  ["ampersands", "a.xml", registry(filled("&a"))],
  [
    "ranges that overlap",
    "a.xml",
    registry(filled("<record><value>1-9</value><description>x</description></record>")),
  ],
  ["declarations of a draft", "a.xml", `<!DOCTYPE rfc [${filled('<!ENTITY a "')}]><rfc/>`],
  ["blanks behind a document type", "a.xml", `<!DOCTYPE rfc ${filled(" ")}x><rfc/>`],
  ["bars of a table", "a.md", filled("|")],
  ["code that never ends", "a.md", `|${filled("```a`")}`],
  ["stress that never ends", "a.md", `|${filled("*a ")}`],
  ["references that never end", "a.md", `|${filled("{{")}`],
  ["anchors of a heading", "a.md", `# ${filled("a {#")}`],
  ["tabs", "a.tsv", filled("\t")],
];

describe("1 MB of its worst", () => {
  it.each(WORST)("ends: %s", { timeout: LIMIT_MS }, (_what, name, text) => {
    const file = sourceFile(name, text);
    const { kind } = importRegistry(file, { id: "a", table: "1", notes: [] });
    expect(kind).toBe("mistakes");
  });

  it("ends: mistakes in each row, of which the first ones are told", { timeout: LIMIT_MS }, () => {
    const text = `Value\tDescription\n${filled("1\tx\n")}`;
    const result = importRegistry(sourceFile("a.tsv", text), { id: "a", notes: [] });
    const lines = formatMistakes(result.kind === "mistakes" ? result.mistakes : []);
    expect(lines).toHaveLength(101);
    expect(lines.at(-1)).toMatch(/^and \d{6} more$/);
  });

  it("ends: enterprise numbers", { timeout: LIMIT_MS }, () => {
    const text = `PRIVATE ENTERPRISE NUMBERS\n1\n${filled("&#-none")}\nEnd of Document\n`;
    expect(readEnterpriseNumbers(sourceFile("a.txt", text)).kind).toBe("read");
  });

  it.each([
    ["keys", numbered((at) => `k${at}: x\n`)],
    ["keys of one name", filled("k: x\n")],
    ["lists in lists", filled("[")],
    ["escapes", `a: "${filled("\\x")}"`],
  ])(
    "is refused of a definition, and what is short enough ends: %s",
    {
      timeout: LIMIT_MS,
    },
    (_what, text) => {
      const refused = readDefinition(sourceFile("a.yaml", text));
      expect(refused).toMatchObject({
        mistakes: [
          { what: expect.stringMatching(/^the definition has \d+ characters, more than/) },
        ],
      });
      expect(readDefinition(sourceFile("a.yaml", text.slice(0, 65_536))).kind).toBe("mistakes");
    },
  );
});
