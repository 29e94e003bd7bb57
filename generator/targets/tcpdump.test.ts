import { applyPatch, parsePatch } from "diff";
import { describe, expect, it } from "vitest";
import { readC } from "../../test/support/c.js";
import { extendedModel, ownModel } from "../../test/support/models.js";
import { patchOf, seriesOf } from "../../test/support/pack.js";
import { standIn } from "../../test/support/stand-in.js";
import { makeUpstreamTests } from "../cli/upstream-tests.js";
import type { Model } from "../model/model.js";
import { tcpdumpText } from "../model/tcpdump-text.js";
import { cView } from "./tcpdump/c-view.js";
import { applyChanges } from "./tcpdump/edit-tree.js";
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

function removedLines(patch: string): readonly string[] {
  return (patch.match(/^-(?!--).*$/gm) ?? []).map((line) => line.slice(1));
}

/** A source with patches, one after the other, or false where one does not fit. */
function applyAll(source: string, patches: readonly string[]): string | false {
  return patches.reduce(
    (text: string | false, one) => text && applyPatch(text, one, { fuzzFactor: 0 }),
    source,
  );
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
  const series = seriesOf(other, release);
  const added = series.flatMap(addedLines);
  const source = standIn(release, other);

  it.each(series)("counts the lines of its hunks right", (patch) => {
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
    // Upstream's own lines go further in where they are moved.
    const moved = series.flatMap((one) => removedLines(one)).map((line) => line.trim());
    for (const line of added.filter((one) => one === "" || !moved.includes(one.trim()))) {
      expect(line).toMatch(/^([\x20-\x7e]{0,79}[\x21-\x7e])?$/);
    }
  });

  it.each([0, 1, 7, 100])("fits without fuzz, %d lines later, as patch --tree does it", (shift) => {
    const later = `${"\n".repeat(shift)}${source}`;
    const patched = applyAll(later, series);
    const edited = applyChanges(later, readRelease(release, cView(other)));
    expect(patched).toBe(edited.kind === "edited" ? edited.text : edited.reason);
    expect(patched).not.toBe(later);
  });

  it("does not fit where a line around its place differs", () => {
    const changed = source
      .replace(" * RFC1122 says the following", " * RFC1123 says the following")
      .replace("        uint16_t code;", "        u_int code;");
    expect(changed).not.toBe(source);
    expect(applyAll(changed, series)).toBe(false);
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
      const calls = added.filter((line) =>
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
    expect(extended).toContain("if (GET_U_1(sp + 2) != 2 ||\n            reason_code == 0)\n");
  });
});

describe("the patches of the development branch's own decoder", () => {
  const [marks = "", numbers = ""] = seriesOf(model, "5.0");

  it("add what is missing, first the marks, then the numbers, and take nothing away", () => {
    expect(addedLines(marks).length).toBeLessThanOrEqual(24);
    // Two lines of the comment, and what knows of the fragment.
    const replaced = removedLines(marks).filter(
      (line) => !addedLines(marks).some((one) => one.trim() === line.trim()),
    );
    expect(replaced).toEqual([
      expect.stringContaining("static void print_tcp_rst_data("),
      expect.stringContaining("print_tcp_rst_data(ndo, bp, length);"),
      expect.stringContaining("-payload-00 defines"),
      expect.stringContaining("[RST reason-code/pen]"),
      expect.stringContaining("u_int length)"),
      expect.stringContaining("if (length == 8 && "),
    ]);
    expect(addedLines(numbers).length).toBeLessThanOrEqual(6);
    const lookup = "tok2str(tcp_failure_causes, ";
    expect(removedLines(numbers)).toEqual([expect.stringContaining(lookup)]);
    // One lookup for each payload.
    expect(addedLines(numbers).filter((line) => line.includes("tok2str"))).toEqual([
      expect.stringContaining(lookup),
    ]);
  });

  it("find no diagnostic payload in a fragment of IPv4, in either line of releases", () => {
    const { code } = readC(addedLines(marks).join("\n"));
    expect(code).toContain("print_tcp_rst_data(ndo, bp, length, fragmented && !ip6);");
    expect(code).toContain("if (!fragmented && length >= 2 && ");
    const packagers = readC(addedLines(patchOf(model)).join("\n")).code;
    expect(packagers).toContain("tcp_fragmented = fragmented && !ip6;");
    expect(packagers).toContain("if (tcp_fragmented) return (0);");
  });

  it("do not say of what is invalid that a text was cut", () => {
    const lines = applyAll(standIn("5.0", model), [marks, numbers]) || "";
    expect(lines.indexOf('ND_PRINT("+");')).toBeGreaterThan(lines.indexOf("length %u != 8"));
    expect(patchOf(model)).not.toContain("RST+");
  });

  it("have the tables of the vendors that were given", () => {
    const vendors = { ...model, inputs: [{ path: "vendor/32473.xml", digest: "" }] };
    const [first, second = ""] = seriesOf(vendors, "5.0");
    const sourceOf = (patch = "") => patch.slice(patch.indexOf("\ndiff "));
    expect(sourceOf(first)).toBe(sourceOf(marks));
    const added = addedLines(second).join("\n");
    expect(added).toContain('        { 1234, "Example of a vendor-specific reason" },\n');
    expect(added).toContain(
      "        case 32473:\n                return (rst_enterprise_32473);\n",
    );
    expect(added).toContain("cause = tok2str(tcp_rst_vendor_causes(pen)");
    expect(removedLines(second)).toHaveLength(1);
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
    // They fit in any order, and make the pack's table.
    const source = standIn("5.0", model);
    const other = ownModel("draft-03");
    const series = seriesOf(other, "5.0");
    const applied = [
      [...series, table],
      [table, ...series],
    ].map((all) => applyAll(source, all));
    const edited = applyChanges(source, readRelease("5.0", cView(other)));
    expect(applied).toEqual([0, 1].map(() => edited.kind === "edited" && edited.text));
  });
});

describe("the patch's preamble", () => {
  const made = target(model, { version: "1.2.3", upstreamTests: makeUpstreamTests(model, {}) });
  const patches = made.filter(({ path }) => path.endsWith(".patch"));
  const linesOf = (name: string) =>
    String(patches.find(({ path }) => path.endsWith(`-${name}.patch`))?.content).split("\n");

  it.each(patches)(
    "is a message that git am takes, in lines of at most 72 columns: $path",
    ({ content }) => {
      const lines = String(content).split("\n");
      const subject = /^Subject: \[PATCH \d\/\d\] (TCP: .*)$/.exec(lines[0] ?? "")?.[1] ?? "";
      expect(subject).not.toBe("");
      expect(subject.length).toBeLessThanOrEqual(50);
      const body = lines.slice(lines.indexOf(""), lines.indexOf("---"));
      expect(Math.max(...body.map((line) => line.length))).toBeLessThanOrEqual(72);
      // No author, who is the one that commits it.
      expect(lines.filter((line) => /^(From|Author):/.test(line))).toEqual([]);
    },
  );

  it("counts the patches of a series", () => {
    const starts = ["5.0", "5.0-numbers", "5.0-tests", "4.99", "4.99-tests"].map(
      (name) => /\d\/\d/.exec(linesOf(name)[0] ?? "")?.[0],
    );
    expect(starts).toEqual(["1/3", "2/3", "3/3", "1/2", "2/2"]);
  });

  it("names the lines for upstream's CHANGES, and says of what is for distributions that it is", () => {
    for (const name of ["5.0", "5.0-numbers"]) {
      const at = linesOf(name).indexOf('CHANGES, under "Refine protocol decoding for:":');
      expect(linesOf(name)[at + 1]).toMatch(/^ {2}TCP: .*\.$/);
    }
    const packagers = linesOf("4.99");
    expect(packagers.slice(1, 3)).toEqual(["Origin: other", "Forwarded: not-needed"]);
    expect(packagers.join(" ")).toContain("This is for distributions");
    expect(packagers.filter((line) => line.startsWith("CHANGES"))).toEqual([]);
  });

  it.each(RELEASE_NAMES)(
    "and its source name no example, and not how they were made (%s)",
    (name) => {
      const added = addedLines(patchOf(model, name)).join("\n");
      expect(added).not.toMatch(/32473|rstdiag|generated|do not edit/i);
    },
  );

  it("names the inputs that its C is made of with their digests, and no others", () => {
    const preamble = patchOf(model).split("\ndiff --git ")[0] ?? "";
    const used = ["rst-diagnostic-payload.yaml", "tcp-failure-causes.draft-02.xml"];
    for (const { path, digest } of model.inputs) {
      const isNamed = preamble.includes(`   ${path}\n     ${digest}\n`);
      expect([path, isNamed]).toEqual([path, used.some((name) => path.endsWith(`/${name}`))]);
      expect(preamble.includes(path)).toBe(isNamed);
    }
  });
});
