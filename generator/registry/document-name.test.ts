import { describe, expect, it } from "vitest";
import { isDocumentName } from "./draft-registry.js";

describe("isDocumentName", () => {
  it.each(["draft-ietf-tcpm-rst-diagnostic-payload-02", "RFC9293", "RFC1"])("takes %s", (name) => {
    expect(isDocumentName(name)).toBe(true);
  });

  it.each([
    "draft-ietf-tcpm-rst-diagnostic-payload-latest",
    "draft-ietf-tcpm-rst-diagnostic-payload",
    "draft-x-1",
    "draft-../x-01",
    'draft-"x-01',
    "draft-x-01\n",
    "rfc9293",
    "RFC",
    "",
  ])("refuses %j", (name) => {
    expect(isDocumentName(name)).toBe(false);
  });
});
