import { describe, expect, it } from "vitest";
import { skipExtensionHeaders } from "./ip-packet.js";

/** Hop-by-hop options of 16 octets, then an Authentication Header of 12, then TCP. */
const HEADERS = Buffer.from(`3301${"00".repeat(14)}0601${"00".repeat(10)}ff`, "hex");
const skip = (octets: Buffer, end: number) =>
  skipExtensionHeaders({ octets, protocol: 0, start: 0, end });

describe("skipExtensionHeaders", () => {
  it("counts lengths in units of 8, those of the Authentication Header of 4", () => {
    expect(skip(HEADERS, 29)).toEqual({ octets: HEADERS, protocol: 6, start: 28, end: 29 });
  });

  it("stays where there is none", () => {
    const payload = { octets: HEADERS, protocol: 50, start: 3, end: 9 };
    expect(skipExtensionHeaders(payload)).toEqual(payload);
  });

  it.each([4, 12, 20, 27])("gives nothing where %i octets were captured, or sent", (length) => {
    expect(skip(HEADERS.subarray(0, length), 29)).toBeUndefined();
    expect(skip(HEADERS, length)).toBeUndefined();
  });
});
