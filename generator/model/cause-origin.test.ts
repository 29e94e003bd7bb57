import { describe, expect, it } from "vitest";
import { findOrigin, ORIGINS } from "./registry.js";

describe("findOrigin", () => {
  it.each(ORIGINS)("knows %s", (origin) => expect(findOrigin(origin)).toBe(origin));

  it.each(["", "Any", "middlebox", "constructor"])("does not know %j", (text) => {
    expect(findOrigin(text)).toBeUndefined();
  });
});
