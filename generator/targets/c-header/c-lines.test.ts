import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readC } from "../../../test/support/c.js";
import { HOSTILE, LINE_ENDS } from "../../../test/support/hostile.js";
import { commentAbove, commentBody, tableRow } from "./c-names.js";

const INDENT = " ".repeat(16);
const LONG = "A cause whose text is longer than what is left of one line of a header file";

describe("tableRow", () => {
  it("is one line where it fits", () => {
    expect(tableRow(["A"], "b", "  ")).toEqual(['  { A, "b" },']);
  });

  it("has both ends of a range, on lines of their own where they do not fit", () => {
    expect(tableRow(["A", "B"], "b", "  ")).toEqual(['  { A, B, "b" },']);
    expect(tableRow(["TCP_FC_A", "TCP_FC_B"], LONG, INDENT).slice(0, 2)).toEqual([
      `${INDENT}{ TCP_FC_A,`,
      `${INDENT}  TCP_FC_B,`,
    ]);
  });

  it("has the text below the constant where it does not, and breaks it behind a blank", () => {
    expect(tableRow(["TCP_FC_A"], LONG, INDENT)).toEqual([
      `${INDENT}{ TCP_FC_A,`,
      `${INDENT}  "A cause whose text is longer than what is left of one "`,
      `${INDENT}  "line of a header file" },`,
    ]);
  });

  it("is a constant and the octets of any text, in lines of at most 80 characters", () => {
    const unit = fc.constantFrom("\u{e9}", "\u{1f600}", '"', "?", "\\", "a", "7", " ");
    const anyText = fc.string({ unit, maxLength: 200, size: "max" });
    fc.assert(
      fc.property(
        fc.oneof(anyText, fc.constantFrom(...HOSTILE.map(([, text]) => text))),
        (text) => {
          const lines = tableRow(["TCP_FC_A"], text, INDENT);
          const { code, strings } = readC(lines.join("\n"));
          expect(code.replace(/""( "")*/, '""')).toBe('{ TCP_FC_A, "" },');
          expect(Buffer.concat(strings)).toEqual(Buffer.from(text, "utf8"));
          for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
        },
      ),
    );
  });
});

describe("comments", () => {
  it("are on one line where they fit", () => {
    expect(commentAbove("a", "  ")).toEqual(["  /* a */"]);
    expect(commentBody("a")).toEqual([" * a"]);
  });

  it("are blocks where they do not", () => {
    expect(commentAbove(LONG, INDENT)).toEqual([
      `${INDENT}/*`,
      `${INDENT} * A cause whose text is longer than what is left of one line of`,
      `${INDENT} * a header file`,
      `${INDENT} */`,
    ]);
  });

  const commented = (text: string) =>
    ["a;", ...commentAbove(text, INDENT), "b;", "/*", ...commentBody(text), " */", "c;"].join("\n");

  it.each([...HOSTILE, ...LINE_ENDS])("stay comments: %s", (_name, text) => {
    expect(readC(commented(text)).code).toBe("a; b; c;");
    expect(readC(commented(text.repeat(20))).code).toBe("a; b; c;");
  });

  it("stay comments of printable ASCII in 80 columns, for any text", () => {
    const nasty = fc
      .array(fc.constantFrom("*", "/", "?", "\\", " ", "a"), { maxLength: 200, size: "max" })
      .map((characters) => characters.join(""));
    fc.assert(
      fc.property(nasty, (text) => {
        expect(readC(commented(text)).code).toBe("a; b; c;");
        for (const line of commented(text).split("\n")) expect(line).toMatch(/^[\x20-\x7e]{0,80}$/);
      }),
      { numRuns: 500 },
    );
  });
});
