import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HOSTILE, LINE_ENDS } from "../../test/support/hostile.js";
import { tcpdumpText } from "./tcpdump-text.js";

/** TEXT of the output grammar: what cannot be taken for anything else in tcpdump's line. */
const isText = (text: string) =>
  /^[\x20-\x7e]*$/.test(text) &&
  !/[[\]()%]/.test(text) &&
  !/^(code|length|linux-reason) /.test(text) &&
  text === text.trim();

describe("tcpdumpText", () => {
  it.each([
    ["plain words stay", "Connection timeout", "Connection timeout"],
    ["quotes, backslashes and comment ends stay", `"a" \\ */ ??/ --`, `"a" \\ */ ??/ --`],
    ["brackets and parentheses go", "a [b] (c) ]]", "a b c"],
    ["percent becomes a word", "100% of %s", "100 percent of percent s"],
    ["a full-width percent too", "５％", "5 percent"],
    ["a parenthesised digit has parentheses inside", "⑴", "1"],
    ["accents go", "Dépassé", "Depasse"],
    ["other scripts become marks", "時間", "??"],
    ["an emoji is one mark", "a\u{1f600}b", "a?b"],
    ["line separators become marks", "a\u{2028}b\nc", "a?b?c"],
    ["blanks are single", "a ( ) b", "a b"],
    ["'code ' begins a number", "code 5", "Code 5"],
    ["'length ' begins a wrong length", "length 5", "Length 5"],
    ["'linux-reason ' begins a Linux reason", "linux-reason 5", "Linux-reason 5"],
    ["a reserved word that appears when brackets go", "[code] 5", "Code 5"],
    ["a reserved word inside stays", "bad code 5", "bad code 5"],
    ["nothing stays of brackets alone", "[()]", ""],
  ])("%s", (_name, text, expected) => {
    expect(tcpdumpText(text)).toBe(expected);
  });

  it.each([...HOSTILE, ...LINE_ENDS])("gives TEXT of the grammar: %s", (_name, text) => {
    expect(tcpdumpText(text)).toSatisfy(isText);
  });

  it("gives TEXT of the grammar for any text, and changes that no more", () => {
    const words = fc.constantFrom(
      "code ",
      "length ",
      "linux-reason ",
      " ",
      "(",
      "[",
      "%",
      "％",
      "⑴",
    );
    const mixed = fc.array(fc.oneof(words, fc.string({ unit: "binary" })), { maxLength: 6 });
    fc.assert(
      fc.property(mixed, (parts) => {
        const text = tcpdumpText(parts.join(""));
        expect(text).toSatisfy(isText);
        expect(tcpdumpText(text)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });
});
