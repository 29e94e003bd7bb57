import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { areSameOctets, concatOctets, parseHex, showHex, showLatin1 } from "./octets.js";

const octets = fc.uint8Array({ maxLength: 40 });

describe("octets", () => {
  it("are as Node's Buffer has them", () => {
    fc.assert(
      fc.property(octets, octets, (a, b) => {
        expect(showHex(a)).toBe(Buffer.from(a).toString("hex"));
        expect(parseHex(showHex(a))).toEqual(a);
        expect(showLatin1(a)).toBe(Buffer.from(a).toString("latin1"));
        expect(showHex(concatOctets([a, b]))).toBe(showHex(a) + showHex(b));
        expect(areSameOctets(a, b)).toBe(Buffer.from(a).equals(b));
        expect(areSameOctets(a, a.slice())).toBe(true);
      }),
    );
  });
});
