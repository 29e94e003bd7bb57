import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { constantName, openNames, registryPrefix, upperName } from "./c-names.js";

describe("registryPrefix", () => {
  it.each([
    ["tcp-failure-causes", "TCP_FC"],
    ["linux-rst-reasons", "TCP_LRR"],
    ["tcp", "TCP_T"],
    ["int", "TCP_I"],
    ["tcp--x-", "TCP_X"],
  ])("makes of %s the prefix %s", (id, prefix) => {
    expect(registryPrefix(id)).toBe(prefix);
  });
});

it("upperName writes a name of the definition as C writes constants", () => {
  expect(upperName("reason-code-2")).toBe("REASON_CODE_2");
});

describe("constantName", () => {
  const nameOf = (description: string) => constantName("TCP_FC", 7, description);

  it.each([
    ["is the words of the description", "Connection timeout", "TCP_FC_CONNECTION_TIMEOUT"],
    ["leaves out articles", "Reset is received from the peer", "TCP_FC_RESET_RECEIVED_FROM_PEER"],
    ["keeps an article that is all there is", "The", "TCP_FC_THE"],
    ["has no punctuation", "SEG.ACK (is) - not 'ok', peer's", "TCP_FC_SEG_ACK_NOT_OK_PEERS"],
    ["has letters without their accents", "D\u{e9}j\u{e0} vu", "TCP_FC_DEJA_VU"],
    ["is the code where a letter is none of ASCII", "Gr\u{fc}\u{df}e", "TCP_FC_CODE_7"],
    ["is the code where there is no letter", "?? -- ??", "TCP_FC_CODE_7"],
    ["is the code where it would look like another's", "Code 5", "TCP_FC_CODE_7"],
    ["is the code where one word is too long", "x".repeat(100), "TCP_FC_CODE_7"],
    ["is no keyword", "return", "TCP_FC_RETURN"],
    ["has as many words as fit", "abcdefghi ".repeat(9), `TCP_FC${"_ABCDEFGHI".repeat(5)}`],
  ])("%s", (_rule, description, name) => {
    expect(nameOf(description)).toBe(name);
  });

  it("is an identifier of at most 63 characters, for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200, size: "max" }), (text) => {
        expect(nameOf(text)).toMatch(/^TCP_FC(_[A-Z0-9]+)+$/);
        expect(nameOf(text).length).toBeLessThanOrEqual(63);
      }),
    );
  });
});

describe("openNames", () => {
  it("gives the first candidate that is free", () => {
    const claim = openNames(["A"]);
    expect(claim("A", "B")).toBe("B");
    expect(claim("C", "B")).toBe("C");
  });

  it("numbers the last candidate where none is free", () => {
    const claim = openNames(["A", "B", "B_2"]);
    expect(claim("A", "B")).toBe("B_3");
    expect(claim("A", "B")).toBe("B_4");
  });
});
