import { describe, expect, it } from "vitest";
import { recordMember } from "./record-member.js";

describe("recordMember", () => {
  it.each([
    ["pen", "pen"],
    ["reason-code", "reasonCode"],
    ["a-b-c", "aBC"],
    ["code-2", "code2"],
  ])("%s becomes %s", (field, member) => {
    expect(recordMember(field)).toBe(member);
  });
});
