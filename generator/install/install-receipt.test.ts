import { expect, it } from "vitest";
import { formatReceipt, parseReceipt } from "./installation.js";

const RECEIPT = {
  files: [{ path: "/p/rstdiag.lua", sha256: ["a", "b"] }],
  folders: ["/p"],
};

it("reads what it wrote", () => {
  expect(parseReceipt(formatReceipt(RECEIPT))).toEqual(RECEIPT);
});

it.each([
  "",
  "{",
  "null",
  "[]",
  "{}",
  '{"files": [], "folders": [1]}',
  '{"files": {}, "folders": []}',
  '{"files": [{"path": "/p"}], "folders": []}',
  '{"files": [{"path": 1, "sha256": []}], "folders": []}',
  '{"files": [{"path": "/p", "sha256": "a"}], "folders": []}',
])("believes nothing damaged: %s", (text) => {
  expect(parseReceipt(text)).toBeUndefined();
});
