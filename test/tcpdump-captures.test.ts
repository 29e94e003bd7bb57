import { expect, it } from "vitest";
import { compareLines } from "../proof/tcpdump/captures.js";

const START = "192.0.2.1.1 > 192.0.2.2.2: Flags [R.], length 8";

it.each([
  [
    "a diagnostic payload",
    `${START} [RST 3M-*^@^N^@^@^@^@]`,
    `${START} [RST: code 14, pen 0]`,
    true,
  ],
  ["a cut one", `${START} [!RST 3M-*^@]`, `${START} [RST:  [|tcp]`, true],
  ["a long one", `${START} [RST+ 3M-*^@]`, `${START} [RST: length 40 != 8 (invalid)]`, true],
  [
    "a malformed one",
    `${START} [RST: code 0, pen 0]`,
    `${START} [RST: code 0, pen 0 (invalid)]`,
    true,
  ],
  ["another code", `${START} [RST: code 1, pen 0]`, `${START} [RST: code 2, pen 0]`, false],
  ["other text", `${START} [RST 4M-*^@]`, `${START} [RST: code 14, pen 0]`, false],
  ["another start", `x${START} [RST 3M-*^@]`, `${START} [RST: code 14, pen 0]`, false],
  ["a line that is gone", `${START} [RST 3M-*^@]`, "", false],
])("knows %s", (_name, before, after, meant) => {
  expect(compareLines("x.pcap", ["same", before], ["same", after])).toEqual([
    { capture: "x.pcap", stock: before, patched: after, meant },
  ]);
});

it("finds nothing where all is the same, and a line too many", () => {
  expect(compareLines("x.pcap", ["a"], ["a"])).toEqual([]);
  expect(compareLines("x.pcap", ["a"], ["a", "b"])).toHaveLength(1);
});
