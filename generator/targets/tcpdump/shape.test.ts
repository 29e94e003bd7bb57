import { describe, expect, it } from "vitest";
import { reasonCode } from "../../model/reason-code.js";
import { ownModel } from "../../models-for-test.js";
import { target } from "../tcpdump.js";
import { knownCodes, shapeFormats } from "./shape.js";

const model = ownModel();

function patchWith(tcpdumpGuesses?: boolean): string {
  const options = tcpdumpGuesses === undefined ? {} : { tcpdumpGuesses };
  const file = target(model, { version: "1.2.3", ...options }).find(({ path }) =>
    path.endsWith("-4.99.patch"),
  );
  return String(file?.content);
}

describe("the Linux experiment in the patch", () => {
  it("is not there unless it is asked for", () => {
    for (const patch of [patchWith(), patchWith(false)]) {
      expect(patch).not.toContain("linux-reason");
      expect(patch).not.toContain("print_tcp_rst_linux_experiment");
    }
  });

  it("is read by its length, its code and its zeros, behind the formats with a magic number", () => {
    const patch = patchWith(true);
    expect(patch).toContain("+        if (length != 1000 || !ND_TTEST_LEN(sp, 1))\n");
    expect(patch).toContain("+        for (i = 1; i < 1000 && ND_TTEST_1(sp + i); i++)\n");
    expect(patch).toContain('+        ND_PRINT(" [RST: linux-reason %u", code);\n');
    const hooks = patch.match(/^\+ {8}if \(print_tcp_rst_\w+\(ndo/gm) ?? [];
    expect(hooks.map((line) => line.slice(13))).toEqual([
      "print_tcp_rst_diagnostic(ndo",
      "print_tcp_rst_linux_experiment(ndo",
    ]);
  });
});

it("knows the codes of every revision, in few rows", () => {
  const [shape] = shapeFormats(model);
  if (!shape) throw new Error("the definition has no such format");
  const row = (first: number, last: number) => {
    const category = "assigned" as const;
    const codes = { first: reasonCode(first), last: reasonCode(last) };
    return { ...codes, description: "x", reference: "", category };
  };
  const registry = { ...shape.registry, others: [], rows: [row(0, 0), row(1, 4), row(9, 9)] };
  const other = {
    ...registry,
    rows: [row(3, 6), { ...row(7, 8), category: "unassigned" as const }],
  };
  expect(knownCodes({ ...registry, others: [other] })).toEqual([
    { first: 0, last: 6 },
    { first: 9, last: 9 },
  ]);
});
