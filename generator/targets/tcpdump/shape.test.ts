import { describe, expect, it } from "vitest";
import { ownModel } from "../../../test/support/models.js";
import { target } from "../tcpdump.js";

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
