import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readOrThrow, toldBy } from "../../test/support/registry-files.js";
import { lacks, NEEDS_PUBLISHED, skippedIf, without } from "../../test/support/tools.js";
import { readIanaCsv } from "./iana-csv.js";
import { readIanaXml, readRegistryGroup } from "./iana-xml.js";
import { sourceFile } from "./source-file.js";

// Files as IANA published them; they are beside this repository, not in it.
const FOLDER = new URL("../../../shared/data/iana/", import.meta.url);
const XML = [...namesIn("xml", ".xml"), ...namesIn("history", ".xml")];
const CSV = namesIn("csv", ".csv");
const XMLLINT = "xmllint";

function namesIn(folder: string, ending: string): readonly string[] {
  const path = new URL(`${folder}/`, FOLDER);
  if (!existsSync(path)) return [];
  const names = readdirSync(path).filter((name) => name.endsWith(ending));
  return names.map((name) => `${folder}/${name}`);
}

function textOf(name: string): string {
  return readFileSync(new URL(name, FOLDER), "utf8");
}

function groupOf(name: string) {
  return readOrThrow(readRegistryGroup(sourceFile(name, textOf(name))));
}

function tableOf(name: string) {
  return readOrThrow(readIanaCsv(sourceFile(name, textOf(name))));
}

/** Registries and their records counted by their tags alone: no entity and no comment hides one. */
function countByTags(text: string): readonly (readonly [id: string, records: number])[] {
  const found: { id: string; records: number }[] = [];
  const open: { id: string; records: number }[] = [];
  for (const [tag, name, attributes = ""] of text.matchAll(/<(\/?registry|record)\b([^>]*)>/g)) {
    if (name === "/registry") open.pop();
    else if (name === "record") (open.at(-1) ?? { records: 0 }).records += 1;
    else {
      const registry = { id: /\bid="([^"]*)"/.exec(attributes)?.[1] ?? "", records: 0 };
      found.push(registry);
      if (!tag.endsWith("/>")) open.push(registry);
    }
  }
  return found.map(({ id, records }) => [id, records]);
}

/** The rows of a table as a reader without quotes would count them: those that end with CR LF. */
function countByQuotes(text: string): number {
  const outside = text.replace(/"(?:[^"]|"")*"/g, "");
  return outside.split(/\r?\n/).filter((line) => line !== "").length - 1;
}

describe.skipIf(XML.length === 0)(
  `registries as IANA publishes them${skippedIf(XML.length === 0, NEEDS_PUBLISHED)}`,
  () => {
    it.each(XML)("%s has the registries and records that its tags say", (name) => {
      const read = groupOf(name).map(({ id, rows }) => [id?.text ?? "", rows.length]);
      expect(read).toEqual(countByTags(textOf(name)));
    });

    it.skipIf(lacks("xmllint")).each(XML)(
      `%s has as many of both as xmllint sees${without("xmllint")}`,
      (name) => {
        const count = (element: string): number => {
          const query = `count(//*[local-name()="${element}"])`;
          const args = ["--nonet", "--xpath", query, fileURLToPath(new URL(name, FOLDER))];
          return Number(spawnSync(XMLLINT, args, { encoding: "utf8" }).stdout);
        };
        const group = groupOf(name);
        expect(group).toHaveLength(count("registry"));
        expect(group.flatMap(({ rows }) => rows)).toHaveLength(count("record"));
      },
    );

    it.each(CSV)("%s has as many rows as its quotes and line ends say", (name) => {
      expect(tableOf(name).rows).toHaveLength(countByQuotes(textOf(name)));
    });

    it.each(["xml/iana-registry.rng", "xml/tcp-parameters.rng"])("%s is no registry", (name) => {
      const told = toldBy(readRegistryGroup(sourceFile(name, textOf(name))));
      expect(told[0]).toContain("the root element is <grammar>");
    });

    it("the table and the XML of one registry have the same codes and texts", () => {
      const xml = readIanaXml(
        sourceFile("x.xml", textOf("xml/tls-parameters.xml")),
        "tls-parameters-4",
      );
      const shown = (rows: ReturnType<typeof tableOf>["rows"]) =>
        rows.map(({ value, description }) => [value?.text, description?.text]);
      const table = tableOf("csv/tls-parameters-4.2026.csv");
      expect(table.id?.text).toBe("tls-parameters-4");
      expect(table.rows).toHaveLength(448);
      expect(shown(table.rows)).toEqual(shown(readOrThrow(xml).rows));
    });

    it("no row and no note has a mail address of a person", () => {
      const texts = XML.flatMap(groupOf).flatMap(({ rows }) =>
        rows.flatMap(({ reference, others = [] }) => [reference, ...others]),
      );
      const mail = /(?<![\w./])[\w.+-]+[@&][a-z][\w-]*\.[a-z]{2,}/i;
      expect(texts.filter((cell) => cell && mail.test(cell.text))).toEqual([]);
    });

    it("two states of one day are two, whatever they say of their date", () => {
      const [a, b] = namesIn("history", ".xml").filter((name) => name.includes("2025-12-17"));
      expect(a && groupOf(a)[0]?.updated?.text).toBe("2025-12-16");
      expect(b && groupOf(b)[0]?.updated?.text).toBe("2025-12-16");
      expect(textOf(a ?? "")).not.toBe(textOf(b ?? ""));
    });
  },
);
