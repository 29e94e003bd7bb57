import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contrast, parseColour, textColourOn } from "../profile.js";

const WHITE = [255, 255, 255] as const;
const BLACK = [0, 0, 0] as const;

describe("contrast", () => {
  it.each([
    ["black on white", BLACK, WHITE, 21],
    ["white on black", WHITE, BLACK, 21],
    ["a colour on itself", [12, 200, 7] as const, [12, 200, 7] as const, 1],
    // The example that WCAG's own techniques have for the least contrast of text.
    ["#767676 on white", [0x76, 0x76, 0x76] as const, WHITE, 4.54],
  ])("is that of %s", (_name, one, other, ratio) => {
    expect(contrast(one, other)).toBeCloseTo(ratio, 2);
  });
});

describe("textColourOn", () => {
  it("can be read on any background", () => {
    const component = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(fc.tuple(component, component, component), (background) => {
        expect(contrast(background, textColourOn(background))).toBeGreaterThanOrEqual(4.5);
      }),
    );
  });
});

describe("parseColour", () => {
  it("reads red, green and blue", () => expect(parseColour("#0072B2")).toEqual([0, 0x72, 0xb2]));
});
