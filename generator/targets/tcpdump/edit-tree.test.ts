import { describe, expect, it } from "vitest";
import { extendedModel, ownModel } from "../../../test/support/models.js";
import { standIn } from "../../../test/support/stand-in.js";
import { cView } from "./c-view.js";
import { applyChanges, isPatched, reverseChanges } from "./edit-tree.js";
import { RELEASES, readRelease } from "./release.js";

const model = ownModel();

describe.each(RELEASES)("the changes for %s", (name) => {
  const release = readRelease(name, cView(model));
  const source = standIn(name, model);
  const patched = textOf(applyChanges(source, release));

  it("are made once, and taken back without a trace", () => {
    expect(isPatched(source)).toBe(false);
    expect(isPatched(patched)).toBe(true);
    expect(textOf(reverseChanges(patched, release))).toBe(source);
  });

  it("are taken back whatever causes they name", () => {
    const older = patched.replace('"Connection timeout"', '"Connection timed out"');
    expect(older).not.toBe(patched);
    expect(textOf(reverseChanges(older, release))).toBe(source);
  });

  it("are refused where an anchor is missing, with the anchor", () => {
    const anchor = "RFC1122 says the following on data in RST segments:";
    expect(applyChanges(source.replace(anchor, "RFC"), release)).toEqual({
      kind: "refused",
      reason: `no line has "* ${anchor}"`,
    });
  });

  it("are refused where an anchor is not unique, with its lines", () => {
    const anchor = '        ND_PRINT(" [RST");\n        ND_PRINT(ND_TTEST_LEN(sp, length)';
    const twice = `${source}${" * RFC1122 says the following on data in RST segments:"}\n${anchor}\n`;
    const refused = applyChanges(twice, release);
    expect(refused).toMatchObject({ kind: "refused" });
    expect(refused).toHaveProperty("reason", expect.stringMatching(/is not unique: .* \d+, \d+$/));
  });

  it("are refused where the line between an anchor and its place is another", () => {
    const changed = source.replace("/*\n * RFC1122", "/**\n * RFC1122");
    expect(applyChanges(changed, release)).toHaveProperty(
      "reason",
      expect.stringMatching(/^line \d+ is not "\/\*"$/),
    );
  });

  it("are not taken back where there are none", () => {
    expect(reverseChanges(source, release).kind).toBe("refused");
  });
});

describe("the table of the development branch", () => {
  const release = readRelease("5.0", cView(model));

  it("becomes that of the pack whatever rows it has, and they are named", () => {
    const source = standIn("5.0", model).replace('{ 9, "Not authorized" }', '{ 9, "Another" }');
    const edited = applyChanges(source, release);
    expect(edited).toMatchObject({ kind: "edited", strange: ['        { 9, "Another" },'] });
    expect(textOf(edited)).toBe(textOf(applyChanges(standIn("5.0", model), release)));
  });

  it("is left alone where its end is missing", () => {
    const source = standIn("5.0", model);
    const start = source.indexOf("        { 17,");
    const endless = source.slice(0, start) + source.slice(start).replaceAll(/^(\};)?$/gm, "x");
    expect(applyChanges(endless, release).kind).toBe("refused");
  });
});

describe("the development branch's own decoder", () => {
  const lines = (view = cView(model)) =>
    readRelease("5.0", view).hunks.flatMap(({ parts }) =>
      parts.flatMap((part) => ("keep" in part ? [] : part.remove)),
    );
  const table = "static const struct tok tcp_failure_causes[] = {";

  it("stays where it reads the payload that the pack is for", () => {
    const patched = textOf(applyChanges(standIn("5.0", model), readRelease("5.0", cView(model))));
    // The text is looked up as before, and printed elsewhere.
    // What is told of fragments, the comment on what is printed, and the test of the magic number.
    const changed =
      /print_tcp_rst_data\(|u_int length\)$|-payload-00|\[RST reason-code|0x33AA\) \{$/;
    const kept = lines()
      .filter((line) => !changed.test(line))
      .map((line) => line.replace(/^ +ND_PRINT\("%s", (tok2str\(\w+), .*$/, "$1"));
    for (const line of kept) expect(patched).toContain(line);
    expect(patched).toContain(table);
  });

  it("gives way to ours where the definition has further payloads, or guesses are wanted", () => {
    for (const view of [cView(extendedModel()), cView(model, { tcpdumpGuesses: true })]) {
      const release = readRelease("5.0", view);
      const source = standIn("5.0", extendedModel());
      expect(textOf(applyChanges(source, release))).not.toContain(table);
    }
  });
});

it("of one release do not fit the other", () => {
  for (const [one, other] of [RELEASES, [...RELEASES].reverse()]) {
    if (!one || !other) continue;
    const source = standIn(one, model);
    expect(applyChanges(source, readRelease(other, cView(extendedModel()))).kind).toBe("refused");
  }
});

function textOf(edited: ReturnType<typeof applyChanges>): string {
  if (edited.kind === "refused") throw new Error(edited.reason);
  return edited.text;
}
