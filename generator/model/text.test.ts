import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeUnseen, findUnprintable, isPrintable, quoteText, showUnprintable } from "./text.js";

const nastyText = fc
  .array(
    fc.constantFrom('"', "\\", "n", "[", "]", "\n", "x5b", "u{5b}", "...", " (5 characters)"),
    {
      maxLength: 12,
    },
  )
  .map((parts) => parts.join(""));

function unquote(quoted: string): string {
  const named: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };
  return quoted
    .slice(1, -1)
    .replace(/\\(?:x([0-9a-f]{2})|u\{([0-9a-f]+)\}|(.))/g, (_all, octet, code, letter) =>
      letter === undefined
        ? String.fromCodePoint(Number.parseInt(octet ?? code, 16))
        : (named[letter] ?? letter),
    );
}

describe("unprintable characters", () => {
  it.each([
    ["line feed", "\n", "U+000A"],
    ["tab", "\t", "U+0009"],
    ["NUL", "\0", "U+0000"],
    ["escape, which starts terminal commands", "\u001b", "U+001B"],
    ["delete", "\u007f", "U+007F"],
    ["C1 control sequence introducer", "\u009b", "U+009B"],
    ["Arabic letter mark", "\u061c", "U+061C"],
    ["left-to-right mark", "\u200e", "U+200E"],
    ["right-to-left override", "\u202e", "U+202E"],
    ["left-to-right isolate", "\u2066", "U+2066"],
    ["line separator", "\u2028", "U+2028"],
    ["paragraph separator", "\u2029", "U+2029"],
    ["byte order mark", "\ufeff", "U+FEFF"],
    ["interlinear annotation anchor", "\ufff9", "U+FFF9"],
    ["noncharacter", "\uffff", "U+FFFF"],
    ["noncharacter of another plane", "\u{1ffff}", "U+1FFFF"],
    ["half of a surrogate pair", "\ud800", "U+D800"],
    ["soft hyphen", "\u00ad", "U+00AD"],
    ["zero width space", "\u200b", "U+200B"],
    ["zero width joiner", "\u200d", "U+200D"],
    ["word joiner", "\u2060", "U+2060"],
    ["Hangul filler", "\u3164", "U+3164"],
    ["Mongolian vowel separator", "\u180e", "U+180E"],
    ["variation selector", "\ufe0f", "U+FE0F"],
    ["tag letter", "\u{e0041}", "U+E0041"],
    ["blank of Braille", "\u2800", "U+2800"],
    ["null notehead", "\u{1d159}", "U+1D159"],
    ["full blank of hieroglyphs", "\u{13441}", "U+13441"],
    ["object replacement character", "\ufffc", "U+FFFC"],
  ])("%s", (_name, character, shown) => {
    expect(findUnprintable(`a${character}b`)).toBe(shown);
    expect(showUnprintable(`a${character}b${character}`)).toBe(`a<${shown}>b<${shown}>`);
  });

  it.each(["", "plain", "caf\u00e9 \u4e2d\u6587", "\u{1f4a9}", "\u05d0\u0628", "a\u00a0b"])(
    "leaves %j as it is",
    (text) => {
      expect(findUnprintable(text)).toBeUndefined();
      expect(showUnprintable(text)).toBe(text);
    },
  );

  it("has all that Unicode says nobody sees, and no letter of a script but blank ones", () => {
    const blank = [0x2800, 0xfffc, 0x13441, 0x13442, 0x16fe4, 0x1d159];
    const shown = [];
    for (let code = 0; code <= 0x10ffff; code += 1) {
      const character = String.fromCodePoint(code);
      const isHidden = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Bidi_Control}]/u.test(character);
      const isFound = findUnprintable(`a${character}`) !== undefined;
      if (isHidden && !isFound) shown.push(code.toString(16));
      if (blank.includes(code)) continue;
      if (isFound && /[\p{L}\p{N}\p{P}\p{S}\p{M}]/u.test(character) && !isHidden) shown.push(code);
    }
    expect(shown).toEqual([]);
  });

  it("lets four marks stand on a letter, and hides no other letter", () => {
    const vietnamese = "Ti\u00ea\u0301ng Vie\u0323\u0302t";
    const hebrew = "\u05d1\u05bc\u05b0\u05e8\u05b5\u05d0\u05e9\u05c1\u05b4\u0596\u05d9\u05ea";
    for (const text of [vietnamese, hebrew, "x\u0300\u0301\u0302\u0303y\u0304"]) {
      expect(showUnprintable(text)).toBe(text);
    }
    const tall = `x${"\u0300".repeat(6)}y\u0301`;
    expect(showUnprintable(tall)).toBe("x\u0300\u0300\u0300\u0300<U+0300><U+0300>y\u0301");
    expect(findUnprintable(tall)).toBe("U+0300");
  });

  it.each([
    ["the beginning", "\u0338a", "<U+0338>a"],
    ["a character that is shown by its name", "a\u200b\u0338", "a<U+200B><U+0338>"],
    ["a quotation mark", 'a"\u0338', 'a"<U+0338>'],
    ["a bracket", "a]\u20e5", "a]<U+20E5>"],
    ["a space", "a \u0336b", "a <U+0336>b"],
  ])("lets no mark stand on %s", (_what, text, shown) => {
    expect(showUnprintable(text)).toBe(shown);
  });

  it("knows each mark that takes no room", () => {
    const wrong = [];
    for (let code = 0; code <= 0x10ffff; code += 1) {
      const character = String.fromCodePoint(code);
      const isFound = findUnprintable(`"${character}`) !== undefined;
      if (/[\p{Mn}\p{Me}]/u.test(character) && !isFound) wrong.push(code.toString(16));
    }
    expect(wrong).toEqual([]);
  });

  it("lets a payload with joiners be a text, and none with a command of a terminal", () => {
    expect(isPrintable("\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645")).toBe(true);
    expect(isPrintable("a\u001b[2J")).toBe(false);
  });

  it("names the first one", () => {
    expect(findUnprintable("a\u202eb\n")).toBe("U+202E");
  });

  it("leaves nothing to find in what it shows", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const shown = showUnprintable(text);
        expect(findUnprintable(shown)).toBeUndefined();
        expect(shown === text).toBe(findUnprintable(text) === undefined);
      }),
    );
  });
});

it("gives JSON in which no mark stands on what is not the text", () => {
  expect(escapeUnseen('{"a":"\u0338","b":"x\u0338"}')).toBe('{"a":"\\u0338","b":"x\u0338"}');
});

it("gives JSON that says the same and has nothing that a terminal obeys or nobody sees", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const json = escapeUnseen(JSON.stringify({ text }));
      expect(JSON.parse(json)).toEqual({ text });
      expect(findUnprintable(json)).toBeUndefined();
    }),
  );
  expect(escapeUnseen('"\u009b2J \u{e0041}"')).toBe(String.raw`"\u009b2J \udb40\udc41"`);
});

describe("the quotation of a foreign text", () => {
  it.each([
    ["a text", "go away", '"go away"'],
    ["line ends and tabs", "a\r\nb\tc", String.raw`"a\r\nb\tc"`],
    ["other ends of lines", "a\u0085\u2028\u2029\v\f", String.raw`"a\x85\u{2028}\u{2029}\x0b\x0c"`],
    ["commands of a terminal", "\u001b[2J\u009b2J", String.raw`"\x1b\x5b2J\x9b2J"`],
    ["the end of the quotation", 'a" (14)', String.raw`"a\" (14)"`],
    ["an escape", String.raw`a\n`, String.raw`"a\\n"`],
    ["brackets", "x] [RST: y", String.raw`"x\x5d \x5bRST: y"`],
    ["what reorders", "a\u202eb", String.raw`"a\u{202e}b"`],
    ["what nobody sees", "a\u200d\u{e0041}\ufe0f", String.raw`"a\u{200d}\u{e0041}\u{fe0f}"`],
    [
      "blanks that are no space",
      "a\u00a0\u2003\u3000\u2800b",
      String.raw`"a\xa0\u{2003}\u{3000}\u{2800}b"`,
    ],
    ["spaces that fold into a row of their own", "a b   c", String.raw`"a b \x20\x20c"`],
    ["fillers", "\u3164\u115f\u1160\uffa0", String.raw`"\u{3164}\u{115f}\u{1160}\u{ffa0}"`],
    ["a mark on our own quote", "\u0338a", String.raw`"\u{338}a"`],
    ["a mark on an escape", "a]\u0338", String.raw`"a\x5d\u{338}"`],
    [
      "marks that climb into other lines",
      `Z${"\u0300".repeat(5)}a\u0301`,
      `"Z${"\u0300".repeat(4)}\\u{300}a\u0301"`,
    ],
    ["other scripts and emoji, left alone", "Grüße 時間 \u{1f600}", '"Grüße 時間 \u{1f600}"'],
    ["half of a character", "\ud800", String.raw`"\u{d800}"`],
  ])("has %s", (_what, text, quoted) => {
    expect(quoteText(text)).toBe(quoted);
  });

  it("is cut in front of the first character that does not fit, and says how long the text was", () => {
    expect(quoteText("abcd", 4)).toBe('"abcd"');
    expect(quoteText("abcde", 4)).toBe('"abcd"... (5 characters)');
    expect(quoteText("abc\nd", 4)).toBe('"abc"... (5 characters)');
    expect(quoteText("\u{1f600}".repeat(65_000)).length).toBeLessThan(500);
  });

  it("is one line without anything that hides, and gives any text back letter for letter", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), nastyText), (text) => {
        const quoted = quoteText(text, Number.POSITIVE_INFINITY);
        expect(findUnprintable(quoted)).toBeUndefined();
        expect(quoted).not.toMatch(/[[\]]/);
        expect(unquote(quoted)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it("ends where the sender's words end, whatever stands behind it", () => {
    fc.assert(
      fc.property(nastyText, nastyText, fc.integer({ min: 0, max: 9 }), (text, behind, most) => {
        const [quoted] = /^"(?:[^"\\]|\\.)*"/.exec(`${quoteText(text, most)} (${behind})`) ?? [];
        expect(text.startsWith(unquote(quoted ?? ""))).toBe(true);
      }),
    );
  });
});
