import { applyPatch, parsePatch } from "diff";
import { describe, expect, it } from "vitest";
import { readC } from "../../test/support/c.js";
import { extendedModel, ownModel } from "../../test/support/models.js";
import { patchOf } from "../../test/support/pack.js";
import { standIn } from "../../test/support/stand-in.js";
import type { Model } from "../model/model.js";
import { tcpdumpText } from "../model/tcpdump-text.js";
import { cView } from "./tcpdump/c-view.js";
import { applyChanges } from "./tcpdump/edit-source.js";
import { readRelease } from "./tcpdump/release.js";
import { target } from "./tcpdump.js";

const model = ownModel();
const RELEASE_NAMES = ["4.99", "5.0"] as const;

function addedLines(patch: string): readonly string[] {
  return patch
    .split("\n")
    .filter((line) => line.startsWith("+") && !line.startsWith("+++"))
    .map((line) => line.slice(1));
}

/** The one file that a patch changes. */
function parseOne(patch: string) {
  const [file, ...others] = parsePatch(patch);
  if (!file || others.length > 0) throw new Error("the patch is not one of one file");
  return file;
}

const CASES = [
  { what: "our registry", other: model },
  { what: "an extended definition", other: extendedModel() },
].flatMap(({ what, other }) => RELEASE_NAMES.map((release) => ({ what, other, release })));

describe.each(CASES)("the patch of $what for $release", ({ other, release }) => {
  const patch = patchOf(other, release);
  const added = addedLines(patch);
  const source = standIn(release, other);

  it("counts the lines of its hunks right", () => {
    let shift = 0;
    for (const hunk of parseOne(patch).hunks) {
      const count = (marks: string) => hunk.lines.filter((line) => marks.includes(line[0] ?? "-"));
      expect(hunk.oldLines).toBe(count(" -").length);
      expect(hunk.newLines).toBe(count(" +").length);
      expect(hunk.newStart).toBe(hunk.oldStart + shift);
      shift += hunk.newLines - hunk.oldLines;
    }
  });

  it("adds printable ASCII in at most 80 columns, without tabs and blanks at the end", () => {
    for (const line of added) expect(line).toMatch(/^([\x20-\x7e]{0,79}[\x21-\x7e])?$/);
  });

  it.each([0, 1, 7, 100])("fits without fuzz, %d lines later, as patch --tree does it", (shift) => {
    const later = `${"\n".repeat(shift)}${source}`;
    const patched = applyPatch(later, patch, { fuzzFactor: 0 });
    const edited = applyChanges(later, readRelease(release, cView(other)));
    expect(patched).toBe(edited.kind === "edited" ? edited.text : edited.reason);
    expect(patched).not.toBe(later);
  });

  it("does not fit where a line around its place differs", () => {
    const changed = source
      .replace(" * RFC1122 says the following", " * RFC1123 says the following")
      .replace("        uint16_t code;", "        u_int code;");
    expect(changed).not.toBe(source);
    expect(applyPatch(changed, patch, { fuzzFactor: 0 })).toBe(false);
  });

  // The development branch has a decoder of its own for what our registry defines.
  const isOurs = release === "4.99" || other !== model;

  if (isOurs) {
    it("has each row as a number and a string, which is never a format", () => {
      const { code, strings } = readC(added.join("\n"));
      const tables = other.diagnosticFormats.map(({ registry }) =>
        registry.rows.map((row) => `{ ${row.first}, "" }, `).join(""),
      );
      for (const table of tables) expect(code).toContain(`[] = { ${table}{ 0, NULL } };`);
      const texts = strings.map(String);
      for (const { description } of other.diagnosticFormats.flatMap(
        ({ registry }) => registry.rows,
      )) {
        expect(texts).toContain(tcpdumpText(description));
      }
      expect(code).not.toMatch(/ND_PRINT\((?!"")/);
    });

    it("asks each format in turn before it prints the payload as text", () => {
      const calls = addedLines(patch).filter((line) =>
        /^ {8}if \(print_tcp_rst_\w+\(ndo, sp, length\)\)$/.test(line),
      );
      expect(calls.map((line) => /print_tcp_rst_\w+/.exec(line)?.[0])).toEqual(
        other.diagnosticFormats.map(({ id }) => `print_tcp_rst_${id.replaceAll("-", "_")}`),
      );
    });
  }
});

describe("the patch's readings of fields", () => {
  const own = addedLines(patchOf(model)).join("\n");
  const extended = addedLines(patchOf(extendedModel())).join("\n");

  it("has the layout of the draft's figure 1", () => {
    expect(own).toContain("GET_BE_U_2(sp) != 0x33AA)");
    expect(own).toContain("if (length != 8) {");
    expect(own).toContain("reason_code = GET_BE_U_2(sp + 2);");
    expect(own).toContain("pen = GET_BE_U_4(sp + 4);");
    expect(own).toContain("if (reason_code == 0)\n");
  });

  it("has further numbers by their names, at their places, in their widths", () => {
    expect(extended).toContain('ND_PRINT(", try-count %u", GET_U_1(sp + 8));');
    expect(extended).toContain('ND_PRINT(", layout-version %u", GET_U_1(sp + 2));');
    expect(extended).toContain('ND_PRINT(", path-id %u", GET_BE_U_3(sp + 3));');
  });

  it("joins the rules of a format", () => {
    expect(extended).toContain(
      "if (GET_U_1(sp + 2) != 2 ||\n                    reason_code == 0)\n",
    );
  });
});

describe("the patch of the development branch's own decoder", () => {
  const patch = patchOf(model, "5.0");
  const removed = patch.match(/^-(?!--).*$/gm) ?? [];

  it("adds what is missing, and takes nothing away", () => {
    expect(addedLines(patch).length).toBeLessThanOrEqual(12);
    expect(removed).toEqual(["-                if (ndo->ndo_vflag > 1 && pen == 0)"]);
    expect(addedLines(patch)).toContain("                else if (ndo->ndo_vflag > 1 && pen == 0)");
  });

  it("has the tables of the vendors that were given", () => {
    const vendors = { ...model, inputs: [{ path: "vendor/32473.xml", digest: "" }] };
    const added = addedLines(patchOf(vendors, "5.0")).join("\n");
    expect(added).toContain('        { 1234, "Example of a vendor-specific reason" },\n');
    expect(added).toContain(
      "        case 32473:\n                return (rst_enterprise_32473);\n",
    );
    expect(added).toContain("cause = tok2str(tcp_rst_causes(pen)");
    expect(removed).toHaveLength(1);
  });

  it("comes with one for the table alone where the revision has other causes", () => {
    const pathOf = (other: Model) =>
      target(other, { version: "1.2.3" }).filter(({ path }) => path.endsWith("-table.patch"));
    expect(pathOf(model)).toEqual([]);
    const [file] = pathOf(ownModel("draft-03"));
    const table = String(file?.content);
    for (const line of table.match(/^[-+](?!--|\+\+).*$/gm) ?? []) {
      expect(line).toMatch(/^[-+] {8}\{ \d+, ".*" \},$/);
    }
    expect(table).toContain("\n   16  Connection timeout (was: Unacceptable performance)\n");
    expect(table).toContain("\n   19  Middlebox interference (new)\n");
    // Both fit in any order, and make the pack's table.
    const source = standIn("5.0", model);
    const other = ownModel("draft-03");
    const both = [patchOf(other, "5.0"), table];
    const applied = [both, both.toReversed()].map((patches) =>
      patches.reduce((text: string | false, one) => text && applyPatch(text, one), source),
    );
    const edited = applyChanges(source, readRelease("5.0", cView(other)));
    expect(applied).toEqual([0, 1].map(() => edited.kind === "edited" && edited.text));
  });
});

describe("the patch's preamble", () => {
  const lines = patchOf(model).split("\n");

  it("is a message that git am and quilt take, in lines of at most 72 columns", () => {
    const subject = /^Subject: \[PATCH\] (TCP: .*)$/.exec(lines[0] ?? "")?.[1] ?? "";
    expect(subject).not.toBe("");
    expect(subject.length).toBeLessThanOrEqual(50);
    const body = lines.slice(lines.indexOf(""), lines.indexOf("---"));
    expect(Math.max(...body.map((line) => line.length))).toBeLessThanOrEqual(72);
  });

  it("names no author, who is the one that commits it, and the line for CHANGES", () => {
    expect(lines.filter((line) => /^(From|Author):/.test(line))).toEqual([]);
    const at = lines.indexOf('CHANGES, under "Refine protocol decoding for:":');
    expect(lines[at + 1]).toBe("  TCP: Add support for RST diagnostic payload.");
  });

  it.each(RELEASE_NAMES)(
    "and its source name no example, and not how they were made (%s)",
    (name) => {
      const added = addedLines(patchOf(model, name)).join("\n");
      expect(added).not.toMatch(/32473|rstdiag|generated|do not edit/i);
    },
  );

  it("names the inputs with their digests", () => {
    const preamble = patchOf(model).split("\n--- a/print-tcp.c\n+++ b/print-tcp.c\n")[0];
    for (const { path, digest } of model.inputs) {
      expect(preamble).toContain(`   ${path}\n     ${digest}\n`);
    }
  });
});
