import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readOrThrow, toldBy } from "../../test/support/registry-files.js";
import { NEEDS_PUBLISHED, skippedIf } from "../../test/support/tools.js";
import { readIanaXml } from "./iana-xml.js";
import { sourceFile } from "./source-file.js";
import { parseXml } from "./xml-tree.js";

// Files as IANA published them; they are beside this repository, not in it.
const FOLDER = new URL("../../../shared/data/iana/xml/", import.meta.url);
const names = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith(".xml")) : [];

function published(name: string) {
  return sourceFile(name, readFileSync(new URL(name, FOLDER), "utf8"));
}

describe.skipIf(names.length === 0)(
  `files as IANA publishes them${skippedIf(names.length === 0, NEEDS_PUBLISHED)}`,
  () => {
    it.each(names)("%s parses", (name) => {
      expect(toldBy(parseXml(published(name)))).toEqual([]);
      expect(toldBy(readIanaXml(published(name)))).toEqual([]);
    });

    it("the reset reasons of MPTCP are found in their group", () => {
      const id = "mptcp-mp-tcprst-reason-codes";
      const registry = readOrThrow(readIanaXml(published("tcp-parameters.xml"), id));
      const rows = registry.rows.map(({ value, description, reference }) => [
        value?.text,
        description?.text,
        reference?.text,
      ]);
      const reference = "RFC8684, Section 3.6";
      expect(registry.title?.text).toBe("MPTCP MP_TCPRST Reason Codes");
      expect(registry.place).toEqual({ path: "tcp-parameters.xml", line: 641, column: 3 });
      expect(rows).toEqual([
        ["0x00", "Unspecified error", reference],
        ["0x01", "MPTCP-specific error", reference],
        ["0x02", "Lack of resources", reference],
        ["0x03", "Administratively prohibited", reference],
        ["0x04", "Too much outstanding data", reference],
        ["0x05", "Unacceptable performance", reference],
        ["0x06", "Middlebox interference", reference],
        ["0x07-0xff", "Unassigned", undefined],
      ]);
    });
  },
);
