import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { applyPatch } from "diff";
import { describe, expect, it } from "vitest";
import { readC } from "../../test/support/c.js";
import { decodeBytes } from "../../test/support/decode.js";
import { HOSTILE } from "../../test/support/hostile.js";
import {
  addVendor,
  extendedModel,
  modelOf,
  ownModel,
  registryXml,
} from "../../test/support/models.js";
import { makeUpstreamTests } from "../cli/upstream-tests.js";
import type { Model } from "../model/model.js";
import { hasUpstreamLayout } from "../model/payload.js";
import { showUnprintable } from "../model/text.js";
import { DEFINITION_FILE } from "../registry/source-file.js";
import { makeWiresharkTests } from "../samples/wireshark-tests.js";
import { cView, readChanges, target } from "./wireshark-patch.js";

const model = ownModel();
const SOURCE = "epan/dissectors/packet-tcp.c";

function fileOf(other: Model, name: string): string | undefined {
  const upstreamTests = makeUpstreamTests(other, {});
  const file = target(other, { version: "1.2.3", upstreamTests }).find(({ path }) =>
    path.endsWith(`/${name}`),
  );
  return file && String(file.content);
}

function patchOf(other: Model): string {
  return fileOf(other, "rst-diagnostic.patch") ?? "";
}

function tableOf(other: Model): string | undefined {
  return fileOf(other, "rst-diagnostic-table.patch");
}

/** The part of a patch that changes the dissector. */
function dissectorPart(patch: string): string {
  const start = patch.indexOf(`diff --git a/${SOURCE}`);
  const end = patch.indexOf("diff --git a/test/");
  return patch.slice(start, end < 0 ? undefined : end);
}

function linesOf(patch: string, sign: "+" | "-"): readonly string[] {
  const lines = patch.split("\n").filter((line) => line[0] === sign);
  return lines.filter((line) => !/^(\+\+\+|---)( |$)/.test(line)).map((line) => line.slice(1));
}

/** A text that has upstream's lines around each change, and nothing of the rest. */
function standIn(other: Model): string {
  const format = other.diagnosticFormats.find(hasUpstreamLayout);
  if (!format) throw new Error("no payload that upstream reads");
  const { files } = readChanges(cView(other, format));
  const hunks = files.find(({ file }) => file === SOURCE)?.hunks ?? [];
  const lines: string[] = [];
  for (const { line, parts } of hunks) {
    while (lines.length < line - 1) lines.push(`line ${lines.length + 1}`);
    for (const part of parts) lines.push(...("keep" in part ? part.keep : part.remove));
  }
  return `${[...lines, "the end"].join("\n")}\n`;
}

describe("the patch of Wireshark's own decoder", () => {
  const patch = patchOf(model);
  const dissector = dissectorPart(patch);

  it("adds what is missing, and takes nothing away", () => {
    expect(linesOf(dissector, "+").length).toBeLessThanOrEqual(17);
    for (const line of linesOf(dissector, "-")) {
      const rest = line.trim().replace(/\);$|\)$|^.*length == /, "");
      expect(linesOf(dissector, "+").join("\n")).toContain(rest);
    }
  });

  it("changes the dissector and its tests alone, and adds their capture", () => {
    const files = [...patch.matchAll(/^diff --git a\/(.*) b\/.*$/gm)].map(([, path]) => path);
    expect(files).toEqual([
      SOURCE,
      "test/captures/tcp-rst-diagnostic-invalid.pcap",
      "test/suite_dissection.py",
    ]);
  });

  it("says in its source nothing of how it was made, and names no example", () => {
    const added = linesOf(dissector, "+").join("\n");
    expect(added).not.toMatch(/32473|rstdiag|generated|do not edit/i);
  });

  it("has a message that git am takes, without an author and with upstream's commit", () => {
    const lines = patch.split("\n");
    const subject = /^Subject: \[PATCH\] (TCP: .*)$/.exec(lines[0] ?? "")?.[1] ?? "";
    expect(subject.length).toBeGreaterThan(0);
    expect(subject.length).toBeLessThanOrEqual(50);
    const body = lines.slice(0, lines.indexOf("---"));
    expect(Math.max(...body.map((line) => line.length))).toBeLessThanOrEqual(72);
    expect(lines.filter((line) => /^(From|Author):/.test(line))).toEqual([]);
    expect(patch).toMatch(/as of commit [0-9a-f]{40}:$/m);
  });

  it("follows the magic number, and is not there for another payload than upstream's", () => {
    const other = modelOf((folder) => {
      const path = join(folder, DEFINITION_FILE);
      const text = readFileSync(path, "utf8").replace("value: 0x33AA", "value: 0x33AB");
      writeFileSync(path, text.replaceAll("octets: 33aa", "octets: 33ab"));
    });
    const changed = patchOf(other);
    expect(linesOf(dissectorPart(changed), "+")).toContain(
      "#define TCP_RST_DIAGNOSTIC_COMPACT_MAGIC 0x33AB",
    );
    expect(changed).toContain("'5\\t0x33ab\\t\\n'");
    expect(patchOf(extendedModel())).toBe("");
    expect(tableOf(extendedModel())).toBeUndefined();
  });
});

describe("the table of the causes", () => {
  it("is changed where the revision has another one, with the differences in the message", () => {
    const table = tableOf(ownModel("draft-03")) ?? "";
    expect(table).toContain("is another one in draft-03, or new:\n");
    expect(table).toContain("\n   16  Connection timeout (was: Unacceptable performance)\n");
    expect(table).toContain("\n   19  Middlebox interference (new)\n");
    expect(linesOf(table, "+")).toContain('        { 19, "Middlebox interference" },');
  });

  it("is left alone where upstream has it already", () => {
    const upstreams = tableOf(model)
      ?.split("\n")
      .flatMap((line) => {
        const [, code, text] = /^[- ] {8}\{ (\d+), +"(.*)" \},$/.exec(line) ?? [];
        return code === undefined || text === undefined ? [] : [[Number(code), text, ""] as const];
      });
    const same = withCauses(upstreams ?? []);
    expect(same.diagnosticFormats[0]?.registry.rows).toHaveLength(18);
    expect(tableOf(same)).toBeUndefined();
    expect(patchOf(same)).not.toBe("");
  });

  it("fits together with the other patch in any order", () => {
    const patches = [dissectorPart(patchOf(model)), dissectorPart(tableOf(model) ?? "")];
    const texts = [patches, patches.toReversed()].map((both) =>
      both.reduce((text: string | false, one) => text && applyPatch(text, one), standIn(model)),
    );
    expect(texts[0]).toBe(texts[1]);
    expect(texts[0]).toContain('{ 14, "Connection timeout" },');
    expect(texts[0]).toContain("seglen == TCP_RST_DIAGNOSTIC_COMPACT_LEN");
  });

  it("has a row for each code of a range, and says which long ones it leaves out", () => {
    const ranged = modelOf((folder) => {
      const xml = causesXml([
        [2, "A cause", ""],
        [14, "Many causes", ""],
        [100, "Too many", ""],
      ]);
      const text = xml
        .replace("<value>14</value>", "<value>14-16</value>")
        .replace("<value>100</value>", "<value>100-9999</value>");
      writeFileSync(join(folder, "tcp-failure-causes.draft-02.xml"), text);
    });
    const table = tableOf(ranged) ?? "";
    for (const code of [14, 15, 16])
      expect(table).toContain(`+        { ${code}, "Many causes" },`);
    expect(table).not.toContain("Too many");
    expect(table).toContain("\nWithout the texts of long ranges: 100-9999.\n");
  });
});

describe("the codes of vendors", () => {
  it("are there where the generator was given some, but for the example's", () => {
    const vendors = modelOf((folder) => addVendor(folder, [[3, "Quota used up", ""]]));
    const added = linesOf(dissectorPart(patchOf(vendors)), "+");
    expect(added).toContain("static const value_string tcp_rst_9_cause_vals[] = {");
    expect(added).toContain('        { 3,  "Quota used up" },');
    expect(added.join("\n")).toContain("    case 9:\n        return tcp_rst_9_cause_vals;\n");
    expect(added.join("\n")).not.toContain("32473");
    expect(patchOf(model)).not.toContain("vendor_cause");
  });
});

describe.each(HOSTILE)("registry text with %s", (_name, text) => {
  const hostile = modelWith(text);
  const harmless = modelWith("Harmless words");
  const cOf = (other: Model) =>
    readC(
      [patchOf(other), tableOf(other) ?? ""]
        .flatMap((one) => linesOf(dissectorPart(one), "+"))
        .join("\n"),
    );

  it("does not change the shape of the C, and comes out of it as it is shown", () => {
    expect(cOf(hostile).code).toBe(cOf(harmless).code);
    const shown = cOf(hostile)
      .strings.map(String)
      .filter((one) => one === showUnprintable(text));
    expect(shown).toHaveLength(2);
  });

  it("does not add or end a line of the patches, nor the message", () => {
    const shapeOf = (other: Model) =>
      [patchOf(other), tableOf(other) ?? ""].map((one) =>
        one
          .slice(one.indexOf("\n---\n"))
          .split("\n")
          .map((line) => line[0]),
      );
    expect(shapeOf(hostile)).toEqual(shapeOf(harmless));
    for (const one of [patchOf(hostile), tableOf(hostile) ?? ""]) {
      expect(one).toMatch(/^[\x20-\x7e\n]*$/);
    }
  });
});

describe("the capture of the tests that are added", () => {
  it("has in its frames what these tests look for", async () => {
    const [capture] = makeWiresharkTests(model);
    const records = await decodeBytes(model, capture?.content ?? new Uint8Array());
    expect(
      records.map(({ record: { frame, status, problems, reasonCode } }) => {
        return [frame, status, problems.join(" "), reasonCode];
      }),
    ).toEqual([
      [1, "malformed", "wrong-length", undefined],
      [2, "malformed", "wrong-length truncated", undefined],
      [3, "malformed", "reserved-code", 0],
      [4, "malformed", "reserved-code", 0],
      [5, "truncated", "truncated", 14],
      [6, "valid", "", 14],
      // decode takes no quotation of a segment for one; two frames have some.
    ]);
    expect(patchOf(model)).toContain(`'-r', capture_file('${capture?.name}'),`);
  });
});

function modelWith(text: string): Model {
  return modelOf((folder) => {
    writeFileSync(join(folder, "tcp-failure-causes.draft-02.xml"), causesXml([[1, text, ""]]));
    addVendor(folder, [[1, text, ""]]);
  });
}

function withCauses(rows: Parameters<typeof causesXml>[0]): Model {
  return modelOf((folder) => {
    writeFileSync(join(folder, "tcp-failure-causes.draft-02.xml"), causesXml(rows));
  });
}

function causesXml(rows: Parameters<typeof registryXml>[0]["rows"]): string {
  return registryXml({ id: "tcp-failure-causes", title: "TCP Failure Causes", rows });
}
