import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readOrThrow } from "../../test/support/registry-files.js";
import { NEEDS_PUBLISHED, skippedIf } from "../../test/support/tools.js";
import { readDraftXml } from "./draft-documents.js";
import { chooseTable, readInitialRows } from "./draft-registry.js";
import { readRegistryGroup } from "./iana-xml.js";
import { type ImportOptions, importRegistry } from "./import-registry.js";
import { formatRegistryXml } from "./registry-xml.js";
import { sourceFile } from "./source-file.js";

/** Files that IANA and the IETF published; only where the folder is beside the clone. */
const DATA = fileURLToPath(new URL("../../../shared/data/", import.meta.url));
const DRAFTS = join(DATA, "draft");
const PAYLOAD = "draft-ietf-tcpm-rst-diagnostic-payload";

function registryFile(name: string): string {
  return readFileSync(new URL(`../../registry/${name}`, import.meta.url), "utf8");
}

function importFile(path: string, options: Partial<ImportOptions>) {
  const id = "tcp-failure-causes";
  const file = sourceFile(path, readFileSync(path, "utf8"));
  return readOrThrow(importRegistry(file, { id, notes: [], ...options }));
}

function readDraft(name: string, text: string) {
  const draft = readOrThrow(readDraftXml(sourceFile(name, text)));
  return { draft, text, countOf: (tag: string) => text.split(`<${tag}`).length - 1 };
}

/** The rows of a table that mean something to a registry. */
function rowsOf(draft: ReturnType<typeof readDraft>["draft"], wanted: string) {
  const { rows } = readOrThrow(readInitialRows(draft, readOrThrow(chooseTable(draft, wanted))));
  return rows.map((row) => [row.value?.text, row.description?.text, row.reference?.text]);
}

describe.skipIf(!existsSync(DRAFTS))(
  `the drafts of this payload${skippedIf(!existsSync(DRAFTS), NEEDS_PUBLISHED)}`,
  () => {
    it.each([
      ["02", "8-14", `${PAYLOAD}-01.md`, 18],
      ["03", "10-16", `${PAYLOAD}-03-table.tsv`, 20],
    ])("give the file of draft-%s again", (version, range, file, rows) => {
      const { registry } = importFile(join(DRAFTS, file), {
        draft: `${PAYLOAD}-${version}`,
        title: "TCP Failure Causes",
        rule: "Expert Review",
        notes: [
          `Codes in the ${range} range can be used by service functions (CGN, firewall, proxy, etc.).`,
        ],
      });
      expect(registry.rows).toHaveLength(rows);
      // No draft has what rstdiag adds: which causes are the same, of one group, sent by whom.
      const written = registryFile(`tcp-failure-causes.draft-${version}.xml`).replace(
        / (xmlns:rstdiag|rstdiag:(meaning|group|origin))="[^"]*"/g,
        "",
      );
      expect(formatRegistryXml(registry)).toBe(written);
    });

    it("say that a draft in the making has no name yet", () => {
      const text = readFileSync(join(DRAFTS, `${PAYLOAD}-01.md`), "utf8");
      const result = importRegistry(sourceFile("x.md", text), { id: "a", notes: [] });
      expect(result).toMatchObject({
        mistakes: [
          {
            what: `the document's name "${PAYLOAD}-latest" does not say which version it is`,
            remedy: "give it with --draft NAME, such as draft-ietf-tcpm-example-02",
          },
        ],
      });
    });
  },
);

describe.skipIf(!existsSync(DRAFTS))(
  `other documents${skippedIf(!existsSync(DRAFTS), NEEDS_PUBLISHED)}`,
  () => {
    it("has the tables of a draft by the tools of this one", () => {
      const name = "draft-ietf-uuidrev-rfc4122bis-11";
      const text = readFileSync(join(DRAFTS, `${name}.xml`), "utf8");
      const { draft, countOf } = readDraft(name, text);
      expect(draft.name).toBe(name);
      expect(draft.tables).toHaveLength(countOf("table "));
      expect(draft.tables.flatMap(({ rows }) => rows)).toHaveLength(countOf("tr>"));
      expect(draft.tables.flatMap(({ mistakes }) => mistakes)).toEqual([]);
      const cells = draft.tables[0]?.rows.at(-1)?.cells.map((cell) => cell.text) ?? [];
      expect(cells.slice(0, 3)).toEqual(["1", "1", "1"]);
      expect(cells[3]).toContain('"Max UUID"');
    });

    it("has the tables of an RFC as the RFC Editor publishes it", () => {
      const text = gunzipSync(readFileSync(join(DRAFTS, "rfc9000.xml.gz"))).toString();
      const { draft, countOf } = readDraft("rfc9000.xml", text);
      expect(draft.tables).toHaveLength(countOf("table "));
      expect(draft.tables.flatMap(({ rows }) => rows)).toHaveLength(countOf("tr>"));
      expect(rowsOf(draft, "iana-error-table")[0]).toEqual([
        "0x00",
        "No error",
        "RFC9000, Section 20",
      ]);
      expect(rowsOf(draft, "6")[1]).toEqual(["0x01", "max_idle_timeout", "RFC9000, Section 18.2"]);
      expect(rowsOf(draft, "initial QUIC transport parameters registry entries")).toEqual(
        rowsOf(draft, "iana-tp-table"),
      );
    });
  },
);

describe.skipIf(!existsSync(DATA))(
  `registries of IANA${skippedIf(!existsSync(DATA), NEEDS_PUBLISHED)}`,
  () => {
    it("are imported or refused, each by its id", () => {
      const text = readFileSync(join(DATA, "iana/xml/tcp-parameters.xml"), "utf8");
      const file = sourceFile("tcp-parameters.xml", text);
      const group = readOrThrow(readRegistryGroup(file));
      const results = group.map(({ id }) =>
        importRegistry(file, { id: id?.text ?? "", notes: [] }),
      );
      expect(results.filter(({ kind }) => kind === "read").length).toBeGreaterThan(0);
    });
  },
);
